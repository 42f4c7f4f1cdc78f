import { ROPE_COS, ROPE_SIN } from "../../../gpu-node/src/backend/onnx/graph.ts";
import { float, GraphBuilder, int, ints } from "../../../gpu-node/src/backend/onnx/graph-builder.ts";
import { linear, linearPlus, type Matrix, rmsNorm } from "../../../gpu-node/src/backend/onnx/graph-ops.ts";
import { blockNames, EMBEDDING, FINAL_NORM, headName } from "../../../gpu-node/src/model/tensor-names.ts";
import type { ModelConfig } from "../../../gpu-node/src/model/types.ts";
import { addSums, type SumsContext } from "./graph-sums.ts";

/** Added to the mask token's logit: far below any real logit, so its probability is exactly 0, and finite in float32. */
const MASK_BIAS = -1e30;

/** What all layers share: the names of the model's inputs and of constants. */
interface EventContext extends SumsContext {
  readonly cos: string;
  readonly sin: string;
  /** `[N]`: the square of the factor by which a row's tolerances are wider than the current block's. */
  readonly loose: string;
  /** Squares of the tolerances of a context and of an output; negative: everything is beyond it. */
  readonly contextTolerance: string;
  readonly outputTolerance: string;
  readonly axis0: string;
  readonly axis1: string;
  readonly lastAxis: string;
  readonly splitHeads: string;
  readonly hiddenRows: string;
  readonly never: string;
}

/**
 * Event-driven denoising as one ONNX graph. `N` canvas rows, `a` rows whose input to a layer changed (A), `r` rows the
 * layer commits (A and B), `m` scored rows, `d` hidden, `H` heads of `hd`.
 *
 * Inputs: `changed` [a0] and `ids` [a0], the rows written before the step (all of them: a dense step) and their tokens;
 * `score` [m]; `loose` [N]; the squared tolerances `tol` and `eps`; `plainFrom`, the number of changed rows from which a
 * layer's sums are computed anew instead of updated; `budget`, the sum of terms, as a multiple of Z and over all heads, from
 * which a single row's are; by layer the held input `X{l}` [N, d],
 * `Q{l}`, `K{l}` [H, N, hd], `V{l}` [H, N, hd + 2] (two columns of ones follow the value), the softmax sums `S{l}`
 * [H, N, hd + 2] (N, Z, Σ|terms of Z|), their maxima `M{l}` [H, N, 1], the contexts last committed `C{l}` [H, N, hd] and
 * their squared norms `R{l}` [N]; and `X{L}`, the held outputs of the last layer.
 *
 * Outputs: by layer the new rows of all of these with the rows they belong to: `a{l}` [a] with `x{l}`, `q{l}`, `k{l}`,
 * `v{l}`; `r{l}` [r] with `c{l}` [H, r, hd] and `n{l}` [r]; `s{l}` and `m{l}` whole; `a{L}` with `x{L}`; then `token`,
 * `confidence` [m] and `logits` [m, V]. A caller fetches only what it names.
 */
export function eventGraph(config: ModelConfig): Uint8Array {
  const { hidden: d, heads, vocab, layers } = config;
  const headDim = d / heads;
  const b = new GraphBuilder("e");
  const c: EventContext = {
    heads,
    headDim,
    headIds: b.op("Reshape", [b.ints(Array.from({ length: heads }, (_, head) => head)), b.ints([-1, 1, 1])]),
    plainFrom: b.input("plainFrom", "int64", []),
    budget: b.input("budget", "float32", []),
    perHead: b.ints([heads, 1, 1]),
    loose: b.input("loose", "float32", ["N"]),
    contextTolerance: b.input("tol", "float32", []),
    outputTolerance: b.input("eps", "float32", []),
    cos: b.external(ROPE_COS, [config.maxRows, headDim / 2]),
    sin: b.external(ROPE_SIN, [config.maxRows, headDim / 2]),
    axis0: b.ints([0]),
    axis1: b.ints([1]),
    lastAxis: b.ints([-1]),
    splitHeads: b.ints([-1, heads, headDim]),
    column: b.ints([-1, 1]),
    hiddenRows: b.ints([-1, d]),
    never: b.floats([1], Float32Array.of(-1)),
    twoOnes: b.ints([0, 0, 0, 0, 0, 2]),
    one: b.floats([], Float32Array.of(1)),
    zero: b.floats([1], Float32Array.of(0)),
  };
  const embedding = b.external(EMBEDDING, [vocab, d]);
  let rows = b.input("changed", "int64", ["a0"]);
  b.output(b.op("Identity", [rows], {}, "a0"), "int64", ["a0"]);
  let changed = b.op("Gather", [embedding, b.input("ids", "int64", ["a0"])], {}, "x0");
  b.output("x0", "float32", ["a0", d]);
  let held = b.input("X0", "float32", ["N", d]);
  for (let l = 0; l < layers; l++) {
    ({ rows, changed, held } = addEventLayer(b, c, config, l, { rows, changed, held }));
  }
  const outputs = b.op("ScatterND", [held, b.op("Unsqueeze", [rows, c.axis1]), changed]);
  addHead(b, config, outputs, config.tiedHead ? embedding : b.external(headName(config), [vocab, d]));
  return b.encode();
}

/** Rows `[a]` whose input to a layer changed, these inputs `[a, d]`, and the inputs held so far `[N, d]`. */
interface LayerInput {
  readonly rows: string;
  readonly changed: string;
  readonly held: string;
}

function addEventLayer(
  b: GraphBuilder,
  c: EventContext,
  config: ModelConfig,
  l: number,
  input: LayerInput,
): LayerInput {
  const { hidden: d, ffn } = config;
  const { heads, headDim } = c;
  const names = blockNames(l);
  const square = (name: string): Matrix => ({ name, out: d, in: d });
  const times = (rows: string, matrix: Matrix): string => linear(b, "fp32", rows, matrix);

  const index = b.op("Unsqueeze", [input.rows, c.axis1]);
  const normed = rmsNorm(b, config, input.changed, b.external(names.attentionNorm, [d]));
  const position = b.op("Unsqueeze", [input.rows, c.axis0]);
  const turn = (x: string, name: string): string => headMajor(b, c, rope(b, c, x, position), name);
  const query = turn(times(normed, square(names.query)), `q${l}`);
  const key = turn(times(normed, square(names.key)), `k${l}`);
  const value = headMajor(b, c, times(normed, square(names.value)), `v${l}`);
  for (const rows of [query, key, value]) {
    b.output(rows, "float32", [heads, `a${l}`, headDim]);
  }

  const sums = addSums(b, c, l, { rows: input.rows, query, key, value });
  b.output(sums.sums, "float32", [heads, "N", headDim + 2]);
  b.output(sums.maxima, "float32", [heads, "N", 1]);

  // C = N / Z for every row, and how far it is from the one the row's output was computed with.
  const parts = [`weighted${l}`, `total${l}`, `terms${l}`];
  b.ops("Split", [sums.sums, b.ints([headDim, 1, 1])], { axis: int(-1) }, parts);
  const context = b.op("Div", [parts[0] ?? "", parts[1] ?? ""]);
  const apart = b.op("Sub", [context, b.input(`C${l}`, "float32", [heads, "N", headDim])]);
  const byHead = b.op("ReduceSum", [b.op("Mul", [apart, apart]), c.lastAxis], { keepdims: int(0) });
  const distance = b.op("ReduceSum", [byHead, c.axis0], { keepdims: int(0) });
  const size = b.op("Mul", [b.input(`R${l}`, "float32", ["N"]), b.op("Mul", [c.loose, c.contextTolerance])]);
  // A changed row is committed whatever its context did: no distance is below its limit.
  const always = b.op("Expand", [c.never, b.op("Shape", [input.rows])]);
  const limit = b.op("ScatterND", [size, index, always]);
  const committed = b.op("Squeeze", [b.op("NonZero", [b.op("Greater", [distance, limit])]), c.axis0], {}, `r${l}`);
  b.output(committed, "int64", [`r${l}`]);

  const taken = b.op("Gather", [context, committed], { axis: int(1) }, `c${l}`);
  b.output(taken, "float32", [heads, `r${l}`, headDim]);
  const rowContext = b.op("Reshape", [b.op("Transpose", [taken], { perm: ints(1, 0, 2) }), c.hiddenRows]);
  b.op("ReduceSumSquare", [rowContext], { axes: ints(1), keepdims: int(0) }, `n${l}`);
  b.output(`n${l}`, "float32", [`r${l}`]);

  const inputs = b.op("Gather", [b.op("ScatterND", [input.held, index, input.changed]), committed]);
  const attended = linearPlus(b, "fp32", rowContext, square(names.attentionOut), inputs);
  const rows = rmsNorm(b, config, attended, b.external(names.ffnNorm, [d]));
  const gate = b.op("QuickGelu", [times(rows, { name: names.gate, out: ffn, in: d })], { alpha: float(1) });
  const hidden = b.op("Mul", [gate, times(rows, { name: names.up, out: ffn, in: d })]);
  const output = linearPlus(b, "fp32", hidden, { name: names.down, out: d, in: ffn }, attended);

  // Committed outputs that moved are the next layer's changed inputs; the others stay held.
  const next = b.input(`X${l + 1}`, "float32", ["N", d]);
  const before = b.op("Gather", [next, committed]);
  const squared = (x: string): string => b.op("ReduceSumSquare", [x], { axes: ints(1), keepdims: int(0) });
  const slack = b.op("Mul", [b.op("Gather", [c.loose, committed]), c.outputTolerance]);
  const moved = b.op("Greater", [squared(b.op("Sub", [output, before])), b.op("Mul", [squared(before), slack])]);
  const where = b.op("Squeeze", [b.op("NonZero", [moved]), c.axis0]);
  const changed = b.op("Gather", [output, where], {}, `x${l + 1}`);
  b.output(changed, "float32", [`a${l + 1}`, d]);
  const movedRows = b.op("Gather", [committed, where], {}, `a${l + 1}`);
  b.output(movedRows, "int64", [`a${l + 1}`]);
  return { rows: movedRows, changed, held: next };
}

function addHead(b: GraphBuilder, config: ModelConfig, x: string, matrix: string): void {
  const bias = new Float32Array(config.vocab);
  bias[config.maskToken] = MASK_BIAS;
  const rows = b.op("Gather", [x, b.input("score", "int64", ["m"])]);
  const normed = rmsNorm(b, config, rows, b.external(FINAL_NORM, [config.hidden]));
  const logits = b.op("Gemm", [normed, matrix, b.floats([config.vocab], bias)], { transB: int(1) }, "logits");
  const probabilities = b.op("Softmax", [logits], { axis: int(-1) });
  b.op("ReduceMax", [probabilities], { axes: ints(-1), keepdims: int(0) }, "confidence");
  b.op("ArgMax", [logits], { axis: int(-1), keepdims: int(0) }, "token");
  b.output("logits", "float32", ["m", config.vocab]);
  b.output("confidence", "float32", ["m"]);
  b.output("token", "int64", ["m"]);
}

/** Rotary embedding in half-split pairing on `x` [n, d] at `position` [1, n]. */
function rope(b: GraphBuilder, c: EventContext, x: string, position: string): string {
  const rotated = b.op("RotaryEmbedding", [b.op("Unsqueeze", [x, c.axis0]), position, c.cos, c.sin], {
    interleaved: int(0),
    num_heads: int(c.heads),
    rotary_embedding_dim: int(0),
  });
  return b.op("Squeeze", [rotated, c.axis0]);
}

/** `[n, d]` → `[H, n, hd]`. */
function headMajor(b: GraphBuilder, c: EventContext, x: string, name: string): string {
  return b.op("Transpose", [b.op("Reshape", [x, c.splitHeads])], { perm: ints(1, 0, 2) }, name);
}
