import { sameDigest } from "../auth/key-digest.ts";
import type { KeyClaim, Principal } from "../auth/stored-key.ts";
import { RATE_WINDOW_MS } from "./key-limiter.ts";
import { failsClosed, type LimitName } from "./key-limits.ts";
import { ReturningBucket, type Ticket } from "./returning-bucket.ts";

/** A key that its object knew is taken as known for this long, in ms, until its object is asked about the request itself. */
const KNOWN_MS = 60_000;

/**
 * After the key's object refused a request for its rate, others are refused here for this long, in ms, if this isolate
 * alone has used the rate up. So a flood costs the object a call a second, and a raised limit holds a second later.
 */
const REFUSED_MS = 1_000;

/** Keys an isolate remembers; the longest unused goes first. */
const MAX_KNOWN = 10_000;

interface Known {
  readonly principal: Principal;
  readonly digest: string;
  readonly untilMs: number;
  /** Unix ms at which the object last refused a request for its rate, or 0. */
  refusedMs: number;
  readonly requests: ReturningBucket;
  readonly tokens: ReturningBucket;
}

/** What a request took of the local line. */
export interface LocalTicket {
  readonly keyId: string;
  readonly tokens: Ticket;
  readonly estimate: number;
}

/**
 * The first line of the limits, in this isolate: it knows the keys that were used lately, and counts what this isolate
 * admitted. A key's object counts the same and more, so the line never refuses what the object would admit; it spares the
 * object a flood, and stands in for it, for rates only, while the object cannot be reached. Then a key may use its rate in
 * each isolate, and no budget at all.
 */
export class LocalLine {
  readonly #known = new Map<string, Known>();

  /** Who a claim belongs to if its object confirmed it lately, or null. */
  recognise(claim: KeyClaim, nowMs: number): Principal | null {
    const known = this.#known.get(claim.keyId);
    return known !== undefined && nowMs < known.untilMs && claim.digests.some((d) => sameDigest(d.digest, known.digest))
      ? known.principal
      : null;
  }

  /** Remembers what a key's object said. */
  learn(claim: KeyClaim, principal: Principal, nowMs: number): void {
    const { requestsPerMinute, tokensPerMinute } = principal.policy.limits;
    const before = this.#known.get(claim.keyId);
    const requests = before?.requests ?? new ReturningBucket(0, RATE_WINDOW_MS);
    const tokens = before?.tokens ?? new ReturningBucket(0, RATE_WINDOW_MS);
    requests.setLimit(requestsPerMinute ?? Number.POSITIVE_INFINITY);
    tokens.setLimit(tokensPerMinute ?? Number.POSITIVE_INFINITY);
    this.#known.delete(claim.keyId);
    const [digest] = claim.digests;
    this.#known.set(claim.keyId, {
      principal,
      digest: digest?.digest ?? "",
      untilMs: nowMs + KNOWN_MS,
      refusedMs: before?.refusedMs ?? 0,
      requests,
      tokens,
    });
    if (this.#known.size > MAX_KNOWN) {
      const [oldest] = this.#known.keys();
      this.#known.delete(oldest ?? "");
    }
  }

  /** Forgets a key, as when its object refuses it. */
  forget(keyId: string): void {
    this.#known.delete(keyId);
  }

  /** Notes that a key's object refused a request for its rate. */
  refused(keyId: string, nowMs: number): void {
    const known = this.#known.get(keyId);
    if (known !== undefined) {
      known.refusedMs = nowMs;
    }
  }

  /** Time until a request of the key is worth asking its object about, in ms; 0: now. */
  requestWaitMs(keyId: string, nowMs: number): number {
    const known = this.#known.get(keyId);
    const refused = known !== undefined && nowMs - known.refusedMs < REFUSED_MS;
    return refused ? (known.requests.waitMs(1, nowMs) ?? 0) : 0;
  }

  /**
   * Whether a request may be admitted without the key's object: `closed` when the key has a limit that does not allow it,
   * or the limit that stands in the way.
   */
  standIn(
    keyId: string,
    tokens: number,
    nowMs: number,
  ): "open" | "closed" | { readonly limit: LimitName; readonly retryAfterMs: number | null } {
    const known = this.#known.get(keyId);
    if (known === undefined || failsClosed(known.principal.policy.limits)) {
      return "closed";
    }
    const requestsWait = known.requests.waitMs(1, nowMs);
    if (requestsWait !== 0) {
      return { limit: "requestsPerMinute", retryAfterMs: requestsWait };
    }
    const tokensWait = known.tokens.waitMs(tokens, nowMs);
    return tokensWait === 0 ? "open" : { limit: "tokensPerMinute", retryAfterMs: tokensWait };
  }

  /** Counts an admitted request. Null when the key is not known here. */
  take(keyId: string, estimate: number, nowMs: number): LocalTicket | null {
    const known = this.#known.get(keyId);
    known?.requests.take(1, nowMs);
    return known === undefined ? null : { keyId, tokens: known.tokens.take(estimate, nowMs), estimate };
  }

  /** Counts what an admitted request really used. */
  settle({ keyId, tokens, estimate }: LocalTicket, used: number, nowMs: number): void {
    if (used < estimate) {
      this.#known.get(keyId)?.tokens.giveBack(tokens, estimate - used, nowMs);
    }
  }
}
