import type { RequestLog } from "./request-log.ts";

/**
 * `server-timing` (W3C Server Timing) of an answer: `gateway` is our own share of the time until the headers, `node` the
 * time we waited for a node, both in ms. Only for callers with a key: the time a refusal took says more about keys than a
 * stranger should learn.
 */
export function serverTiming(log: RequestLog): string | null {
  if (log.keyId === undefined || log.headersMs === undefined) {
    return null;
  }
  const waited = log.waitedMs ?? 0;
  const gateway = `gateway;dur=${rounded(log.headersMs - waited)}`;
  return log.waitedMs === undefined ? gateway : `${gateway}, node;dur=${rounded(waited)}`;
}

/** Hundredths of a ms: finer than the clock is. */
function rounded(ms: number): string {
  return String(Math.max(0, Math.round(ms * 100) / 100));
}
