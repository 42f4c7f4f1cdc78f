import { type KeyView, revokeKey, type Used } from "../api/admin-keys.ts";
import { adminKey } from "../session.ts";
import { ConfirmButton } from "../ui/confirm-button.tsx";
import { ago, count } from "../ui/numbers.ts";
import { keys, look, seenAt, showMoreKeys } from "./watch.ts";

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
              <th scope="col">Tokens today</th>
              <th scope="col">Tokens this month</th>
              <th scope="col">This minute</th>
              <th scope="col">Running</th>
              <th scope="col">Used</th>
              <th scope="col">
                <span class="unseen">Action</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {(keys.value?.keys ?? []).map((key) => (
              <KeyRow key={key.id} view={key} />
            ))}
          </tbody>
        </table>
      </section>
      {keys.value?.more === true && (
        <button type="button" class="quiet" onClick={() => void showMoreKeys()}>
          Show older keys
        </button>
      )}
    </section>
  );
}

function KeyRow({ view }: { readonly view: KeyView }) {
  const ended = view.revoked ? "revoked" : hasExpired(view) ? "expired" : null;
  return (
    <tr data-key={view.id} class={ended === null ? "" : "ended"}>
      <th scope="row">
        {view.name}
        {ended !== null && <span class="state">{ended}</span>}
        <small>
          {view.tenant !== null && `${view.tenant} · `}
          <code>{view.id}</code>
        </small>
      </th>
      <td>
        <Share {...view.tokensToday} what="tokens today" />
      </td>
      <td>
        <Share {...view.tokensThisMonth} what="tokens this month" />
      </td>
      <td>
        <Share {...view.requestsThisMinute} what="requests this minute" unit="requests" />
        <Share {...view.tokensThisMinute} what="tokens this minute" unit="tokens" />
      </td>
      <td>
        <Share {...view.running} what="running requests" />
      </td>
      <td>
        {view.lastUsedAt === null ? "never" : ago(view.lastUsedAt, seenAt.value)}
        <small>
          {count(view.requests)} {view.requests === 1 ? "request" : "requests"}
        </small>
      </td>
      <td>
        {!view.revoked && (
          <ConfirmButton
            label={`Revoke ${view.name}`}
            question="Really revoke?"
            act={async () => {
              await revokeKey(adminKey.value ?? "", view.id);
              await look(new AbortController().signal);
            }}
          >
            Revoke
          </ConfirmButton>
        )}
      </td>
    </tr>
  );
}

/** What is used of a limit. What has none and is not counted is not shown. */
function Share(props: Used & { readonly what: string; readonly unit?: string }) {
  const { used, limit, what, unit } = props;
  if (limit === null) {
    return <div class="share">{unit === undefined ? count(used) : <small>{unit}: no limit</small>}</div>;
  }
  return (
    <div class="share" title={`${used.toLocaleString("en")} of ${limit.toLocaleString("en")} ${what}`}>
      {count(used)} / {count(limit)} {unit !== undefined && <small>{unit}</small>}
      <meter min={0} max={limit} high={limit * 0.9} value={Math.min(used, limit)} aria-label={what} />
    </div>
  );
}

function hasExpired(view: KeyView): boolean {
  return view.expiresAt !== null && view.expiresAt <= seenAt.value;
}
