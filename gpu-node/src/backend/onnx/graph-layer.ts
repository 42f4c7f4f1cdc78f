import { blockNames } from "../../model/tensor-names.ts";
import type { ModelConfig } from "../../model/types.ts";
import { float, GraphBuilder, graph, int } from "./graph-builder.ts";

/** What all layers share: the model's shape and the names of inputs and constants. */
export interface LayerContext {
  readonly config: ModelConfig;
  readonly headDim: number;
  readonly position: string;
  readonly first: string;
  readonly tau: string;
  readonly dense: string;
  readonly exact: string;
  readonly heads: string;
  readonly cos: string;
  readonly sin: string;
  readonly axis0: string;
  readonly axis1: string;
  readonly lastAxis: string;
  readonly splitHeads: string;
  readonly headRows: string;
  readonly byHead: string;
  readonly column: string;
  readonly hiddenRows: string;
}

/**
 * Adds layer `l`. `x` [r, d] is the residual stream, `salient` [s] the active rows whose K and V are recomputed; returns
 * both for the next layer, whose salient rows are those selected here.
 */
export function addLayer(
  b: GraphBuilder,
  c: LayerContext,
  l: number,
  x: string,
  salient: string,
): { x: string; salient: string } {
  const { hidden: d, ffn } = c.config;
  const names = blockNames(l);
  const square = (name: string): string => b.external(name, [d, d]);

  const absolute = b.op("Add", [salient, c.first]);
  const normed = rmsNorm(b, c.config, x, b.external(names.attentionNorm, [d]));
  const query = rope(b, c, linear(b, normed, square(names.query)), c.position);
  const normedSalient = b.op("Gather", [normed, salient]);
  const key = rope(
    b,
    c,
    linear(b, normedSalient, square(names.key)),
    b.op("Unsqueeze", [absolute, c.axis0]),
  );
  const value = linear(b, normedSalient, square(names.value));
  const keyRows = b.op("Reshape", [headMajor(b, c, key), c.headRows], {}, `k${l}`);
  const valueRows = b.op("Reshape", [headMajor(b, c, value), c.headRows], {}, `v${l}`);
  b.output(keyRows, "float32", [`hs${l}`, c.headDim]);
  b.output(valueRows, "float32", [`hs${l}`, c.headDim]);

  const cacheRows = b.op("Reshape", [
    b.op("Add", [c.heads, b.op("Unsqueeze", [absolute, c.axis0])]),
    c.column,
  ]);
  const cachedValues = b.input(`V${l}`, "float32", ["hn", c.headDim]);
  const keys = b.op("ScatterND", [b.input(`K${l}`, "float32", ["hn", c.headDim]), cacheRows, keyRows]);
  const cachedContext = b.input(`C${l}`, "float32", ["r", d]);

  const branch = { query, keys, cachedValues, cacheRows, valueRows, cachedContext, salient, absolute };
  const context = b.op(
    "If",
    [c.exact],
    { then_branch: graph(exactContext(c, l, branch)), else_branch: graph(approximateContext(c, l, branch)) },
    `ctx${l}`,
  );
  b.output(context, "float32", ["r", d]);

  const selected = select(b, c, context, cachedContext, l);
  b.op("Gather", [context, selected], {}, `c${l}`);
  b.output(`c${l}`, "float32", [`s${l + 1}`, d]);

  const attended = b.op("Gemm", [context, square(names.attentionOut), x], { transB: int(1) });
  const rows = rmsNorm(b, c.config, b.op("Gather", [attended, selected]), b.external(names.ffnNorm, [d]));
  const gate = b.op("QuickGelu", [linear(b, rows, b.external(names.gate, [ffn, d]))], { alpha: float(1) });
  const hidden = b.op("Mul", [gate, linear(b, rows, b.external(names.up, [ffn, d]))]);
  const output = b.op("Gemm", [hidden, b.external(names.down, [d, ffn])], { transB: int(1) }, `m${l}`);
  b.output(output, "float32", [`s${l + 1}`, d]);
  const cached = b.input(`M${l}`, "float32", ["r", d]);
  const all = b.op("ScatterND", [cached, b.op("Unsqueeze", [selected, c.axis1]), output]);
  return { x: b.op("Add", [attended, all]), salient: selected };
}

/** RMSNorm over the last axis of `x` [n, d]; `weight` [d]. */
export function rmsNorm(b: GraphBuilder, config: ModelConfig, x: string, weight: string): string {
  return b.op("SimplifiedLayerNormalization", [x, weight], {
    axis: int(-1),
    epsilon: float(config.rmsNormEps),
    stash_type: int(1),
  });
}

/** `x` [n, in] times a matrix stored out × in, as checkpoints store it. */
function linear(b: GraphBuilder, x: string, matrix: string): string {
  return b.op("Gemm", [x, matrix], { transB: int(1) });
}

/** Rotary embedding in half-split pairing (i, i + hd/2) on `x` [n, d] at `position` [1, n]. */
function rope(b: GraphBuilder, c: LayerContext, x: string, position: string): string {
  const rotated = b.op("RotaryEmbedding", [b.op("Unsqueeze", [x, c.axis0]), position, c.cos, c.sin], {
    interleaved: int(0),
    num_heads: int(c.config.heads),
    rotary_embedding_dim: int(0),
  });
  return b.op("Squeeze", [rotated, c.axis0]);
}

/** `[n, d]` → `[H, n, hd]`. */
function headMajor(b: GraphBuilder, c: LayerContext, x: string): string {
  return b.op("Transpose", [b.op("Reshape", [x, c.splitHeads])], { perm: { kind: "ints", value: [1, 0, 2] } });
}

interface BranchValues {
  readonly query: string;
  readonly keys: string;
  readonly cachedValues: string;
  readonly cacheRows: string;
  readonly valueRows: string;
  readonly cachedContext: string;
  readonly salient: string;
  readonly absolute: string;
}

function attention(b: GraphBuilder, c: LayerContext, v: BranchValues): string {
  const scores = b.op("FusedMatMul", [headMajor(b, c, v.query), b.op("Reshape", [v.keys, c.byHead])], {
    transB: int(1),
    alpha: float(1 / Math.sqrt(c.headDim)),
  });
  return b.op("Softmax", [scores], { axis: int(-1) });
}

function fromHeads(b: GraphBuilder, c: LayerContext, x: string): string {
  return b.op("Reshape", [b.op("Transpose", [x], { perm: { kind: "ints", value: [1, 0, 2] } }), c.hiddenRows]);
}

function exactContext(c: LayerContext, l: number, v: BranchValues): GraphBuilder {
  const b = new GraphBuilder(`exact${l}`);
  const values = b.op("ScatterND", [v.cachedValues, v.cacheRows, v.valueRows]);
  if ((globalThis as any).VAR.includes("mha")) {
    const q = b.op("Unsqueeze", [v.query, c.axis0]);
    const k = b.op("Unsqueeze", [b.op("Reshape", [v.keys, c.byHead]), c.axis0]);
    const vv = b.op("Unsqueeze", [b.op("Reshape", [values, c.byHead]), c.axis0]);
    const out = b.op("MultiHeadAttention", [q, k, vv], { num_heads: int(c.config.heads) });
    b.output(b.op("Squeeze", [out, c.axis0]), "float32", ["r", c.config.hidden]);
  } else {
    const a = attention(b, c, v);
    b.output(fromHeads(b, c, b.op("MatMul", [a, b.op("Reshape", [values, c.byHead])])), "float32", [
      "r",
      c.config.hidden,
    ]);
  }
  return b;
}

function approximateContext(c: LayerContext, l: number, v: BranchValues): GraphBuilder {
  const b = new GraphBuilder(`approx${l}`);
  const a = attention(b, c, v);
  const old = b.op("Reshape", [v.cachedValues, c.byHead]);
  const before = b.op("Gather", [v.cachedValues, b.op("Reshape", [v.cacheRows, c.lastAxis])]);
  const dv = b.op("Reshape", [b.op("Sub", [v.valueRows, before]), c.byHead]);
  const salientOld = fromHeads(b, c, b.op("MatMul", [b.op("Gather", [a, v.salient], { axis: int(1) }), old]));
  const base = b.op("ScatterND", [v.cachedContext, b.op("Unsqueeze", [v.salient, c.axis1]), salientOld]);
  const change = fromHeads(b, c, b.op("MatMul", [b.op("Gather", [a, v.absolute], { axis: int(2) }), dv]));
  b.output(b.op("Add", [base, change]), "float32", ["r", c.config.hidden]);
  return b;
}

/** Rows whose context turned away from its cached one: cosine below τ (DyLLM §4.4); all rows in a dense step. */
function select(b: GraphBuilder, c: LayerContext, context: string, cached: string, l: number): string {
  if ((globalThis as any).VAR.includes("ifsel")) {
    const yes = new GraphBuilder(`all${l}`);
    yes.output(yes.op("Identity", ["changed"]), "int64", [`s${l + 1}`]);
    const no = new GraphBuilder(`turned${l}`);
    no.output(no.op("Squeeze", [no.op("NonZero", [turnedRows(no, c, context, cached)]), c.axis0]), "int64", [`s${l+1}`]);
    const r = b.op("If", [c.dense], { then_branch: graph(yes), else_branch: graph(no) }, `sel${l}`);
    b.output(r, "int64", [`s${l + 1}`]);
    return r;
  }
  const turned = turnedRows(b, c, context, cached);
  const selected = b.op("Squeeze", [b.op("NonZero", [b.op("Or", [turned, c.dense])]), c.axis0], {}, `sel${l}`);
  b.output(selected, "int64", [`s${l + 1}`]);
  return selected;
}

function turnedRows(b: GraphBuilder, c: LayerContext, context: string, cached: string): string {
  const square = (x: string): string =>
    b.op("ReduceSumSquare", [x], { axes: { kind: "ints", value: [-1] }, keepdims: int(0) });
  const dot = b.op("ReduceSum", [b.op("Mul", [context, cached]), c.lastAxis], { keepdims: int(0) });
  const norms = b.op("Sqrt", [b.op("Mul", [square(context), square(cached)])]);
  return b.op("Less", [dot, b.op("Mul", [norms, c.tau])]);
}
