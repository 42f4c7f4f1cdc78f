import { EMBEDDING, FINAL_NORM, headName } from "../../model/tensor-names.ts";
import type { ModelConfig } from "../../model/types.ts";
import { GraphBuilder, graph, int, ints, type TensorSource } from "./graph-builder.ts";
import { addLayer, type LayerContext } from "./graph-layer.ts";
import { linear, rmsNorm } from "./graph-ops.ts";
import type { HostPrecision } from "./session-tensors.ts";

/** File names under which the RoPE tables are handed to the runtime, beside the weights' own names. */
export const ROPE_COS = "rope.cos";
export const ROPE_SIN = "rope.sin";

/** Added to the mask token's logit: far below any real logit, so its probability is exactly 0, and finite in float32. */
const MASK_BIAS = -1e30;

/**
 * The denoiser as one ONNX graph for every kind of step (DyLLM, arXiv 2603.08026, §3-4), so that the weights are held
 * once. `r` active rows, `s` rows entering a layer salient, `m` scored rows, `d` hidden, `H` heads of `hd`.
 *
 * Inputs: `ids` and `rows` [r], tokens and canvas positions of the active rows; `changed` [s0] the rows salient
 * on entering layer 0 and `score` [m], both as indices into the active rows; `tau`; `dense` (every row is selected; needs
 * `changed` = all rows) and `exact` (contexts computed in full) and `all` (every active row is recomputed; `changed` = all active rows);
 * `heads` [H, 1] = h·N; `key_slots` [r], where among the N keys of a head an active row's stands; per layer the caches `K{l}`,
 * `V{l}` [H·N, hd], head-major with K after RoPE, and `C{l}`, `M{l}` [r, d], context and FFN output of the active rows.
 *
 * `packed`: the rows are those of B sequences, all of them recomputed, and `K{l}`, `V{l}` hold everybody's. Then N is the most
 * canvas rows any sequence has, Rm the most active rows; `key_rows` [B·H·N] is the cache row of each padded key, `key_shape`
 * [4] = B, H, N, hd; `key_mask` [B, N] is 1 where a key counts; `query_rows` [B, Rm] is the packed row of each padded query,
 * `packed_rows` [1, r] the way back; and `key_slots` counts through the sequences (sequence · H · N + row).
 *
 * Outputs: per layer `k{l}`, `v{l}` [H, s, hd] of the rows that entered it, `sel{l}` [s'] the rows it selected, their FFN
 * output `m{l}` [s', d], their contexts `c{l}` [s', d] where they were selected by τ (else nothing), and `ctx{l}` [1, r, d], the
 * contexts of all active rows; then `token`, `confidence` [m], `logits` [m, V] and, where the input `entropies` is true, `entropy`
 * [m]. A caller fetches only what it names. Outputs have the shapes in which operators make them: what only changes the shape of an
 * output copies it.
 *
 * @param sources where the weights and RoPE tables are; those without a source are handed over with the graph
 */
export function denoiserGraph(
  config: ModelConfig,
  precision: HostPrecision,
  sources: ReadonlyMap<string, TensorSource> = new Map(),
): Uint8Array {
  const { hidden: d, heads, vocab } = config;
  const headDim = d / heads;
  const b = new GraphBuilder("g", sources);
  const rows = b.input("rows", "int64", ["r"]);
  const axis0 = b.ints([0]);
  const context: LayerContext = {
    config,
    precision,
    headDim,
    rows,
    position: b.op("Unsqueeze", [rows, axis0]),
    tau: b.input("tau", "float32", []),
    dense: b.input("dense", "bool", []),
    all: b.input("all", "bool", []),
    exact: b.input("exact", "bool", []),
    changed: b.input("changed", "int64", ["s0"]),
    keySlots: b.input("key_slots", "int64", ["r"]),
    packed: b.input("packed", "bool", []),
    keyRows: b.input("key_rows", "int64", ["bhn"]),
    keyShape: b.input("key_shape", "int64", [4]),
    keyMask: b.input("key_mask", "int32", ["b", "n"]),
    queryRows: b.input("query_rows", "int64", ["b", "q"]),
    packedRows: b.input("packed_rows", "int64", [1, "p"]),
    heads: b.input("heads", "int64", [heads, 1]),
    cos: b.external(ROPE_COS, [config.maxRows, headDim / 2]),
    sin: b.external(ROPE_SIN, [config.maxRows, headDim / 2]),
    axis0,
    axis1: b.ints([1]),
    lastAxis: b.ints([-1]),
    splitHeads: b.ints([-1, heads, headDim]),
    byHead: b.ints([heads, -1, headDim]),
    oneByHead: b.ints([1, heads, -1, headDim]),
    headCount: b.ints([heads]),
    hiddenRows: b.ints([-1, d]),
    oneHiddenRows: b.ints([1, -1, d]),
    one: b.ints(1),
    noRows: b.floats([0, d], new Float32Array(0)),
    ones: b.floats([d], new Float32Array(d).fill(1)),
  };
  const embedding = b.external(EMBEDDING, [vocab, d]);
  let x = b.op("Gather", [embedding, b.input("ids", "int64", ["r"])]);
  let salient = context.changed;
  for (let layer = 0; layer < config.layers; layer++) {
    ({ x, salient } = addLayer(b, context, layer, x, salient));
  }
  addHead(b, context, x);
  return b.encode();
}

function addHead(b: GraphBuilder, { config, precision }: LayerContext, x: string): void {
  const bias = new Float32Array(config.vocab);
  bias[config.maskToken] = MASK_BIAS;
  const rows = b.op("Gather", [x, b.input("score", "int64", ["m"])]);
  const normed = rmsNorm(b, config, rows, b.external(FINAL_NORM, [config.hidden]));
  const matrix = { name: headName(config), out: config.vocab, in: config.hidden };
  const logits = linear(b, precision, normed, matrix, { bias: b.floats([config.vocab], bias), name: "logits" });
  const probabilities = b.op("Softmax", [logits], { axis: int(-1) });
  b.op("ReduceMax", [probabilities], { axes: ints(-1), keepdims: int(0) }, "confidence");
  b.op("ArgMax", [logits], { axis: int(-1), keepdims: int(0) }, "token");
  b.output("logits", "float32", ["m", config.vocab]);
  b.output("confidence", "float32", ["m"]);
  b.output("token", "int64", ["m"]);
  addEntropies(b, probabilities);
}

/** Keeps the logarithm of a probability of 0 finite, as Dream does; the product with the probability is 0 all the same. */
const SMALLEST_PROBABILITY = 1e-10;

/** −Σ p·log p of each scored row, `[m]`, where `entropies` asks for it, else nothing: a logarithm for every token costs. */
function addEntropies(b: GraphBuilder, probabilities: string): void {
  const wanted = new GraphBuilder("entropies");
  const tiny = wanted.floats([], Float32Array.of(SMALLEST_PROBABILITY));
  const information = wanted.op("Mul", [probabilities, wanted.op("Log", [wanted.op("Add", [probabilities, tiny])])]);
  const sum = wanted.op("ReduceSum", [information, wanted.ints([-1])], { keepdims: int(0) });
  wanted.output(wanted.op("Neg", [sum]), "float32", ["m"]);
  const none = new GraphBuilder("no_entropies");
  none.output(none.op("Identity", [none.floats([0], new Float32Array(0))]), "float32", ["e"]);
  const branches = { then_branch: graph(wanted), else_branch: graph(none) };
  b.op("If", [b.input("entropies", "bool", [])], branches, "entropy");
  b.output("entropy", "float32", ["e"]);
}
