/** Failures in a row, within the window, that open the breaker: one may be chance, several are the node. */
export const OPEN_AFTER_FAILURES = 3;

/** Successes in a row that close it again. */
export const CLOSE_AFTER_SUCCESSES = 2;

/** Failures further apart than this do not add up, in ms. */
export const FAILURE_WINDOW_MS = 60_000;

/** First time a breaker stays open, in ms: about what a node takes to restart. Doubles each time the trial fails. */
export const FIRST_OPEN_MS = 1_000;
export const MAX_OPEN_MS = 30_000;

/** A trial whose end nobody reports (its request was torn down) is forgotten after this, in ms. */
export const TRIAL_MS = 30_000;

export type BreakerState = "closed" | "open" | "half-open";

/**
 * Keeps work from a node that answers status questions but fails generations. Closed: all may pass. Open: none. After a
 * while half-open: one trial at a time, whose success closes it and whose failure opens it for twice as long.
 */
export class Breaker {
  #failures = 0;
  #lastFailureMs = Number.NEGATIVE_INFINITY;
  #successes = 0;
  /** End of the open time; null when closed. */
  #openUntilMs: number | null = null;
  #openMs = FIRST_OPEN_MS;
  #trialSinceMs: number | null = null;

  state(nowMs: number): BreakerState {
    if (this.#openUntilMs === null) {
      return "closed";
    }
    return nowMs < this.#openUntilMs ? "open" : "half-open";
  }

  /** Whether a generation may be sent now. */
  allows(nowMs: number): boolean {
    const state = this.state(nowMs);
    const trialRuns = this.#trialSinceMs !== null && nowMs - this.#trialSinceMs < TRIAL_MS;
    return state === "closed" || (state === "half-open" && !trialRuns);
  }

  /** A generation was sent. */
  started(nowMs: number): void {
    if (this.state(nowMs) === "half-open") {
      this.#trialSinceMs = nowMs;
    }
  }

  /** The node did its part of a generation. */
  succeeded(nowMs: number): void {
    this.#failures = 0;
    if (this.state(nowMs) !== "half-open") {
      return;
    }
    this.#trialSinceMs = null;
    this.#successes++;
    if (this.#successes >= CLOSE_AFTER_SUCCESSES) {
      this.#openUntilMs = null;
      this.#openMs = FIRST_OPEN_MS;
      this.#successes = 0;
    }
  }

  /**
   * The node computes: enough for a trial, whose answer may take minutes. It forgives no failure, or a node that breaks
   * every answer in its middle would never be found out.
   */
  progressed(nowMs: number): void {
    if (this.state(nowMs) === "half-open") {
      this.succeeded(nowMs);
    }
  }

  /** A generation ended without a verdict: its client left. */
  abandoned(): void {
    this.#trialSinceMs = null;
  }

  /** The node was lost in mid-generation, or could not begin one. */
  failed(nowMs: number): void {
    const state = this.state(nowMs);
    if (state === "half-open") {
      this.#openMs = Math.min(this.#openMs * 2, MAX_OPEN_MS);
      this.#open(nowMs);
      return;
    }
    if (state === "open") {
      return;
    }
    this.#failures = nowMs - this.#lastFailureMs > FAILURE_WINDOW_MS ? 1 : this.#failures + 1;
    this.#lastFailureMs = nowMs;
    if (this.#failures >= OPEN_AFTER_FAILURES) {
      this.#open(nowMs);
    }
  }

  #open(nowMs: number): void {
    this.#openUntilMs = nowMs + this.#openMs;
    this.#failures = 0;
    this.#successes = 0;
    this.#trialSinceMs = null;
  }
}
