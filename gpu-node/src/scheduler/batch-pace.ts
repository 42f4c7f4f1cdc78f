/** A batch may grow again when its rounds stay below this part of the target: right at the target it would swing. */
const ROOM_TO_GROW = 0.8;

/**
 * How many sequences share one backend call, so that a round takes no longer than a target: more sequences in a step are more
 * throughput and a longer wait for each. Shrinks in proportion to the excess, grows by one (as TCP's congestion window does,
 * RFC 5681, since what a sequence costs changes from step to step and is not known before).
 */
export class BatchPace {
  readonly #targetMs: number | null;
  readonly #most: number;
  #size: number;

  /** @param targetMs of one round; null: no target, every sequence takes part in every round @param most sequences that run */
  constructor(targetMs: number | null, most: number) {
    this.#targetMs = targetMs;
    this.#most = most;
    this.#size = targetMs === null ? most : 1;
  }

  /** Sequences that the next round may take, at least 1. */
  get size(): number {
    return this.#size;
  }

  /** A round of `sequences` took `ms`. */
  record(sequences: number, ms: number): void {
    if (this.#targetMs === null) {
      return;
    }
    if (ms > this.#targetMs) {
      this.#size = Math.max(1, Math.floor((sequences * this.#targetMs) / ms));
    } else if (sequences >= this.#size && ms < ROOM_TO_GROW * this.#targetMs) {
      this.#size = Math.min(this.#most, this.#size + 1);
    }
  }
}
