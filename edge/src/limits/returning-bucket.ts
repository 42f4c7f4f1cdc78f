/**
 * Takings this close together, in ms, are kept as one that returns with the latest of them. Bounds the bucket to
 * window / 60 ms = 1,000 entries for a minute, at the price of a token that returns up to 60 ms late (never early).
 */
const MERGE_MS = 60;

/** Tokens taken at about the same time. */
interface Taken {
  readonly firstMs: number;
  /** They return one window after this. */
  atMs: number;
  amount: number;
}

/** What was taken for one purpose, so that a part of it can be given back early. */
export interface Ticket {
  readonly taken: Taken;
  readonly amount: number;
}

/**
 * A bucket of `limit` tokens, each of which returns one window after it was taken. A bucket that refills at a steady
 * rate would let a full burst and a window's refill pass within one window, twice its limit; this one never lets more than
 * `limit` pass in any interval of the window's length, wherever that begins. The clock is the caller's: all times are
 * Unix ms, and a time before the last one counts as the last one.
 */
export class ReturningBucket {
  #limit: number;
  readonly #windowMs: number;
  /** Oldest first; those before `#head` have returned. */
  #taken: Taken[] = [];
  #head = 0;
  #used = 0;
  #nowMs = 0;

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Changes the limit; what was taken stays taken. */
  setLimit(limit: number): void {
    this.#limit = limit;
  }

  /** Time until `amount` tokens can be taken, in ms: 0 when they can be now, null when they never can. Takes nothing. */
  waitMs(amount: number, nowMs: number): number | null {
    this.#advance(nowMs);
    if (amount > this.#limit) {
      return null;
    }
    let missing = this.#used + amount - this.#limit;
    for (let i = this.#head; missing > 0; i++) {
      const taken = this.#taken[i];
      if (taken === undefined) {
        throw new Error("a bucket's entries do not add up to what is used");
      }
      missing -= taken.amount;
      if (missing <= 0) {
        return taken.atMs + this.#windowMs - this.#nowMs;
      }
    }
    return 0;
  }

  /** Takes tokens whether they are there or not: below zero the bucket recovers as they return. */
  take(amount: number, nowMs: number): Ticket {
    this.#advance(nowMs);
    this.#used += amount;
    const last = this.#taken.at(-1);
    if (last !== undefined && this.#head < this.#taken.length && this.#nowMs - last.firstMs < MERGE_MS) {
      last.atMs = this.#nowMs;
      last.amount += amount;
      return { taken: last, amount };
    }
    const taken = { firstMs: this.#nowMs, atMs: this.#nowMs, amount };
    this.#taken.push(taken);
    return { taken, amount };
  }

  /** Gives `amount` tokens of a ticket back before their time. Without effect when they have returned already. */
  giveBack(ticket: Ticket, amount: number, nowMs: number): void {
    this.#advance(nowMs);
    if (ticket.taken.atMs + this.#windowMs > this.#nowMs) {
      ticket.taken.amount -= amount;
      this.#used -= amount;
    }
  }

  /** Tokens that can be taken now; 0 also when the bucket is below zero. */
  remaining(nowMs: number): number {
    this.#advance(nowMs);
    return Math.max(0, this.#limit - this.#used);
  }

  /** Time until the bucket is full again if nothing more is taken, in ms. */
  resetMs(nowMs: number): number {
    this.#advance(nowMs);
    for (let i = this.#taken.length - 1; i >= this.#head; i--) {
      const taken = this.#taken[i];
      if (taken !== undefined && taken.amount > 0) {
        return taken.atMs + this.#windowMs - this.#nowMs;
      }
    }
    return 0;
  }

  /** What is taken and has not returned, as `[Unix ms, amount]`, oldest first. */
  entries(nowMs: number): [number, number][] {
    this.#advance(nowMs);
    return this.#taken.slice(this.#head).map(({ atMs, amount }) => [atMs, amount]);
  }

  /** Takes again what {@link entries} of an earlier bucket held. */
  restore(entries: readonly (readonly [number, number])[]): void {
    for (const [atMs, amount] of entries) {
      this.take(amount, atMs);
    }
  }

  /** Lets everything return whose time has come. Amortised: each entry is looked at once. */
  #advance(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    for (let taken = this.#taken[this.#head]; taken !== undefined; taken = this.#taken[this.#head]) {
      if (taken.atMs + this.#windowMs > this.#nowMs) {
        break;
      }
      this.#used -= taken.amount;
      this.#head++;
    }
    // The returned ones are dropped once they are the larger half.
    if (this.#head > 0 && this.#head * 2 >= this.#taken.length) {
      this.#taken = this.#taken.slice(this.#head);
      this.#head = 0;
    }
  }
}
