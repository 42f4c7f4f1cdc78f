/** Rows two canvases must have in common for a warm start: every chat begins with the same few tokens of its template. */
export const LEAST_SHARED_ROWS = 16;

interface Entry<T> {
  readonly scope: string;
  /** Tokens the keys and values were computed with, row by row. */
  readonly tokens: Int32Array;
  readonly rows: T;
  readonly size: number;
}

/** A closed canvas that begins like a new one. */
export interface PrefixMatch<T> {
  readonly rows: T;
  /** Rows in common. */
  readonly shared: number;
}

/**
 * What closed canvases leave behind for those that begin alike, by scope: scopes never see each other's, so that nobody can
 * learn from the time of an answer what somebody else has asked. The least recently used goes first.
 *
 * @typeParam T where the rows are
 */
export class PrefixStore<T> {
  /** The least recently used first. */
  #entries: Entry<T>[] = [];
  #held = 0;
  readonly #limit: number;
  readonly #drop: (rows: T) => void;

  /**
   * @param limit rows kept at most, over all entries
   * @param drop told when an entry's rows are free again
   */
  constructor(limit: number, drop: (rows: T) => void) {
    this.#limit = limit;
    this.#drop = drop;
  }

  /** Rows that are kept. */
  get held(): number {
    return this.#held;
  }

  /**
   * Keeps a canvas, in the place of those that it continues. Drops it where it is larger than the limit.
   *
   * @param tokens without masks
   * @param size rows that it takes, which may be more than tokens
   */
  put(scope: string, tokens: Int32Array, rows: T, size = tokens.length): void {
    for (const entry of this.#entries.filter((other) => other.scope === scope)) {
      if (sharedRows(entry.tokens, tokens) === entry.tokens.length) {
        this.#remove(entry);
        this.#drop(entry.rows);
      }
    }
    this.#entries.push({ scope, tokens, rows, size });
    this.#held += size;
    while (this.#held > this.#limit) {
      this.evict();
    }
  }

  /** The entry that has most in common with a canvas, at least {@link LEAST_SHARED_ROWS}; it counts as used now. */
  match(scope: string, tokens: Int32Array): PrefixMatch<T> | null {
    let best: Entry<T> | null = null;
    let most = LEAST_SHARED_ROWS - 1;
    for (const entry of this.#entries) {
      const shared = entry.scope === scope ? sharedRows(entry.tokens, tokens) : 0;
      if (shared > most) {
        [best, most] = [entry, shared];
      }
    }
    if (best === null) {
      return null;
    }
    this.#entries = [...this.#entries.filter((entry) => entry !== best), best];
    return { rows: best.rows, shared: most };
  }

  /** Takes an entry out without dropping it: its rows are the caller's from now on. */
  take({ rows }: PrefixMatch<T>): void {
    const entry = this.#entries.find((other) => other.rows === rows);
    if (entry !== undefined) {
      this.#remove(entry);
    }
  }

  /** Drops the least recently used entry; false where there is none. */
  evict(): boolean {
    const [oldest] = this.#entries;
    if (oldest === undefined) {
      return false;
    }
    this.#remove(oldest);
    this.#drop(oldest.rows);
    return true;
  }

  #remove(entry: Entry<T>): void {
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#held -= entry.size;
  }
}

/** Rows that two lists of tokens begin alike with. */
function sharedRows(a: Int32Array, b: Int32Array): number {
  const length = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < length && a[shared] === b[shared]) {
    shared++;
  }
  return shared;
}

/** Rows of a canvas before its first mask. */
export function withoutMasks(tokens: Int32Array, maskToken: number): Int32Array {
  const masked = tokens.indexOf(maskToken);
  return masked === -1 ? tokens : tokens.subarray(0, masked);
}
