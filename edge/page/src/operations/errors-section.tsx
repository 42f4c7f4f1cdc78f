import { errors } from "./watch.ts";

/** What callers were told went wrong, by code. */
export function ErrorsSection() {
  const entries = errors.value ?? [];
  return (
    <section aria-labelledby="errors-title">
      <h2 id="errors-title">Recent errors</h2>
      {entries.length === 0 ? (
        <p class="empty">None since the gateway's counters began.</p>
      ) : (
        <ul class="errors">
          {entries.map(({ code, count, seenMs }) => (
            <li key={code}>
              <code>{code}</code> <b>{count.toLocaleString("en")}</b>{" "}
              <span class="help">
                {seenMs === null ? "before this view was opened" : `last at ${new Date(seenMs).toLocaleTimeString()}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
