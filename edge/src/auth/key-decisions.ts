import type { KeyLimiter, LimitsView } from "../limits/key-limiter.ts";
import type { LimitName } from "../limits/key-limits.ts";
import type { Endpoint } from "./key-policy.ts";
import type { Principal } from "./stored-key.ts";

/** What a request wants to use. */
export interface AdmissionDemand {
  readonly requestId: string;
  readonly endpoint: Endpoint;
  readonly model: string;
  /** At least as many tokens as its prompts have together. */
  readonly promptTokens: number;
  /** Answers it asks for. */
  readonly choices: number;
  /** Tokens for each answer as the caller named them, or null. */
  readonly askedMaxTokens: number | null;
  /** Tokens for each answer when the caller named none. */
  readonly defaultMaxTokens: number;
}

export type AuthorizeResult =
  | { readonly ok: true; readonly principal: Principal; readonly view: LimitsView }
  | { readonly ok: false };

export type ReserveResult =
  | {
      readonly ok: true;
      readonly principal: Principal;
      readonly view: LimitsView;
      /** Tokens each answer may have. */
      readonly maxTokens: number;
    }
  | { readonly ok: false; readonly reason: "unauthorized" }
  | ScopeRefusal
  | {
      readonly ok: false;
      readonly reason: "limit";
      readonly limit: LimitName;
      /** Null: the request is larger than the limit. */
      readonly retryAfterMs: number | null;
      readonly view: LimitsView;
      readonly principal: Principal;
    };

export type ScopeRefusal =
  | { readonly ok: false; readonly reason: "endpoint" | "model" }
  | { readonly ok: false; readonly reason: "max_tokens"; readonly maxTokens: number };

/** Holds a request against a key's scopes and limits, and reserves what it may use. */
export function admit(
  principal: Principal,
  limiter: KeyLimiter,
  demand: AdmissionDemand,
  nowMs: number,
): Exclude<ReserveResult, { reason: "unauthorized" }> {
  const granted = grantedTokens(principal, demand);
  if (!granted.ok) {
    return granted;
  }
  const { maxTokens } = granted;
  const tokens = demand.promptTokens + demand.choices * maxTokens;
  const reserved = limiter.reserve(demand.requestId, tokens, nowMs);
  const view = limiter.view(nowMs);
  return reserved.ok
    ? { ok: true, principal, view, maxTokens }
    : { ok: false, reason: "limit", limit: reserved.limit, retryAfterMs: reserved.retryAfterMs, view, principal };
}

/** The tokens each answer may have under a key's scopes, or why the key may not ask. */
export function grantedTokens(
  { policy: { scopes } }: Principal,
  { endpoint, model, askedMaxTokens, defaultMaxTokens }: AdmissionDemand,
): ScopeRefusal | { readonly ok: true; readonly maxTokens: number } {
  if (scopes.endpoints !== null && !scopes.endpoints.includes(endpoint)) {
    return { ok: false, reason: "endpoint" };
  }
  if (scopes.models !== null && !scopes.models.includes(model)) {
    return { ok: false, reason: "model" };
  }
  const most = scopes.maxTokens ?? Number.POSITIVE_INFINITY;
  return askedMaxTokens !== null && askedMaxTokens > most
    ? { ok: false, reason: "max_tokens", maxTokens: most }
    : { ok: true, maxTokens: askedMaxTokens ?? Math.min(defaultMaxTokens, most) };
}
