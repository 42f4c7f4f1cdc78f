import { callJson } from "./http.ts";
import { type Json, list, number, record, text } from "./read.ts";

/** What of a limit is used; a null limit does not exist. */
export interface Used {
  readonly used: number;
  readonly limit: number | null;
}

/** A key with its usage against its limits. Times are Unix seconds. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly tenant: string | null;
  readonly revoked: boolean;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly requests: number;
  readonly running: Used;
  readonly tokensToday: Used;
  readonly tokensThisMonth: Used;
  readonly requestsThisMinute: Used;
  readonly tokensThisMinute: Used;
}

/** Some keys, and whether there are more. */
export interface KeyList {
  readonly keys: readonly KeyView[];
  readonly more: boolean;
}

/** The newest keys, so many pages of them. Throws ProblemError. */
export async function fetchKeys(key: string, pages: number, signal: AbortSignal): Promise<KeyList> {
  const keys: KeyView[] = [];
  let next: number | null = null;
  for (let page = 0; page < pages; page++) {
    const query: string = next === null ? "" : `?before=${next}`;
    const body = record(await callJson(`/admin/v1/keys${query}`, { key, signal }));
    keys.push(...list(body.data).map(keyView));
    next = number(body.next);
    if (next === null) {
      break;
    }
  }
  return { keys, more: next !== null };
}

/** Ends a key for good. Throws ProblemError. */
export async function revokeKey(key: string, id: string): Promise<void> {
  await callJson(`/admin/v1/keys/${encodeURIComponent(id)}/revoke`, { key, method: "POST" });
}

function keyView(value: unknown): KeyView {
  const key = record(value);
  const limits = record(key.limits);
  const usage = record(key.usage);
  const spent = record(key.spent);
  const remaining = record(key.remaining);
  return {
    id: text(key.id) ?? "",
    name: text(key.name) ?? "",
    tenant: text(key.tenant),
    revoked: number(key.revoked_at) !== null,
    expiresAt: number(key.expires_at),
    lastUsedAt: number(usage.last_used_at),
    requests: number(usage.requests) ?? 0,
    running: { used: number(key.running) ?? 0, limit: number(limits.concurrency) },
    tokensToday: { used: number(spent.day) ?? 0, limit: number(limits.tokens_per_day) },
    tokensThisMonth: { used: number(spent.month) ?? 0, limit: number(limits.tokens_per_month) },
    requestsThisMinute: rate(limits, remaining, "requests_per_minute"),
    tokensThisMinute: rate(limits, remaining, "tokens_per_minute"),
  };
}

/** A key that was not used since its object woke has no remaining rate yet: nothing of it is used. */
function rate(limits: Json, remaining: Json, name: "requests_per_minute" | "tokens_per_minute"): Used {
  const limit = number(limits[name]);
  return { limit, used: limit === null ? 0 : limit - (number(remaining[name]) ?? limit) };
}
