import type { ModelConfig } from "../../model/types.ts";

/** Rows of a pool that belong to one canvas: its keys and values lie there head-major, `[H, rows, hd]`. */
export interface Region {
  /** First pool row. */
  readonly offset: number;
  readonly rows: number;
}

type Layer = { keys: Float32Array; values: Float32Array };

/** A pool that is too small grows by at least this factor, so that its copies stay few. */
const GROWTH = 1.5;

/**
 * Keys (after RoPE) and values of all open canvases, in two arrays a layer: a step of several sequences reads all of theirs
 * from one tensor. A canvas takes consecutive rows. The arrays grow with what is open together and never shrink.
 */
export class KvPool {
  readonly #width: number;
  readonly #heads: number;
  readonly #layers: readonly Layer[];
  #capacity = 0;
  /** Ascending, none touching the next. */
  #free: Region[] = [];

  constructor(config: Pick<ModelConfig, "layers" | "hidden" | "heads">) {
    this.#width = config.hidden;
    this.#heads = config.heads;
    this.#layers = Array.from({ length: config.layers }, () => ({
      keys: new Float32Array(),
      values: new Float32Array(),
    }));
  }

  /** Bytes one row takes in all layers. */
  get rowBytes(): number {
    return 2 * this.#layers.length * this.#width * Float32Array.BYTES_PER_ELEMENT;
  }

  /** Takes rows; what they hold is whatever was there. */
  take(rows: number): Region {
    const index = this.#free.findIndex((region) => region.rows >= rows);
    const region = this.#free[index];
    if (region === undefined) {
      this.#grow(rows);
      return this.take(rows);
    }
    const rest = { offset: region.offset + rows, rows: region.rows - rows };
    this.#free.splice(index, 1, ...(rest.rows > 0 ? [rest] : []));
    return { offset: region.offset, rows };
  }

  /** Gives rows back. */
  release(region: Region): void {
    const all = [...this.#free, region].sort((a, b) => a.offset - b.offset);
    this.#free = [];
    for (const next of all) {
      const last = this.#free.at(-1);
      if (last !== undefined && last.offset + last.rows === next.offset) {
        this.#free[this.#free.length - 1] = { offset: last.offset, rows: last.rows + next.rows };
      } else {
        this.#free.push(next);
      }
    }
  }

  /** A region's keys and values of a layer, `[H · rows · hd]`, not copied. Valid until the next `take`. */
  view(layer: number, { offset, rows }: Region): Layer {
    const { keys, values } = this.whole(layer);
    const [from, to] = [offset * this.#width, (offset + rows) * this.#width];
    return { keys: keys.subarray(from, to), values: values.subarray(from, to) };
  }

  /** Everybody's keys and values of a layer: row `offset · H + head · rows + row` of `hd` values is a region's. */
  whole(layer: number): Layer {
    const arrays = this.#layers[layer];
    if (arrays === undefined) {
      throw new RangeError(`layer ${layer} of ${this.#layers.length}`);
    }
    return arrays;
  }

  /** A larger region with the rows of another at its beginning; the new ones are zero. Releases the other. */
  extend(region: Region, rows: number): Region {
    const larger = this.copy(region, rows);
    this.release(region);
    return larger;
  }

  /** A region of so many rows that begins with those of another, as far as both go; the rest is zero. */
  copy(region: Region, rows: number): Region {
    const target = this.take(rows);
    const shared = Math.min(region.rows, rows) * (this.#width / this.#heads);
    for (let layer = 0; layer < this.#layers.length; layer++) {
      const [from, to] = [this.view(layer, region), this.view(layer, target)];
      for (const name of ["keys", "values"] as const) {
        to[name].fill(0);
        const [perHead, perTargetHead] = [from[name].length / this.#heads, to[name].length / this.#heads];
        for (let head = 0; head < this.#heads; head++) {
          to[name].set(from[name].subarray(head * perHead, head * perHead + shared), head * perTargetHead);
        }
      }
    }
    return target;
  }

  #grow(rows: number): void {
    const capacity = Math.max(Math.ceil(this.#capacity * GROWTH), this.#capacity + rows);
    for (const layer of this.#layers) {
      for (const name of ["keys", "values"] as const) {
        const larger = new Float32Array(capacity * this.#width);
        larger.set(layer[name]);
        layer[name] = larger;
      }
    }
    this.release({ offset: this.#capacity, rows: capacity - this.#capacity });
    this.#capacity = capacity;
  }
}
