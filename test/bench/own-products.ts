/**
 * The matrix products of a sparse step and nothing else: no norms, softmax, rotations, choice of rows, caches or branches. What
 * they reach is the ceiling of any engine that computes such a step out of this runtime's products: they are smaller than the
 * square product that stands for the machine, and stream the same weights for fewer rows.
 */
import type { ModelShape } from "../../gpu-node/src/backend/backend.ts";
import { GraphBuilder, int } from "../../gpu-node/src/backend/onnx/graph-builder.ts";
import { loadRuntime } from "../../gpu-node/src/backend/onnx/runtime.ts";
import { median } from "./statistics.ts";

/** The rows of a step that decide its products' shapes. */
export interface ProductRows {
  /** Rows of the canvas. */
  readonly rows: number;
  readonly activeRows: number;
  /** Rows that enter a layer changed and are selected in it, on the average over layers. */
  readonly salientRows: number;
}

/** Runs of all products; the first ones wake the threads and bring the weights in. */
const REPETITIONS = 12;
const WARM_UP = 2;

/** Median ms of a sparse step's products by the published rule, or with exact contexts; the head scores `scored` rows. */
export async function measureOwnProducts(
  shape: ModelShape,
  threads: number,
  exact: boolean,
  { rows, activeRows, salientRows }: ProductRows,
  scored: number,
): Promise<number> {
  const { layers, hidden: d, ffn, vocab, heads } = shape;
  const runtime = await loadRuntime("cpu", threads);
  const b = new GraphBuilder("products");
  const weights = new Map<string, Float32Array<ArrayBuffer>>();
  const feeds = new Map<string, readonly number[]>();
  const left = (name: string, dims: readonly number[]): string => {
    if (!feeds.has(name)) {
      feeds.set(name, dims);
      b.input(name, "float32", dims);
    }
    return name;
  };
  const times = (x: string, name: string, out: number, width: number): void => {
    weights.set(name, numbers(out * width));
    b.output(b.op("Gemm", [x, b.external(name, [out, width])], { transB: int(1) }), "float32", ["n", out]);
  };
  const between = (one: string, other: string): void =>
    b.output(b.op("MatMul", [one, other]), "float32", ["h", "n", "m"]);
  const headDim = d / heads;
  const active = left("active", [activeRows, d]);
  const salient = left("salient", [salientRows, d]);
  const inner = left("inner", [salientRows, ffn]);
  const keys = left("keys", [heads, headDim, rows]);
  const values = left("values", [heads, rows, headDim]);
  for (let layer = 0; layer < layers; layer++) {
    times(active, `query${layer}`, d, d);
    times(salient, `key${layer}`, d, d);
    times(salient, `value${layer}`, d, d);
    between(left("queries", [heads, activeRows, headDim]), keys);
    if (exact) {
      between(left("attention", [heads, activeRows, rows]), values);
    } else {
      between(left("salient_attention", [heads, salientRows, rows]), values);
      between(left("columns", [heads, activeRows, salientRows]), left("differences", [heads, salientRows, headDim]));
    }
    times(active, `out${layer}`, d, d);
    times(salient, `gate${layer}`, ffn, d);
    times(salient, `up${layer}`, ffn, d);
    times(inner, `down${layer}`, d, ffn);
  }
  times(left("scored", [scored, d]), "head", vocab, d);
  const last = "products/last";
  b.output(b.op("ReduceSum", ["scored"], { keepdims: int(0) }, last), "float32", []);
  const session = await runtime.createSession(b.encode(), { kind: "buffers", byLocation: weights });
  try {
    const inputs = Object.fromEntries(
      Array.from(feeds, ([name, dims]) => {
        const size = dims.reduce((product, n) => product * n, 1);
        return [name, new runtime.Tensor("float32", numbers(size), [...dims])];
      }),
    );
    const ms: number[] = [];
    for (let i = 0; i < WARM_UP + REPETITIONS; i++) {
      const started = performance.now();
      // All products run, whatever is fetched: they are outputs of the graph.
      await session.run(inputs, [last]);
      ms.push(performance.now() - started);
    }
    return median(ms.slice(WARM_UP));
  } finally {
    await session.release();
  }
}

/** Numbers of ordinary size: products of zeros or subnormals take another time. */
function numbers(count: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(i));
}
