import { z } from "zod";

/** A limit of more than this is none. Keeps every sum of amounts an exact integer. */
const MAX_LIMIT = 1e12;

const limit = z.int().min(1).max(MAX_LIMIT).nullable().default(null);

/** What a key may use; null: no limit. */
export const keyLimits = z.strictObject({
  /** Requests admitted in any 60 s. */
  requestsPerMinute: limit,
  /** Tokens (prompt and completion, counted when the request is admitted) in any 60 s. */
  tokensPerMinute: limit,
  /** Requests under way at once. */
  concurrency: limit,
  /** Tokens from midnight to midnight UTC. */
  tokensPerDay: limit,
  /** Tokens from the first of the month, UTC. */
  tokensPerMonth: limit,
});

export type KeyLimits = z.infer<typeof keyLimits>;

/** The limit that stood in the way. */
export type LimitName = keyof KeyLimits;

export const NO_LIMITS: KeyLimits = keyLimits.parse({});

/**
 * What happens to a request when the key's object cannot be asked. A budget is money: without the object nothing is spent.
 * A rate protects the nodes from a burst, which a bucket in the isolate does well enough for the time.
 */
export const FAIL_MODE: Readonly<Record<LimitName, "open" | "closed">> = {
  requestsPerMinute: "open",
  tokensPerMinute: "open",
  concurrency: "open",
  tokensPerDay: "closed",
  tokensPerMonth: "closed",
};

/** Whether any limit of a key refuses when the key's object cannot be asked. */
export function failsClosed(limits: KeyLimits): boolean {
  return (Object.keys(FAIL_MODE) as LimitName[]).some((name) => FAIL_MODE[name] === "closed" && limits[name] !== null);
}
