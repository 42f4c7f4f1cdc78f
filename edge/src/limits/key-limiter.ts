import { Budget, type StoredBudget } from "./budget.ts";
import type { KeyLimits, LimitName } from "./key-limits.ts";
import { ReturningBucket, type Ticket } from "./returning-bucket.ts";

/** Rates are given per minute. */
export const RATE_WINDOW_MS = 60_000;

/**
 * A lease that is not renewed ends after this, in ms: three times the interval of renewal, so that one lost renewal does
 * not end it. Bounds how long a gateway that died holds a place of the key's concurrency.
 */
export const LEASE_MS = 60_000;

/** Closed leases that are remembered, so that a repeated call changes nothing. A repetition comes within seconds. */
const REMEMBERED_LEASES = 10_000;

/** When a place may be free again is unknown; this much later is worth a try, in ms. */
const CONCURRENCY_RETRY_MS = 1_000;

/** Of a lease that expired before anything was heard of it. */
const NOTHING_USED: TokensUsed = { promptTokens: 0, completionTokens: 0 };

/** Tokens of one request. */
export interface TokensUsed {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

interface Lease {
  /** Tokens it is charged with: the estimate, then what was really used. */
  readonly charged: number;
  readonly expiresAtMs: number;
  /** What it was known to have used at the last renewal, or null before the first. */
  readonly progress: TokensUsed | null;
  readonly ticket: Ticket | null;
  /** Periods of the budgets it is charged to. */
  readonly dayStartMs: number;
  readonly monthStartMs: number;
}

/** A lease that expired, until its settlement comes after all; null: settled. */
type ClosedLease = Lease | null;

/** Requests or tokens against their limit, for the headers of an answer. */
export interface RateView {
  readonly limit: number;
  readonly remaining: number;
  /** Time until `remaining` is `limit` again if nothing more is used, in ms. */
  readonly resetMs: number;
}

/** What a key has left. A view is null where there is no limit. */
export interface LimitsView {
  readonly requests: RateView | null;
  readonly tokens: RateView | null;
}

/** What a settlement did. */
export interface Settled {
  /** Whether it had been settled before, so that nothing was changed. */
  readonly repeated: boolean;
  /** What {@link KeyLimiter.expire} has reported of it before, or null. */
  readonly reported: TokensUsed | null;
}

export type Reserved =
  | { readonly ok: true }
  /** `retryAfterMs` null: the request is larger than the limit and will never fit. */
  | { readonly ok: false; readonly limit: LimitName; readonly retryAfterMs: number | null };

/** Budgets as they are kept on disk. */
export interface StoredBudgets {
  readonly day: StoredBudget;
  readonly month: StoredBudget;
}

/** Rates and leases as they are kept on disk. */
export interface StoredRates {
  readonly requests: readonly (readonly [number, number])[];
  readonly tokens: readonly (readonly [number, number])[];
  /** `[id, charged, expiresAtMs]` of the leases that were open. */
  readonly leases: readonly (readonly [string, number, number])[];
}

/**
 * All limits of one key. A request is admitted by {@link reserve} with an estimate it cannot exceed, and ended by
 * {@link settle} with what it used; a lease that gets neither settlement nor renewal expires. The clock is the caller's
 * (Unix ms), and nothing here waits, so calls are atomic.
 */
export class KeyLimiter {
  #limits: KeyLimits;
  readonly #requests = new ReturningBucket(0, RATE_WINDOW_MS);
  readonly #tokens = new ReturningBucket(0, RATE_WINDOW_MS);
  readonly #day: Budget;
  readonly #month: Budget;
  /** By request id, the next to expire first: all leases live equally long, and a renewal moves to the end. */
  readonly #open = new Map<string, Lease>();
  readonly #closed = new Map<string, ClosedLease>();

  constructor(limits: KeyLimits, budgets: StoredBudgets | null, rates: StoredRates | null, nowMs: number) {
    this.#limits = limits;
    this.#day = new Budget("day", null, budgets?.day ?? null, nowMs);
    this.#month = new Budget("month", null, budgets?.month ?? null, nowMs);
    this.setLimits(limits);
    this.#requests.restore(rates?.requests ?? []);
    this.#tokens.restore(rates?.tokens ?? []);
    for (const [id, charged, expiresAtMs] of rates?.leases ?? []) {
      // Its charges are in the restored numbers. Which part of the bucket was its own is not kept, so its settlement gives
      // nothing back to the rate: too strict for a minute, never too lax.
      const dayStartMs = this.#day.charge(0, nowMs);
      const monthStartMs = this.#month.charge(0, nowMs);
      this.#open.set(id, { charged, expiresAtMs, progress: null, ticket: null, dayStartMs, monthStartMs });
    }
  }

  /** Changes the limits; what was used stays used. */
  setLimits(limits: KeyLimits): void {
    this.#limits = limits;
    this.#requests.setLimit(limits.requestsPerMinute ?? Number.POSITIVE_INFINITY);
    this.#tokens.setLimit(limits.tokensPerMinute ?? Number.POSITIVE_INFINITY);
    this.#day.limit = limits.tokensPerDay;
    this.#month.limit = limits.tokensPerMonth;
  }

  /**
   * Admits a request that uses at most `tokens`, or says when it may be tried again. A refusal consumes nothing; a request
   * id that is known is admitted without being charged again.
   */
  reserve(requestId: string, tokens: number, nowMs: number): Reserved {
    if (this.#open.has(requestId) || this.#closed.has(requestId)) {
      return { ok: true };
    }
    const refusal = this.#refusal(tokens, nowMs);
    if (refusal !== null) {
      return refusal;
    }
    if (this.#limits.requestsPerMinute !== null) {
      this.#requests.take(1, nowMs);
    }
    this.#open.set(requestId, {
      charged: tokens,
      expiresAtMs: nowMs + LEASE_MS,
      progress: null,
      ticket: this.#limits.tokensPerMinute === null ? null : this.#tokens.take(tokens, nowMs),
      dayStartMs: this.#day.charge(tokens, nowMs),
      monthStartMs: this.#month.charge(tokens, nowMs),
    });
    return { ok: true };
  }

  /** Keeps a lease alive and notes the tokens used so far. Unknown and closed leases are left alone. */
  renew(requestId: string, progress: TokensUsed, nowMs: number): void {
    const lease = this.#open.get(requestId);
    if (lease !== undefined) {
      this.#open.delete(requestId);
      this.#open.set(requestId, { ...lease, progress, expiresAtMs: nowMs + LEASE_MS });
    }
  }

  /**
   * Ends a request with the tokens it really used: what it was charged too much is given back, what it was charged too
   * little is charged now. A lease that is unknown was lost by a restart and is charged in full.
   */
  settle(requestId: string, used: TokensUsed, nowMs: number): Settled {
    const closed = this.#closed.get(requestId);
    if (closed === null) {
      return { repeated: true, reported: null };
    }
    this.#charge(this.#open.get(requestId) ?? closed ?? null, total(used), nowMs);
    this.#open.delete(requestId);
    this.#close(requestId, null);
    return { repeated: false, reported: closed === undefined ? null : (closed.progress ?? NOTHING_USED) };
  }

  /**
   * Closes the leases whose time is over. They stay charged with what they were known to have used, or with the whole
   * estimate when nothing is known of them. A settlement that comes later all the same corrects that.
   *
   * @returns what each was known to have used
   */
  expire(nowMs: number): readonly TokensUsed[] {
    const expired: TokensUsed[] = [];
    for (const [requestId, lease] of this.#open) {
      if (lease.expiresAtMs > nowMs) {
        break;
      }
      const charged = lease.progress === null ? lease.charged : total(lease.progress);
      this.#charge(lease, charged, nowMs);
      this.#open.delete(requestId);
      this.#close(requestId, { ...lease, charged });
      expired.push(lease.progress ?? NOTHING_USED);
    }
    return expired;
  }

  /** When the next lease expires unless it is renewed, Unix ms; null without open leases. */
  nextExpiryMs(): number | null {
    const [first] = this.#open.values();
    return first?.expiresAtMs ?? null;
  }

  /** Requests under way. */
  get running(): number {
    return this.#open.size;
  }

  /** What is left now. Without a rate for tokens the budget with the least left stands for them. */
  view(nowMs: number): LimitsView {
    const { requestsPerMinute, tokensPerMinute } = this.#limits;
    const budgets = [this.#day, this.#month].flatMap((budget) => {
      const remaining = budget.remaining(nowMs);
      return budget.limit === null || remaining === null
        ? []
        : [{ limit: budget.limit, remaining, resetMs: budget.resetMs(nowMs) }];
    });
    return {
      requests: requestsPerMinute === null ? null : viewOf(this.#requests, nowMs),
      tokens:
        tokensPerMinute === null
          ? (budgets.sort((a, b) => a.remaining - b.remaining)[0] ?? null)
          : viewOf(this.#tokens, nowMs),
    };
  }

  /** Tokens spent or reserved in the current day and month (UTC). */
  spent(nowMs: number): { readonly day: number; readonly month: number } {
    return { day: this.#day.spent(nowMs), month: this.#month.spent(nowMs) };
  }

  /** Budgets to write before a reservation may be answered, or null when the disk is far enough ahead. */
  budgetsDue(): StoredBudgets | null {
    return this.#day.isBehind() || this.#month.isBehind()
      ? { day: this.#day.ahead(), month: this.#month.ahead() }
      : null;
  }

  /** Budgets to write now and then: ahead of what is under way, exact when nothing is. */
  budgets(): StoredBudgets {
    return this.#open.size > 0
      ? { day: this.#day.ahead(), month: this.#month.ahead() }
      : { day: this.#day.exact(), month: this.#month.exact() };
  }

  /** Rates and leases to write now and then. */
  rates(nowMs: number): StoredRates {
    return {
      requests: this.#requests.entries(nowMs),
      tokens: this.#tokens.entries(nowMs),
      leases: [...this.#open].map(([id, lease]) => [id, lease.charged, lease.expiresAtMs]),
    };
  }

  /** The refusal with the longest wait; every limit is looked at and none is touched. */
  #refusal(tokens: number, nowMs: number): Extract<Reserved, { ok: false }> | null {
    const { concurrency } = this.#limits;
    const waits: readonly (readonly [LimitName, number | null])[] = [
      ["requestsPerMinute", this.#requests.waitMs(1, nowMs)],
      ["tokensPerMinute", this.#tokens.waitMs(tokens, nowMs)],
      ["tokensPerDay", this.#day.waitMs(tokens, nowMs)],
      ["tokensPerMonth", this.#month.waitMs(tokens, nowMs)],
      ["concurrency", concurrency !== null && this.#open.size >= concurrency ? CONCURRENCY_RETRY_MS : 0],
    ];
    const length = (wait: number | null): number => wait ?? Number.POSITIVE_INFINITY;
    const [limit, retryAfterMs] = waits.reduce((worst, next) => (length(next[1]) > length(worst[1]) ? next : worst));
    return retryAfterMs === 0 ? null : { ok: false, limit, retryAfterMs };
  }

  /** Brings what a lease was charged to `tokens`. */
  #charge(lease: Lease | null, tokens: number, nowMs: number): void {
    const delta = tokens - (lease?.charged ?? 0);
    if (delta > 0 && this.#limits.tokensPerMinute !== null) {
      this.#tokens.take(delta, nowMs);
    } else if (delta < 0 && lease?.ticket) {
      this.#tokens.giveBack(lease.ticket, -delta, nowMs);
    }
    this.#day.correct(lease?.dayStartMs ?? 0, delta, nowMs);
    this.#month.correct(lease?.monthStartMs ?? 0, delta, nowMs);
  }

  #close(requestId: string, lease: ClosedLease): void {
    this.#closed.delete(requestId);
    this.#closed.set(requestId, lease);
    if (this.#closed.size > REMEMBERED_LEASES) {
      const [oldest] = this.#closed.keys();
      this.#closed.delete(oldest ?? "");
    }
  }
}

function total({ promptTokens, completionTokens }: TokensUsed): number {
  return promptTokens + completionTokens;
}

function viewOf(bucket: ReturningBucket, nowMs: number): RateView {
  return { limit: bucket.limit, remaining: bucket.remaining(nowMs), resetMs: bucket.resetMs(nowMs) };
}
