/** A place whose owner has not asked for so long, in ms, is given up: its request was torn down without a word. */
export const ABANDONED_MS = 2_000;

/** A place in the line of one model. */
export interface Place {
  readonly model: string;
  askedMs: number;
}

/**
 * Who may try next when all nodes are full: first come, first served, for each model. Plain data only, since workerd
 * forbids one request to wait for another one's I/O: every request asks, on timers of its own, whether it is its turn.
 */
export class WaitLine {
  readonly #lines = new Map<string, Place[]>();

  /** Requests that wait for a model. */
  length(model: string, nowMs: number): number {
    return this.#living(model, nowMs).length;
  }

  /** Takes the last place. */
  join(model: string, nowMs: number): Place {
    const place: Place = { model, askedMs: nowMs };
    this.#lines.set(model, [...this.#living(model, nowMs), place]);
    return place;
  }

  /** Whether it is this place's turn; asking also keeps the place. */
  isNext(place: Place, nowMs: number): boolean {
    const living = this.#living(place.model, nowMs);
    // A place that was given up meanwhile (a long pause of its request) has lost its rank, not its claim.
    const line = living.includes(place) ? living : [...living, place];
    place.askedMs = nowMs;
    this.#lines.set(place.model, line);
    return line[0] === place;
  }

  /** Gives the place up. */
  leave(place: Place): void {
    const left = (this.#lines.get(place.model) ?? []).filter((other) => other !== place);
    if (left.length === 0) {
      this.#lines.delete(place.model);
    } else {
      this.#lines.set(place.model, left);
    }
  }

  #living(model: string, nowMs: number): Place[] {
    return (this.#lines.get(model) ?? []).filter((place) => nowMs - place.askedMs < ABANDONED_MS);
  }
}
