import { MAX_CLOCK_SKEW_MS } from "@dyllm/shared";
import { MAX_NONCES } from "./limits.ts";

/**
 * A request verifies while its timestamp is within the skew on either side of our clock, so one that was stamped ahead
 * stays valid for twice the skew after we first saw it.
 */
export const NONCE_LIFETIME_MS = 2 * MAX_CLOCK_SKEW_MS;

/** `new`: first sight, remembered. `seen`: a replay. `full`: cannot tell replays apart any more, so refuse. */
export type NonceVerdict = "new" | "seen" | "full";

/** Remembers the nonces of verified requests for {@link NONCE_LIFETIME_MS}. */
export class ReplayCache {
  /** Nonce → time it was seen, in ms. All live equally long, so insertion order is expiry order. */
  readonly #seen = new Map<string, number>();
  readonly #capacity: number;

  constructor(capacity: number = MAX_NONCES) {
    this.#capacity = capacity;
  }

  /** Nonces held, expired ones included until the next {@link admit}. */
  get size(): number {
    return this.#seen.size;
  }

  /**
   * Judges a nonce and remembers it when new. A full cache refuses rather than forgets: forgetting would let whoever
   * can fill it replay what it held.
   */
  admit(nonce: string, nowMs: number): NonceVerdict {
    for (const [old, seenAt] of this.#seen) {
      if (nowMs - seenAt <= NONCE_LIFETIME_MS) {
        break;
      }
      this.#seen.delete(old);
    }
    if (this.#seen.has(nonce)) {
      return "seen";
    }
    if (this.#seen.size >= this.#capacity) {
      return "full";
    }
    this.#seen.set(nonce, nowMs);
    return "new";
  }
}
