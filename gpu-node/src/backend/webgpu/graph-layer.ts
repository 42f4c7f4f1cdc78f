import { blockNames } from "../../model/tensor-names.ts";
import { float, GraphBuilder, graph, int, ints } from "../onnx/graph-builder.ts";
import {
  fromFloat,
  headMajor,
  INDEX_PREFIX,
  linear,
  lookUp,
  type PackedContext,
  rmsNorm,
  rope,
  scatterIndex,
  toFloat,
} from "./graph-ops.ts";

/** Names of a layer's four caches as inputs of the graph; `new` is appended for the outputs that replace them. */
export function cacheNames(l: number): { keys: string; values: string; context: string; ffn: string } {
  return { keys: `K${l}`, values: `V${l}`, context: `C${l}`, ffn: `M${l}` };
}

/** Name of the output that takes the place of a cache. */
export function updatedName(cache: string): string {
  return `${cache}.new`;
}

/**
 * Adds layer `l`. `x` [r, d] is the residual stream of all packed rows, `salient` [s] those whose K and V are recomputed;
 * returns both for the next layer.
 *
 * Every cache is read through a `Gather` and written by a `ScatterND` whose updates depend on that `Gather`: the caller
 * binds a cache's input and output to one buffer, and this is what keeps the write behind the read.
 */
export function addLayer(
  b: GraphBuilder,
  c: PackedContext,
  l: number,
  x: string,
  salient: string,
): { x: string; salient: string } {
  const { hidden: d, ffn } = c.config;
  const names = blockNames(l);
  const weight = (name: string, ...shape: number[]): string => b.input(name, c.element, shape);
  const pool = cacheNames(l);
  const cache = (name: string): string => b.input(name, c.element, ["pool", d]);
  const update = (name: string, index: string, source: string): void => {
    b.op("ScatterND", [name, index, source], {}, updatedName(name));
    b.output(updatedName(name), c.element, ["pool", d]);
  };

  const normed = rmsNorm(b, c.config, x, weight(names.attentionNorm, d));
  const query = rope(b, c, linear(b, normed, weight(names.query, d, d)), c.position);
  const entering = b.op("Gather", [normed, salient]);
  const positions = lookUp(b, c.position, salient, `positions${l}`, 1);
  const key = rope(b, c, linear(b, entering, weight(names.key, d, d)), positions);
  const value = linear(b, entering, weight(names.value, d, d));

  const slots = lookUp(b, c.keySlots, salient, `slots${l}`);
  const slotIndex = scatterIndex(b, c, slots, `slot_index${l}`);
  const oldKeys = b.op("Gather", [cache(pool.keys), c.keyRows]);
  const oldValues = b.op("Gather", [cache(pool.values), c.keyRows]);
  const keys = b.op("ScatterND", [oldKeys, slotIndex, key]);
  const values = b.op("ScatterND", [oldValues, slotIndex, value]);
  const enteredRows = scatterIndex(b, c, lookUp(b, c.rows, salient, `entered${l}`), `entered_index${l}`);
  update(pool.keys, enteredRows, b.op("Gather", [keys, slots]));
  update(pool.values, enteredRows, b.op("Gather", [values, slots]));

  const cachedContext = b.op("Gather", [cache(pool.context), c.rows]);
  const weights = attention(b, c, query, keys);
  const inputs = { weights, values, oldValues, cachedContext, salient };
  const context = b.op("If", [c.anyPaper], {
    then_branch: graph(eitherContext(c, l, inputs)),
    else_branch: graph(exactContext(c, l, inputs)),
  });

  const selected = select(b, c, context, cachedContext, l);
  // `dyllm-exact` keeps the context of a row's last commit; the others keep that of the last step.
  const selectedIndex = scatterIndex(b, c, selected, `selected_index${l}`);
  const committed = b.op("ScatterND", [cachedContext, selectedIndex, b.op("Gather", [context, selected])]);
  update(pool.context, c.rowIndex, b.op("Where", [c.keep, committed, context]));

  const attended = b.op("Gemm", [context, weight(names.attentionOut, d, d), x], { transB: int(1) });
  const rows = rmsNorm(b, c.config, b.op("Gather", [attended, selected]), weight(names.ffnNorm, d));
  const gate = b.op("QuickGelu", [linear(b, rows, weight(names.gate, ffn, d))], { alpha: float(1) });
  const hidden = b.op("Mul", [gate, linear(b, rows, weight(names.up, ffn, d))]);
  const output = linear(b, hidden, weight(names.down, d, ffn));
  const cachedFfn = b.op("Gather", [cache(pool.ffn), c.rows]);
  const merged = b.op("ScatterND", [cachedFfn, selectedIndex, output]);
  const selectedRows = scatterIndex(b, c, lookUp(b, c.rows, selected, `written${l}`), `written_index${l}`);
  update(pool.ffn, selectedRows, b.op("Gather", [merged, selected]));
  return { x: b.op("Add", [attended, merged]), salient: selected };
}

/** softmax(QKᵀ/√hd) `[B, H, Rm, Nm]`, padded keys at 0; `query` [r, d] packed, `keys` [B·Nm, d]. */
function attention(b: GraphBuilder, c: PackedContext, query: string, keys: string): string {
  const padded = b.op("Gather", [b.op("Mul", [query, c.scale]), c.queryRows]);
  const transposed = b.op("Transpose", [b.op("Reshape", [keys, c.keyShape])], { perm: ints(0, 2, 3, 1) });
  const scores = b.op("MatMul", [headMajor(b, padded, c.queryShape), transposed]);
  const softmax = b.op("Softmax", [b.op("Add", [toFloat(b, c, scores), c.mask])], { axis: int(-1) });
  return fromFloat(b, c, softmax);
}

interface ContextInputs {
  /** `[B, H, Rm, Nm]`. */
  readonly weights: string;
  /** `[B·Nm, d]`, the new values in place, and as they were. */
  readonly values: string;
  readonly oldValues: string;
  /** `[r, d]`. */
  readonly cachedContext: string;
  readonly salient: string;
}

/** A·V, unpadded: `[r, d]`. */
function product(b: GraphBuilder, c: PackedContext, weights: string, values: string): string {
  const context = b.op("MatMul", [weights, headMajor(b, values, c.keyShape)]);
  const rows = b.op("Reshape", [b.op("Transpose", [context], { perm: ints(0, 2, 1, 3) }), c.hiddenRows]);
  return b.op("Gather", [rows, c.packedRows]);
}

/** Branch for steps in which no sequence follows the paper's rule: contexts computed in full. */
function exactContext(c: PackedContext, l: number, inputs: ContextInputs): GraphBuilder {
  const b = new GraphBuilder(`exact${l}`);
  b.output(product(b, c, inputs.weights, inputs.values), c.element, ["r", c.config.hidden]);
  return b;
}

/**
 * Branch for steps in which some sequence follows the paper's rule (DyLLM §4.2-3): its rows get C_cache + A·ΔV, those
 * that entered salient A·V_new; `full` marks the rows of the other sequences, which get A·V_new as well. ΔV is zero
 * wherever no value changed, so the product over all columns is the paper's product over the salient ones.
 */
function eitherContext(c: PackedContext, l: number, inputs: ContextInputs): GraphBuilder {
  const b = new GraphBuilder(`either${l}`);
  const exact = product(b, c, inputs.weights, inputs.values);
  const change = product(b, c, inputs.weights, b.op("Sub", [inputs.values, inputs.oldValues]));
  const drifted = b.op("Add", [inputs.cachedContext, change]);
  const entered = scatterIndex(b, c, inputs.salient, `salient_index${l}`);
  const paper = b.op("ScatterND", [drifted, entered, b.op("Gather", [exact, inputs.salient])]);
  b.output(b.op("Where", [c.full, exact, paper]), c.element, ["r", c.config.hidden]);
  return b;
}

/**
 * Rows of layer `l` whose context turned away from its cached one: cosine below the row's τ (DyLLM §4.4). The rows of
 * sequences whose rows are all recomputed are `forced`; where all sequences are such the test is left out. Returns indices into the packed rows, ascending, `[s']`.
 */
function select(b: GraphBuilder, c: PackedContext, context: string, cached: string, l: number): string {
  const shape = [`s${l + 1}`];
  const all = new GraphBuilder(`all${l}`);
  all.output(all.op("Identity", [c.changed], {}, `${INDEX_PREFIX}all${l}`), "int64", shape);
  const turned = new GraphBuilder(`turned${l}`);
  const [now, before] = [toFloat(turned, c, context), toFloat(turned, c, cached)];
  const sum = (x: string): string => turned.op("ReduceSum", [x, c.lastAxis], { keepdims: int(0) });
  const squaredNorm = (x: string): string => sum(turned.op("Mul", [x, x]));
  const norms = turned.op("Sqrt", [turned.op("Mul", [squaredNorm(now), squaredNorm(before)])]);
  const margin = turned.op("Sub", [sum(turned.op("Mul", [now, before])), turned.op("Mul", [norms, c.tau])]);
  // `Where`, not a large threshold: the caches of a forced row may hold anything, NaN included.
  const forced = turned.op("Where", [c.forced, c.selectedMargin, margin]);
  const rows = turned.op("NonZero", [turned.op("Less", [forced, c.threshold])], {}, `${INDEX_PREFIX}turned${l}`);
  turned.output(turned.op("Squeeze", [rows, c.axis0], {}, `${INDEX_PREFIX}list${l}`), "int64", shape);
  const selected = b.op("If", [c.allForced], { then_branch: graph(all), else_branch: graph(turned) }, `sel${l}`);
  b.output(selected, "int64", shape);
  return selected;
}
