import type { TokensUsed } from "../limits/key-limiter.ts";

/** Days of usage that are kept for each key: two months, so that the current and the last one are whole. */
const DAYS_KEPT = 62;

/** What a key was used for on one day (UTC). */
export interface DayUsage {
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Everything a key was used for. */
export interface KeyUsage extends DayUsage {
  /** Unix ms of the last request, or null when there was none. */
  readonly lastUsedMs: number | null;
  /** By date (`2026-11-23`), oldest first. */
  readonly days: Readonly<Record<string, DayUsage>>;
}

export const NO_USAGE: KeyUsage = { requests: 0, promptTokens: 0, completionTokens: 0, lastUsedMs: null, days: {} };

/** Usage with one request more, or, for a correction of one that is counted already, with `requests` 0. */
export function withRequest(usage: KeyUsage, requests: 0 | 1, tokens: TokensUsed, atMs: number): KeyUsage {
  const date = new Date(atMs).toISOString().slice(0, "2026-11-23".length);
  const days = { ...usage.days, [date]: sum(usage.days[date] ?? NO_USAGE, requests, tokens) };
  const dates = Object.keys(days);
  const kept = dates.length > DAYS_KEPT ? Object.fromEntries(Object.entries(days).slice(-DAYS_KEPT)) : days;
  return { ...sum(usage, requests, tokens), lastUsedMs: Math.max(usage.lastUsedMs ?? 0, atMs), days: kept };
}

function sum(usage: DayUsage, requests: number, tokens: TokensUsed): DayUsage {
  return {
    requests: usage.requests + requests,
    promptTokens: usage.promptTokens + tokens.promptTokens,
    completionTokens: usage.completionTokens + tokens.completionTokens,
  };
}
