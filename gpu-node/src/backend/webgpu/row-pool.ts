import { BackendError } from "../backend.ts";

/** Pool rows that belong to no canvas. */
export const RESERVED_ROWS = 2;
/** Always zero: read as the key of padding, where anything but a number would spread. */
export const ZERO_ROW = 0;
/** Written by steps that keep nothing, and never read for a value that counts. */
export const TRASH_ROW = 1;

/**
 * Hands out the rows of the cache pools, which are allocated once at start: a canvas of N rows takes any N free ones, so
 * the pool cannot fragment, and what is open together is bounded by its size.
 */
export class RowPool {
  readonly #free: Int32Array;
  #count: number;

  /** @param rows rows of the pool's tensors, the reserved ones included */
  constructor(rows: number) {
    this.#count = Math.max(rows - RESERVED_ROWS, 0);
    // Taken from the end: the lowest rows first, so that a canvas in a fresh pool is contiguous.
    this.#free = Int32Array.from({ length: this.#count }, (_, i) => RESERVED_ROWS + this.#count - 1 - i);
  }

  /** Rows not taken. */
  get free(): number {
    return this.#count;
  }

  /** Rows a canvas could take if no other were open. */
  get capacity(): number {
    return this.#free.length;
  }

  /**
   * Takes `count` rows.
   * @throws BackendError `out_of_memory` when there are not that many free
   */
  take(count: number): Int32Array {
    if (count > this.#count) {
      throw new BackendError(
        "out_of_memory",
        `the cache pool has ${this.#count} of ${this.capacity} rows free, the canvas needs ${count}`,
      );
    }
    this.#count -= count;
    return this.#free.slice(this.#count, this.#count + count).reverse();
  }

  /** Gives rows back. */
  release(rows: Int32Array): void {
    this.#free.set(rows.toReversed(), this.#count);
    this.#count += rows.length;
  }
}
