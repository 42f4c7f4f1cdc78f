import type { SchedulerSnapshot } from "./types.ts";

/** Rates describe the last minute: long enough to be steady, short enough to follow the load. */
const WINDOW_MS = 60_000;
/** One entry a second, so that memory does not grow with the step rate. */
const BUCKET_MS = 1_000;

/** What one round did. */
export interface RoundWork {
  /** Backend time, in ms. */
  readonly ms: number;
  readonly steps: number;
  readonly tokens: number;
  readonly sparseSteps: number;
  /** Sum of the salient shares of the sparse steps. */
  readonly salientSum: number;
}

interface Bucket {
  readonly startedAt: number;
  ms: number;
  steps: number;
  tokens: number;
  sparseSteps: number;
  salientSum: number;
}

/** Step and token rates over the last minute, per second of backend time. */
export class Rates {
  readonly #buckets: Bucket[] = [];

  /** @param now clock of the scheduler, in ms */
  record(now: number, work: RoundWork): void {
    const startedAt = now - (now % BUCKET_MS);
    let bucket = this.#buckets.at(-1);
    if (bucket?.startedAt !== startedAt) {
      bucket = { startedAt, ms: 0, steps: 0, tokens: 0, sparseSteps: 0, salientSum: 0 };
      this.#buckets.push(bucket);
      this.#forget(now);
    }
    bucket.ms += work.ms;
    bucket.steps += work.steps;
    bucket.tokens += work.tokens;
    bucket.sparseSteps += work.sparseSteps;
    bucket.salientSum += work.salientSum;
  }

  /** @param now clock of the scheduler, in ms */
  snapshot(now: number): Pick<SchedulerSnapshot, "stepsPerSecond" | "tokensPerSecond" | "salientFraction"> {
    this.#forget(now);
    const total = { ms: 0, steps: 0, tokens: 0, sparseSteps: 0, salientSum: 0 };
    for (const bucket of this.#buckets) {
      total.ms += bucket.ms;
      total.steps += bucket.steps;
      total.tokens += bucket.tokens;
      total.sparseSteps += bucket.sparseSteps;
      total.salientSum += bucket.salientSum;
    }
    if (total.steps === 0) {
      return { stepsPerSecond: 0, tokensPerSecond: 0, salientFraction: 0 };
    }
    // A clock of whole milliseconds may see no time pass at all.
    const seconds = Math.max(total.ms, 1) / 1000;
    return {
      stepsPerSecond: total.steps / seconds,
      tokensPerSecond: total.tokens / seconds,
      salientFraction: total.sparseSteps === 0 ? 1 : Math.min(total.salientSum / total.sparseSteps, 1),
    };
  }

  #forget(now: number): void {
    while ((this.#buckets[0]?.startedAt ?? now) <= now - WINDOW_MS) {
      this.#buckets.shift();
    }
  }
}
