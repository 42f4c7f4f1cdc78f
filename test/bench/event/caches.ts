import { floatData, int64Data, type Outputs } from "../../../gpu-node/src/backend/onnx/outputs.ts";
import type { ModelConfig } from "../../../gpu-node/src/model/types.ts";

/** What is held of one layer; shapes as the inputs of the graph (`graph.ts`). */
export interface EventLayerCache {
  readonly inputs: Float32Array;
  readonly queries: Float32Array;
  readonly keys: Float32Array;
  readonly values: Float32Array;
  readonly contexts: Float32Array;
  readonly contextNorms: Float32Array;
  sums: Float32Array;
  maxima: Float32Array;
}

/** What is held of one canvas. */
export interface EventCaches {
  /** Rows that take part. */
  readonly rows: number;
  readonly layers: readonly EventLayerCache[];
  /** Residual stream after the last layer, `[N, d]`. */
  readonly outputs: Float32Array;
}

/** Rows of one step by layer, ascending: those that entered the layer changed, and those it committed. */
export interface EventRows {
  readonly changed: readonly Int32Array[];
  readonly committed: readonly Int32Array[];
}

/** Columns of ones behind each value, so that the product with the weights gives Z and the sum of its terms, too. */
export const EXTRA_COLUMNS = 2;

/** Caches of nothing yet, for a dense step. */
export function emptyCaches(config: ModelConfig, rows: number): EventCaches {
  const { hidden: d, heads } = config;
  const zeros = (width: number): Float32Array => new Float32Array(rows * width);
  const layer = (): EventLayerCache => ({
    inputs: zeros(d),
    queries: zeros(d),
    keys: zeros(d),
    values: new Float32Array(rows * (d + EXTRA_COLUMNS * heads)).fill(1),
    contexts: zeros(d),
    contextNorms: zeros(1),
    sums: zeros(d + EXTRA_COLUMNS * heads),
    maxima: zeros(heads),
  });
  return { rows, layers: Array.from({ length: config.layers }, layer), outputs: zeros(d) };
}

/** Names of the outputs that {@link storeStep} reads. */
export function cacheOutputs(layers: number): string[] {
  const names = [`a${layers}`, `x${layers}`];
  for (let l = 0; l < layers; l++) {
    names.push(...["a", "x", "q", "k", "v", "s", "m", "r", "c", "n"].map((name) => `${name}${l}`));
  }
  return names;
}

/** Writes the new rows of a step into the caches; returns which they were. */
export function storeStep(config: ModelConfig, caches: EventCaches, outputs: Outputs): EventRows {
  const { hidden: d, heads, layers } = config;
  const headDim = d / heads;
  const positions = (name: string): Int32Array => Int32Array.from(int64Data(outputs, name), Number);
  const changed = Array.from({ length: layers + 1 }, (_, l) => positions(`a${l}`));
  const committed = Array.from({ length: layers }, (_, l) => positions(`r${l}`));
  for (const [l, cache] of caches.layers.entries()) {
    const rows = changed[l] ?? new Int32Array(0);
    const shape = { rows, width: headDim, heads, canvas: caches.rows };
    storeRows(cache.inputs, floatData(outputs, `x${l}`), rows, d);
    storeHeadRows(cache.queries, floatData(outputs, `q${l}`), { ...shape, stride: headDim });
    storeHeadRows(cache.keys, floatData(outputs, `k${l}`), { ...shape, stride: headDim });
    storeHeadRows(cache.values, floatData(outputs, `v${l}`), { ...shape, stride: headDim + EXTRA_COLUMNS });
    const kept = committed[l] ?? new Int32Array(0);
    storeHeadRows(cache.contexts, floatData(outputs, `c${l}`), { ...shape, rows: kept, stride: headDim });
    storeRows(cache.contextNorms, floatData(outputs, `n${l}`), kept, 1);
    cache.sums = floatData(outputs, `s${l}`);
    cache.maxima = floatData(outputs, `m${l}`);
  }
  storeRows(caches.outputs, floatData(outputs, `x${layers}`), changed[layers] ?? new Int32Array(0), d);
  return { changed, committed };
}

function storeRows(target: Float32Array, source: Float32Array, rows: Int32Array, width: number): void {
  for (const [i, row] of rows.entries()) {
    target.set(source.subarray(i * width, (i + 1) * width), row * width);
  }
}

/** Rows of a head-major cache: `width` values of every `stride` are written. */
interface HeadRows {
  readonly rows: Int32Array;
  readonly width: number;
  readonly stride: number;
  readonly heads: number;
  readonly canvas: number;
}

function storeHeadRows(target: Float32Array, source: Float32Array, to: HeadRows): void {
  const { rows, width, stride, heads, canvas } = to;
  for (let head = 0; head < heads; head++) {
    for (const [i, row] of rows.entries()) {
      const from = (head * rows.length + i) * width;
      target.set(source.subarray(from, from + width), (head * canvas + row) * stride);
    }
  }
}
