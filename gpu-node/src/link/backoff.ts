/** Bounds of the pause between two attempts, in ms: a gateway that restarts is back within seconds, one that is down is not hammered. */
export const FIRST_PAUSE_MS = 500;
export const MAX_PAUSE_MS = 30_000;

/** A connection that held so long, in ms, was a good one: the next failure starts from the shortest pause again. */
export const GOOD_AFTER_MS = 10_000;

/**
 * Exponential backoff with full jitter: a random pause up to a bound that doubles with each failure, so that nodes which
 * lost their gateway together do not come back together.
 */
export class Backoff {
  readonly #random: () => number;
  #boundMs = FIRST_PAUSE_MS;

  /** @param random 0…1, exclusive */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** The pause before the next attempt, in ms, after a connection that held for `heldMs` (0: it was never made). */
  next(heldMs: number): number {
    if (heldMs >= GOOD_AFTER_MS) {
      this.#boundMs = FIRST_PAUSE_MS;
    }
    const pause = this.#random() * this.#boundMs;
    this.#boundMs = Math.min(this.#boundMs * 2, MAX_PAUSE_MS);
    return pause;
  }
}
