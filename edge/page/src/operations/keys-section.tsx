import { type KeyView, revokeKey } from "../api/admin-keys.ts";
import { adminKey } from "../session.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { keys, look } from "./watch.ts";

const MS_PER_SECOND = 1000;

/** The keys, with what they used of what they may. */
export function KeysSection() {
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone. */}
      <section class="table" tabIndex={0} aria-label="Table of keys">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Today</th>
              <th scope="col">This month</th>
              <th scope="col">Per minute</th>
              <th scope="col">Running</th>
              <th scope="col">Requests</th>
              <th scope="col">Last used</th>
              <th scope="col">
                <span class="unseen">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {(keys.value ?? []).map((key) => (
              <KeyRow key={key.id} view={key} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function KeyRow({ view }: { readonly view: KeyView }) {
  const ended = view.revoked ? "revoked" : expired(view) ? "expired" : null;
  return (
    <tr data-key={view.id} class={ended === null ? "" : "ended"}>
      <th scope="row">
        {view.name} {ended !== null && <em>{ended}</em>}
        <code>{view.id}</code>
      </th>
      <td>
        <Share used={view.tokensToday} limit={view.tokensPerDay} what="tokens today" />
      </td>
      <td>
        <Share used={view.tokensThisMonth} limit={view.tokensPerMonth} what="tokens this month" />
      </td>
      <td>
        {limit(view.requestsPerMinute)} req
        <br />
        {limit(view.tokensPerMinute)} tok
      </td>
      <td>
        {view.running} / {limit(view.concurrency)}
      </td>
      <td>{view.requests.toLocaleString("en")}</td>
      <td>{view.lastUsedAt === null ? "never" : new Date(view.lastUsedAt * MS_PER_SECOND).toLocaleString()}</td>
      <td>
        <ConfirmButton
          label="Revoke"
          question="Really revoke?"
          disabled={view.revoked}
          act={async () => {
            await revokeKey(adminKey.value ?? "", view.id);
            await look(new AbortController().signal);
          }}
        />
      </td>
    </tr>
  );
}

/** What is used of a budget. */
function Share(props: { readonly used: number; readonly limit: number | null; readonly what: string }) {
  const { used, limit: most, what } = props;
  return (
    <>
      {used.toLocaleString("en")} / {limit(most)}
      {most !== null && <meter min={0} max={most} high={most * 0.9} value={Math.min(used, most)} aria-label={what} />}
    </>
  );
}

function limit(value: number | null): string {
  return value === null ? "∞" : value.toLocaleString("en");
}

function expired(view: KeyView): boolean {
  return view.expiresAt !== null && view.expiresAt * MS_PER_SECOND <= Date.now();
}
