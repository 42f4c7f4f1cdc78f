import { DyllmError, toDyllmError } from "@dyllm/shared";
import type { AddressedClaim } from "../auth/key-claim.ts";
import { type AdmissionDemand, grantedTokens } from "../auth/key-decisions.ts";
import type { AppContext } from "../context.ts";
import type { TokensUsed } from "./key-limiter.ts";
import type { LimitName } from "./key-limits.ts";
import type { LocalLine, LocalTicket } from "./local-line.ts";
import { limitRefusal, scopeRefusal } from "./refusals.ts";

/** How often a running request renews its reservation, in ms: a third of the lease. */
const RENEW_MS = 20_000;

/** A settlement that fails is tried once more after this, in ms: an object that was reset is back by then. */
const SETTLE_RETRY_MS = 200;

/** When a key's object that could not be asked is worth a second try, in ms. */
const AWAY_RETRY_MS = 1_000;

const NOTHING_USED: TokensUsed = { promptTokens: 0, completionTokens: 0 };

/** What a route asks for; the request's id is its own. */
export type RouteDemand = Omit<AdmissionDemand, "requestId">;

/** An admitted request: a reservation in its key's object. */
export class Admission {
  /** Tokens each answer may have. */
  readonly maxTokens: number;
  readonly #requestId: string;
  readonly #object: AddressedClaim["object"];
  readonly #line: LocalLine;
  readonly #ticket: LocalTicket | null;
  #renewal: ReturnType<typeof setInterval> | null = null;
  #state: "reserved" | "watched" | "settled" = "reserved";

  constructor(
    maxTokens: number,
    requestId: string,
    object: AddressedClaim["object"],
    line: LocalLine,
    ticket: LocalTicket | null,
  ) {
    this.maxTokens = maxTokens;
    this.#requestId = requestId;
    this.#object = object;
    this.#line = line;
    this.#ticket = ticket;
  }

  /** Keeps the reservation alive until it is settled. From here on the caller must settle it. */
  watch(used: () => TokensUsed): void {
    this.#state = "watched";
    this.#renewal = setInterval(() => {
      // A renewal that fails is made up for by the next one.
      this.#object.renew(this.#requestId, used()).catch(() => {});
    }, RENEW_MS);
  }

  /** Ends the reservation with what was really used. Later calls change nothing. Rejects when the object is away. */
  async settle(used: TokensUsed): Promise<void> {
    if (this.#state === "settled") {
      return;
    }
    this.#state = "settled";
    clearInterval(this.#renewal);
    if (this.#ticket !== null) {
      this.#line.settle(this.#ticket, used.promptTokens + used.completionTokens, Date.now());
    }
    try {
      await this.#object.settle(this.#requestId, used);
    } catch {
      await scheduler.wait(SETTLE_RETRY_MS);
      await this.#object.settle(this.#requestId, used);
    }
  }

  /** Gives everything back if no work was begun under the reservation; without effect once it is watched or settled. */
  async abandon(): Promise<void> {
    if (this.#state === "reserved") {
      await this.settle(NOTHING_USED);
    }
  }
}

/**
 * Reserves what a request may use, in one call of its key's object, and leaves the admission in the context. A request that
 * ends without having been {@link Admission.watch watched} gives everything back.
 *
 * @throws DyllmError `rate_limit_exceeded` or `insufficient_quota` with the time to come back, `permission_denied`,
 *   `model_not_found` and `integer_above_max_value` for what the key's scopes exclude, `invalid_api_key` when it has
 *   ended, `no_capacity` when the object cannot be asked and a limit may not be exceeded
 */
export async function admitRequest(c: AppContext, demand: RouteDemand): Promise<Admission> {
  const { claim, object } = c.get("claim");
  const line = c.get("localLine");
  const requestId = c.get("requestId");
  const { keyId } = claim;
  const localWaitMs = line.requestWaitMs(keyId, Date.now());
  if (localWaitMs > 0) {
    throw refuse(c, "requestsPerMinute", localWaitMs);
  }
  const full = { ...demand, requestId };
  const result = await object.reserve(claim, full).catch(() => null);
  const nowMs = Date.now();
  if (result === null) {
    return admitLocally(c, full);
  }
  if (!result.ok) {
    if (result.reason === "unauthorized") {
      line.forget(keyId);
      throw new DyllmError("invalid_api_key", "Incorrect API key provided.");
    }
    if (result.reason !== "limit") {
      throw scopeRefusal(result);
    }
    c.set("limits", result.view);
    line.learn(claim, result.principal, nowMs);
    if (result.limit === "requestsPerMinute") {
      line.refused(keyId, nowMs);
    }
    throw refuse(c, result.limit, result.retryAfterMs);
  }
  c.set("limits", result.view);
  c.set("principal", result.principal);
  line.learn(claim, result.principal, nowMs);
  return admitted(c, full, result.maxTokens);
}

/** The key's object cannot be asked: rates are held here, and a key with a budget has to wait. */
function admitLocally(c: AppContext, demand: AdmissionDemand): Admission {
  const { keyId } = c.get("claim").claim;
  const granted = grantedTokens(c.get("principal"), demand);
  if (!granted.ok) {
    throw scopeRefusal(granted);
  }
  const tokens = demand.promptTokens + demand.choices * granted.maxTokens;
  const verdict = c.get("localLine").standIn(keyId, tokens, Date.now());
  if (verdict === "closed") {
    const message = "The API key could not be checked at the moment. Try again.";
    throw new DyllmError("no_capacity", message, { retryAfterMs: AWAY_RETRY_MS });
  }
  if (verdict !== "open") {
    throw refuse(c, verdict.limit, verdict.retryAfterMs);
  }
  c.get("log").limits = "local";
  return admitted(c, demand, granted.maxTokens);
}

function admitted(c: AppContext, demand: AdmissionDemand, maxTokens: number): Admission {
  const { claim, object } = c.get("claim");
  const line = c.get("localLine");
  const ticket = line.take(claim.keyId, demand.promptTokens + demand.choices * maxTokens, Date.now());
  const admission = new Admission(maxTokens, demand.requestId, object, line, ticket);
  c.set("admission", admission);
  return admission;
}

/** Ends the request's reservation with what it used, after the answer; a failure is noted in the log. */
export function settleRequest(c: AppContext, used: TokensUsed): void {
  const log = c.get("log");
  const settled = c.get("admission")?.settle(used);
  c.executionCtx.waitUntil(
    (settled ?? Promise.resolve()).catch((thrown: unknown) => {
      log.error ??= toDyllmError(thrown).code;
    }),
  );
}

function refuse(c: AppContext, limit: LimitName, retryAfterMs: number | null): DyllmError {
  c.get("log").limit = limit;
  return limitRefusal(limit, retryAfterMs);
}
