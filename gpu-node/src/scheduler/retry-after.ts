/** Before the first request has finished nothing is known of this node's speed. */
const UNKNOWN_SERVICE_MS = 2_000;
/** Weight of the newest request in the moving average: the last five or so decide. */
const NEWEST_WEIGHT = 0.2;
/** A client that comes back sooner meets the same queue; one told to wait longer goes elsewhere. */
const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 60_000;

/** Estimates when a refused request may find a place, from how long requests have run lately. */
export class RetryAfter {
  #serviceMs = UNKNOWN_SERVICE_MS;
  #known = false;

  /** @param ms time a request took from its first step to its end */
  record(ms: number): void {
    this.#serviceMs = this.#known ? this.#serviceMs + NEWEST_WEIGHT * (ms - this.#serviceMs) : ms;
    this.#known = true;
  }

  /** @returns ms until the requests queued now should have started */
  estimate(queued: number, maxRunning: number): number {
    const ms = Math.ceil((this.#serviceMs * (queued + 1)) / maxRunning);
    return Math.min(Math.max(ms, MIN_RETRY_MS), MAX_RETRY_MS);
  }
}
