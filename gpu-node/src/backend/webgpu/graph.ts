import { EMBEDDING, FINAL_NORM, headName } from "../../model/tensor-names.ts";
import type { ModelConfig } from "../../model/types.ts";
import { GraphBuilder, int, ints } from "../onnx/graph-builder.ts";
import { addLayer } from "./graph-layer.ts";
import { INDEX_PREFIX, type PackedContext, rmsNorm, toFloat } from "./graph-ops.ts";

/** Inputs that hold the RoPE tables `[maxRows, hd/2]`. */
export const ROPE_COS = "rope.cos";
export const ROPE_SIN = "rope.sin";
/** Added to the mask token's logit: far below any real logit, so its probability is exactly 0, and finite in float32. */
const MASK_BIAS = -1e30;

/**
 * The denoiser for a device that keeps the caches (DyLLM, arXiv 2603.08026, §3-4): one step of several sequences at once,
 * each dense or sparse, by either rule, with its own length and salient rows. Weights are inputs, so that they can be
 * brought to the device one tensor at a time.
 *
 * `r` packed active rows of all `B` sequences; `Rm`, `Nm` the most active and canvas rows any of them has; caches are pools
 * of rows `[pool, d]`, shared by all sequences.
 *
 * Inputs: `ids` [r]; `pos` [1, r]; `rows` [r] pool row of each active row; `key_rows` [B·Nm] pool row of each padded key;
 * `key_slots` [r] padded key of each active row; `query_rows` [B·Rm] active row of each padded query; `packed_rows` [r] the
 * way back; `query_shape`, `key_shape` [4] = B, Rm or Nm, H, hd; `mask` [B, 1, 1, Nm] 0 or a large negative number;
 * `changed` [s0] and `score` [m] as indices into the packed rows; `tau`, `forced` [r]; `full`, `keep` [r, 1]; `all_forced`,
 * `any_paper`; per layer the caches `K{l}`, `V{l}`, `C{l}`, `M{l}`.
 *
 * Outputs: the caches under the name with `.new`, to be bound to the inputs' own buffers; `sel{l}` [s'] the rows each layer
 * selected; `token`, `confidence`, `entropy` [m] and `logits` [m, V].
 */
export function packedGraph(config: ModelConfig, element: PackedContext["element"]): Uint8Array {
  const { hidden: d, heads, vocab } = config;
  const headDim = d / heads;
  const b = new GraphBuilder("g");
  const axis1 = b.ints([1]);
  const scale = Float32Array.of(1 / Math.sqrt(headDim));
  const context: PackedContext = {
    config,
    headDim,
    element,
    position: b.input("pos", "int64", [1, "r"]),
    rows: b.input("rows", "int64", ["r"]),
    rowIndex: b.op("Unsqueeze", ["rows", axis1], {}, `${INDEX_PREFIX}rows`),
    keySlots: b.input("key_slots", "int64", ["r"]),
    keyRows: b.input("key_rows", "int64", ["bn"]),
    queryRows: b.input("query_rows", "int64", ["br"]),
    packedRows: b.input("packed_rows", "int64", ["r"]),
    queryShape: b.input("query_shape", "int64", [4]),
    keyShape: b.input("key_shape", "int64", [4]),
    mask: b.input("mask", "float32", ["b", 1, 1, "n"]),
    tau: b.input("tau", "float32", ["r"]),
    forced: b.input("forced", "bool", ["r"]),
    selectedMargin: b.floats([1], Float32Array.of(-1)),
    threshold: b.floats([1], Float32Array.of(0)),
    full: b.input("full", "bool", ["r", 1]),
    keep: b.input("keep", "bool", ["r", 1]),
    changed: b.input("changed", "int64", ["s0"]),
    allForced: b.input("all_forced", "bool", []),
    anyPaper: b.input("any_paper", "bool", []),
    cos: b.input(ROPE_COS, element, [config.maxRows, headDim / 2]),
    sin: b.input(ROPE_SIN, element, [config.maxRows, headDim / 2]),
    scale: element === "float32" ? b.floats([1], scale) : b.op("Cast", [b.floats([1], scale)], { to: int(10) }),
    axis0: b.ints([0]),
    axis1,
    lastAxis: b.ints([-1]),
    hiddenRows: b.ints([-1, d]),
  };
  const embedding = b.input(EMBEDDING, element, [vocab, d]);
  let x = b.op("Gather", [embedding, b.input("ids", "int64", ["r"])]);
  let salient = context.changed;
  for (let layer = 0; layer < config.layers; layer++) {
    ({ x, salient } = addLayer(b, context, layer, x, salient));
  }
  const matrix = config.tiedHead ? embedding : b.input(headName(config), element, [vocab, d]);
  addHead(b, context, x, matrix);
  return b.encode();
}

function addHead(b: GraphBuilder, c: PackedContext, x: string, matrix: string): void {
  const { hidden, vocab } = c.config;
  const rows = b.op("Gather", [x, b.input("score", "int64", ["m"])]);
  const normed = rmsNorm(b, c.config, rows, b.input(FINAL_NORM, c.element, [hidden]));
  const scores = toFloat(b, c, b.op("Gemm", [normed, matrix], { transB: int(1) }));
  const bias = new Float32Array(vocab);
  bias[c.config.maskToken] = MASK_BIAS;
  const logits = b.op("Add", [scores, b.floats([vocab], bias)], {}, "logits");
  const probabilities = b.op("Softmax", [logits], { axis: int(-1) });
  b.op("ReduceMax", [probabilities], { axes: ints(-1), keepdims: int(0) }, "confidence");
  b.op("ArgMax", [logits], { axis: int(-1), keepdims: int(0) }, "token");
  addEntropies(b, probabilities);
  b.output("logits", "float32", ["m", vocab]);
  b.output("confidence", "float32", ["m"]);
  b.output("token", "int64", ["m"]);
}

/** Keeps the logarithm of a probability of 0 finite; the product with the probability is 0 all the same. */
const SMALLEST_PROBABILITY = 1e-10;

/** −Σ p·log p of each scored row, `[m]`: computed always, since it is nothing beside the head's product. */
function addEntropies(b: GraphBuilder, probabilities: string): void {
  const logarithm = b.op("Log", [b.op("Add", [probabilities, b.floats([1], Float32Array.of(SMALLEST_PROBABILITY))])]);
  const sum = b.op("ReduceSum", [b.op("Mul", [probabilities, logarithm]), b.ints([-1])], { keepdims: int(0) });
  b.op("Neg", [sum], {}, "entropy");
  b.output("entropy", "float32", ["m"]);
}
