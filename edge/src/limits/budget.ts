/** Budgets run by the calendar in UTC: a day from midnight, a month from the first. */
export type BudgetPeriod = "day" | "month";

/** A budget as it is kept on disk. */
export interface StoredBudget {
  readonly periodStartMs: number;
  readonly spent: number;
}

/** Share of a budget that is written to disk ahead of what is spent, see {@link Budget.ahead}. */
const AHEAD_SHARE = 0.01;

/**
 * Tokens spent in the current period against a limit, or just counted when the limit is null. Nothing is lost by a crash:
 * the number on disk is at or above what has been spent, always. It is written ahead of the spending by one hundredth of
 * the limit, so that not every request waits for the disk; a crash therefore counts up to that share, and what was
 * reserved and not yet settled, too much, and never too little.
 */
export class Budget {
  readonly #period: BudgetPeriod;
  limit: number | null;
  #startMs = 0;
  #endMs = 0;
  #spent = 0;
  /** What the disk says was spent in this period. */
  #onDisk = 0;

  constructor(period: BudgetPeriod, limit: number | null, stored: StoredBudget | null, nowMs: number) {
    this.#period = period;
    this.limit = limit;
    this.#advance(nowMs);
    if (stored !== null && stored.periodStartMs === this.#startMs) {
      this.#spent = stored.spent;
      this.#onDisk = stored.spent;
    }
  }

  /** Time until `amount` tokens fit, in ms: 0 when they do now, null when they never do. Charges nothing. */
  waitMs(amount: number, nowMs: number): number | null {
    this.#advance(nowMs);
    if (this.limit === null || this.#spent + amount <= this.limit) {
      return 0;
    }
    return amount > this.limit ? null : this.#endMs - Math.max(nowMs, this.#startMs);
  }

  /** Charges tokens, whether they fit or not. Returns the start of the period they are charged to. */
  charge(amount: number, nowMs: number): number {
    this.#advance(nowMs);
    this.#spent += amount;
    return this.#startMs;
  }

  /**
   * Corrects a charge, made in the period that began at `chargedStartMs`, by `delta` tokens. What a finished period was charged too much is forgotten with it; what it was
   * charged too little is charged to the current one.
   */
  correct(chargedStartMs: number, delta: number, nowMs: number): void {
    this.#advance(nowMs);
    if (delta > 0 || chargedStartMs === this.#startMs) {
      this.#spent = Math.max(0, this.#spent + delta);
    }
  }

  /** Tokens spent or reserved in the current period. */
  spent(nowMs: number): number {
    this.#advance(nowMs);
    return this.#spent;
  }

  /** Tokens left, or null without a limit. */
  remaining(nowMs: number): number | null {
    this.#advance(nowMs);
    return this.limit === null ? null : Math.max(0, this.limit - this.#spent);
  }

  /** Time until the next period, in ms. */
  resetMs(nowMs: number): number {
    this.#advance(nowMs);
    return this.#endMs - Math.max(nowMs, this.#startMs);
  }

  /** Whether more is spent than the disk knows: then {@link ahead} must be on disk before the spending is agreed to. */
  isBehind(): boolean {
    return this.limit !== null && this.#spent > this.#onDisk;
  }

  /** What to write when spending goes on. The caller must write it. */
  ahead(): StoredBudget {
    const ahead = this.limit === null ? 0 : Math.ceil(this.limit * AHEAD_SHARE);
    return this.#written(this.#spent + ahead);
  }

  /** What to write when spending rests: the exact number. The caller must write it. */
  exact(): StoredBudget {
    return this.#written(this.#spent);
  }

  #written(spent: number): StoredBudget {
    this.#onDisk = spent;
    return { periodStartMs: this.#startMs, spent };
  }

  /** A clock that runs backwards stays in the period it had reached. */
  #advance(nowMs: number): void {
    if (nowMs >= this.#endMs) {
      this.#startMs = periodStart(this.#period, nowMs, 0);
      this.#endMs = periodStart(this.#period, nowMs, 1);
      this.#spent = 0;
      this.#onDisk = 0;
    }
  }
}

/** Unix ms at which the period that holds `atMs` begins, or one `offset` periods later. */
function periodStart(period: BudgetPeriod, atMs: number, offset: number): number {
  const date = new Date(atMs);
  switch (period) {
    case "day":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + offset);
    case "month":
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
    default:
      throw new Error(`unknown period ${period satisfies never}`);
  }
}
