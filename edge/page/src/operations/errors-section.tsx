import type { ErrorView } from "../api/admin-errors.ts";
import { ago, count } from "../ui/numbers.ts";
import { errors, seenAt } from "./watch.ts";

/** What callers were told went wrong, the latest first. */
export function ErrorsSection() {
  const seen = errors.value;
  return (
    <section aria-labelledby="errors-title">
      <h2 id="errors-title">Recent errors</h2>
      {seen === null ? (
        <p class="empty">This gateway keeps none.</p>
      ) : seen.length === 0 ? (
        <p class="empty">None since the gateway started.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone.
        <section class="table" tabIndex={0} aria-label="Table of errors">
          <table>
            <thead>
              <tr>
                <th scope="col">Error</th>
                <th scope="col">Times</th>
                <th scope="col">Last</th>
                <th scope="col">Where</th>
                <th scope="col">Last request</th>
              </tr>
            </thead>
            <tbody>
              {seen.map((error) => (
                <ErrorRow key={`${error.code} ${error.route} ${error.keyId} ${error.node}`} error={error} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

function ErrorRow({ error }: { readonly error: ErrorView }) {
  const { code, route, keyId, node, lastAt, lastRequestId } = error;
  return (
    <tr data-code={code}>
      <th scope="row">
        <code>{code}</code>
      </th>
      <td>{count(error.count)}</td>
      <td>{ago(lastAt, seenAt.value)}</td>
      <td>
        <code>{route}</code>
        <small>
          {[keyId === null ? "no key" : `key ${keyId}`, node === null ? "" : `node ${node}`]
            .filter((part) => part !== "")
            .join(" · ")}
        </small>
      </td>
      <td>
        <code>{lastRequestId}</code>
      </td>
    </tr>
  );
}
