import type { ModelConfig } from "../../model/types.ts";
import { type ElementType, float, type GraphBuilder, int, ints } from "../onnx/graph-builder.ts";

/** What all layers of the packed graph share: the model's shape and the names of inputs and constants. */
export interface PackedContext {
  readonly config: ModelConfig;
  readonly headDim: number;
  /** Element type of weights, activations and caches. Saliency and softmax are float32 whatever it is. */
  readonly element: Extract<ElementType, "float32" | "float16">;
  readonly position: string;
  readonly rows: string;
  readonly rowIndex: string;
  readonly keySlots: string;
  readonly keyRows: string;
  readonly queryRows: string;
  readonly packedRows: string;
  readonly queryShape: string;
  readonly keyShape: string;
  readonly mask: string;
  readonly tau: string;
  readonly forced: string;
  readonly selectedMargin: string;
  readonly threshold: string;
  readonly full: string;
  readonly keep: string;
  readonly changed: string;
  readonly allForced: string;
  readonly anyPaper: string;
  readonly cos: string;
  readonly sin: string;
  readonly scale: string;
  readonly axis0: string;
  readonly axis1: string;
  readonly lastAxis: string;
  readonly hiddenRows: string;
}

/** RMSNorm over the last axis of `x` [n, d], in float32 inside; `weight` [d]. */
export function rmsNorm(b: GraphBuilder, config: ModelConfig, x: string, weight: string): string {
  return b.op("SimplifiedLayerNormalization", [x, weight], {
    axis: int(-1),
    epsilon: float(config.rmsNormEps),
    stash_type: int(1),
  });
}

/** `x` [n, in] times a matrix stored out × in, as checkpoints store it. */
export function linear(b: GraphBuilder, x: string, matrix: string): string {
  return b.op("Gemm", [x, matrix], { transB: int(1) });
}

/** Rotary embedding in half-split pairing (i, i + hd/2) on `x` [n, d] at `position` [1, n]. */
export function rope(b: GraphBuilder, c: PackedContext, x: string, position: string): string {
  const rotated = b.op("RotaryEmbedding", [b.op("Unsqueeze", [x, c.axis0]), position, c.cos, c.sin], {
    interleaved: int(0),
    num_heads: int(c.config.heads),
    rotary_embedding_dim: int(0),
  });
  return b.op("Squeeze", [rotated, c.axis0]);
}

/** Begins the names of the nodes that compute row indices: they run on the host, see `placement.ts`. */
export const INDEX_PREFIX = "index.";

/** The rows `list` [n] of an index table; `axis` 1 for a table [1, r]. `name` must be unique in the model. */
export function lookUp(b: GraphBuilder, table: string, list: string, name: string, axis = 0): string {
  return b.op("Gather", [table, list], { axis: int(axis) }, `${INDEX_PREFIX}${name}`);
}

/** A list of rows [n] as the index [n, 1] that `ScatterND` takes. `name` must be unique in the model. */
export function scatterIndex(b: GraphBuilder, c: PackedContext, rows: string, name: string): string {
  return b.op("Unsqueeze", [rows, c.axis1], {}, `${INDEX_PREFIX}${name}`);
}

/** `[B·n, d]`, by `shape` [B, n, H, hd], → `[B, H, n, hd]`. */
export function headMajor(b: GraphBuilder, x: string, shape: string): string {
  return b.op("Transpose", [b.op("Reshape", [x, shape])], { perm: ints(0, 2, 1, 3) });
}

/** The value in float32, where activations are not float32 already. */
export function toFloat(b: GraphBuilder, c: PackedContext, x: string): string {
  return c.element === "float32" ? x : b.op("Cast", [x], { to: int(FLOAT) });
}

/** A float32 value in the element type of activations. */
export function fromFloat(b: GraphBuilder, c: PackedContext, x: string): string {
  return c.element === "float32" ? x : b.op("Cast", [x], { to: int(FLOAT16) });
}

/** ONNX `TensorProto.DataType`. */
const FLOAT = 1;
const FLOAT16 = 10;
