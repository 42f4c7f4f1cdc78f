import { DyllmError } from "@dyllm/shared";
import type { ScopeRefusal } from "../auth/key-decisions.ts";
import { modelNotFound } from "../nodes/choose.ts";
import type { LimitName } from "./key-limits.ts";
import { goDuration } from "./rate-headers.ts";

const NAMES: Readonly<Record<LimitName, string>> = {
  requestsPerMinute: "requests per minute",
  tokensPerMinute: "tokens per minute",
  concurrency: "requests at once",
  tokensPerDay: "tokens per day",
  tokensPerMonth: "tokens per month",
};

/**
 * The answer to a request that a limit refuses. A rate is worth waiting for; a budget, and a limit that is smaller than
 * the request itself, are not retried by clients of their own accord.
 */
export function limitRefusal(limit: LimitName, retryAfterMs: number | null): DyllmError {
  const name = NAMES[limit];
  if (retryAfterMs === null) {
    const message = `The request may use more tokens than the key's limit of ${name} allows at all. Ask for fewer.`;
    return new DyllmError("insufficient_quota", message);
  }
  switch (limit) {
    case "tokensPerDay":
    case "tokensPerMonth": {
      const message = `The key's budget of ${name} does not cover the request. It is renewed in ${goDuration(retryAfterMs)}.`;
      return new DyllmError("insufficient_quota", message, { retryAfterMs });
    }
    case "requestsPerMinute":
    case "tokensPerMinute":
    case "concurrency": {
      const message = `The key's limit of ${name} is reached. Try again in ${goDuration(retryAfterMs)}.`;
      return new DyllmError("rate_limit_exceeded", message, { retryAfterMs });
    }
    default:
      throw new Error(`unknown limit ${limit satisfies never}`);
  }
}

/** The answer to a request that the key's scopes do not cover. A model outside of them does not exist for the key. */
export function scopeRefusal(refusal: ScopeRefusal): DyllmError {
  switch (refusal.reason) {
    case "model":
      return modelNotFound();
    case "endpoint":
      return new DyllmError("permission_denied", "The API key may not use this endpoint.");
    case "max_tokens": {
      const message = `Invalid 'max_completion_tokens': the API key allows at most ${refusal.maxTokens} for each answer.`;
      return new DyllmError("integer_above_max_value", message, { param: "max_completion_tokens" });
    }
    default:
      throw new Error(`unknown refusal ${refusal satisfies never}`);
  }
}
