import { callJson } from "./http.ts";
import { list, number, record, text } from "./read.ts";

/** A limit with what of it is used; null limits do not exist. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly tenant: string | null;
  readonly revoked: boolean;
  /** Unix seconds, or null. */
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  readonly requests: number;
  readonly tokens: number;
  readonly running: number;
  readonly concurrency: number | null;
  readonly tokensToday: number;
  readonly tokensPerDay: number | null;
  readonly tokensThisMonth: number;
  readonly tokensPerMonth: number | null;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

/** The newest keys with their usage against their limits. Throws ProblemError. */
export async function fetchKeys(key: string, signal: AbortSignal): Promise<readonly KeyView[]> {
  const body = record(await callJson("/admin/v1/keys", { key, signal }));
  return list(body.data).map(keyView);
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
  return {
    id: text(key.id) ?? "",
    name: text(key.name) ?? "",
    tenant: text(key.tenant),
    revoked: key.revoked_at !== null && key.revoked_at !== undefined,
    expiresAt: number(key.expires_at),
    lastUsedAt: number(usage.last_used_at),
    requests: number(usage.requests) ?? 0,
    tokens: (number(usage.prompt_tokens) ?? 0) + (number(usage.completion_tokens) ?? 0),
    running: number(key.running) ?? 0,
    concurrency: number(limits.concurrency),
    tokensToday: number(spent.day) ?? 0,
    tokensPerDay: number(limits.tokens_per_day),
    tokensThisMonth: number(spent.month) ?? 0,
    tokensPerMonth: number(limits.tokens_per_month),
    requestsPerMinute: number(limits.requests_per_minute),
    tokensPerMinute: number(limits.tokens_per_minute),
  };
}
