import { float, GraphBuilder, graph, int } from "./graph-builder.ts";
import type { LayerContext } from "./graph-layer.ts";
import { fromHeads, headMajor } from "./graph-ops.ts";
import { turnedRows } from "./graph-selection.ts";

/** Values of a layer that the ways to compute its contexts read. */
export interface AttentionInputs {
  /** `[r, d]`, after RoPE. */
  readonly query: string;
  /** `[H, s, hd]`: new keys and values of the salient rows. */
  readonly keyRows: string;
  readonly valueRows: string;
  /** `[H, s]`: where they stand in the caches, or among the keys of a packed step. */
  readonly cacheRows: string;
  /** `[H·N, hd]`: the caches, the salient rows' old values in them; in a packed step those of all sequences. */
  readonly cachedKeys: string;
  readonly cachedValues: string;
  /** `[r, d]`. */
  readonly cachedContext: string;
  /** `[s]`, as indices into the active rows, and the same as columns of the attention weights. */
  readonly salient: string;
  readonly columns: string;
}

/**
 * Branch of layer `l` for a dense step, giving contexts `[1, r, d]`, selected rows, and no contexts of rows selected by τ: every row is
 * new, so the caches are not read, and all rows are selected. (No test of the rows: it would cost 3 % of the step.)
 */
export function denseContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`dense${l}`);
  const keys = b.op("Unsqueeze", [inputs.keyRows, c.axis0]);
  const values = b.op("Unsqueeze", [inputs.valueRows, c.axis0]);
  outputContexts(b, c, attend(b, c, inputs.query, keys, values));
  everyRow(b, c, l);
  return b;
}

/** The same for other steps: attention over the cached keys with the new ones in place, then A·V by either rule. */
export function sparseContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`sparse${l}`);
  const exact = new GraphBuilder(`in_full${l}`);
  const ways = { then_branch: graph(packedContext(c, l, inputs)), else_branch: graph(exactContext(c, l, inputs)) };
  outputContexts(exact, c, exact.op("If", [c.packed], ways));
  const rules = { then_branch: graph(exact), else_branch: graph(approximateContext(c, l, inputs)) };
  const contexts = b.op("If", [c.exact], rules);
  outputContexts(b, c, contexts);
  const all = new GraphBuilder(`every${l}`);
  everyRow(all, c, l);
  const turned = new GraphBuilder(`turned${l}`);
  const rows = turnedRows(turned, c, contexts, inputs.cachedContext);
  const taken = turned.op("Gather", [turned.op("Squeeze", [contexts, c.axis0]), rows]);
  outputRows(turned, c, l, rows, taken);
  const [selected, turnedContexts] = [`${contexts}/selected`, `${contexts}/turned`];
  b.ops("If", [c.all], { then_branch: graph(all), else_branch: graph(turned) }, [selected, turnedContexts]);
  outputRows(b, c, l, selected, turnedContexts);
  return b;
}

function outputContexts(b: GraphBuilder, c: LayerContext, contexts: string): void {
  b.output(contexts, "float32", [1, "r", c.config.hidden]);
}

function outputRows(b: GraphBuilder, c: LayerContext, l: number, selected: string, turned: string): void {
  b.output(selected, "int64", [`s${l + 1}`]);
  b.output(turned, "float32", [`t${l}`, c.config.hidden]);
}

/** Where every active row is recomputed, every one enters layer 0: the list is at hand, and no cached context is looked at. */
function everyRow(b: GraphBuilder, c: LayerContext, l: number): void {
  outputRows(b, c, l, b.op("Identity", [c.changed]), b.op("Identity", [c.noRows]));
}

/** Contexts of all active rows in full, the new keys and values in place. */
function exactContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`exact${l}`);
  const at = b.op("Unsqueeze", [inputs.cacheRows, c.lastAxis]);
  const renewed = (cache: string, rows: string): string =>
    b.op("Reshape", [b.op("ScatterND", [cache, at, rows]), c.oneByHead]);
  const keys = renewed(inputs.cachedKeys, inputs.keyRows);
  const values = renewed(inputs.cachedValues, inputs.valueRows);
  outputContexts(b, c, attend(b, c, inputs.query, keys, values));
  return b;
}

/** The same for the rows of several sequences: their keys, values and queries padded to the longest, attention, and back. */
function packedContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`packed${l}`);
  const at = b.op("Unsqueeze", [inputs.cacheRows, c.lastAxis]);
  const padded = (cache: string, rows: string): string => {
    const gathered = b.op("Gather", [cache, c.keyRows]);
    return b.op("Reshape", [b.op("ScatterND", [gathered, at, rows]), c.keyShape]);
  };
  const query = b.op("Gather", [inputs.query, c.queryRows]);
  const keys = padded(inputs.cachedKeys, inputs.keyRows);
  const values = padded(inputs.cachedValues, inputs.valueRows);
  const context = b.op("MultiHeadAttention", [query, keys, values, "", c.keyMask], attentionOf(c));
  const rows = b.op("Gather", [b.op("Reshape", [context, c.hiddenRows]), c.packedRows]);
  outputContexts(b, c, rows);
  return b;
}

/**
 * DyLLM §4.2-3: C_cache + A[:, S]·ΔV, and for the salient rows A[S]·V_old in place of C_cache: since
 * A·V_old + A[:, S]·ΔV = A·V_new, they come out exact without V ever being written. `weights` [H, r, N].
 */
function approximateContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`approximate${l}`);
  const at = b.op("Unsqueeze", [inputs.cacheRows, c.lastAxis]);
  const weights = attention(b, c, inputs.query, b.op("ScatterND", [inputs.cachedKeys, at, inputs.keyRows]));
  const values = b.op("Reshape", [inputs.cachedValues, c.byHead]);
  const oldRows = b.op("Gather", [inputs.cachedValues, inputs.cacheRows]);
  const difference = b.op("Sub", [inputs.valueRows, oldRows]);
  const salientWeights = b.op("Gather", [weights, inputs.salient], { axis: int(1) });
  const salientContext = fromHeads(b, b.op("MatMul", [salientWeights, values]), c.hiddenRows);
  const rows = b.op("Unsqueeze", [inputs.salient, c.axis1]);
  const base = b.op("ScatterND", [inputs.cachedContext, rows, salientContext]);
  // GatherElements, with the columns repeated for every row: 5 times as fast as Gather along the last axis.
  const salientColumns = b.op("GatherElements", [weights, columnsByRow(b, c, inputs)], { axis: int(2) });
  const change = fromHeads(b, b.op("MatMul", [salientColumns, difference]), c.oneHiddenRows);
  outputContexts(b, c, b.op("Add", [change, base]));
  return b;
}

/** The salient columns once for each row of each head, `[H, r, s]`. */
function columnsByRow(b: GraphBuilder, c: LayerContext, { query, columns }: AttentionInputs): string {
  const rows = b.op("Shape", [query], { start: int(0), end: int(1) });
  return b.op("Expand", [columns, b.op("Concat", [c.headCount, rows, b.op("Shape", [columns])], { axis: int(0) })]);
}

/** softmax(QKᵀ/√hd) `[H, r, N]` over all canvas rows; `query` [r, d], `keys` [H·N, hd]. */
function attention(b: GraphBuilder, c: LayerContext, query: string, keys: string): string {
  const scores = b.op("FusedMatMul", [headMajor(b, c, query), b.op("Reshape", [keys, c.byHead])], {
    transB: int(1),
    alpha: float(1 / Math.sqrt(c.headDim)),
  });
  return b.op("Softmax", [scores], { axis: int(-1) });
}

/** softmax(QKᵀ/√hd)·V `[1, r, d]` in one operator, which never holds all the weights; `query` [r, d], `keys` and `values` [1, H, N, hd]. */
function attend(b: GraphBuilder, c: LayerContext, query: string, keys: string, values: string): string {
  return b.op("MultiHeadAttention", [b.op("Unsqueeze", [query, c.axis0]), keys, values], attentionOf(c));
}

function attentionOf(c: LayerContext) {
  return { num_heads: int(c.config.heads), scale: float(1 / Math.sqrt(c.headDim)) };
}
