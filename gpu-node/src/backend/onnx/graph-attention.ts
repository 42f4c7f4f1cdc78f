import { float, GraphBuilder, graph, int } from "./graph-builder.ts";
import type { LayerContext } from "./graph-layer.ts";
import { fromHeads, headMajor } from "./graph-ops.ts";

/** Values of a layer that the ways to compute its contexts read. */
export interface AttentionInputs {
  /** `[r, d]`, after RoPE. */
  readonly query: string;
  /** `[H·s, hd]`: new keys and values of the salient rows. */
  readonly keyRows: string;
  readonly valueRows: string;
  /** `[H·s, 1]`: where they stand in the caches. */
  readonly cacheRows: string;
  /** `[H·N, hd]`: the caches, the salient rows' old values in them. */
  readonly cachedKeys: string;
  readonly cachedValues: string;
  /** `[r, d]`. */
  readonly cachedContext: string;
  /** `[s]`, as indices into the active rows, and the same as canvas positions. */
  readonly salient: string;
  readonly absolute: string;
}

/** Branch of layer `l` for a dense step: every row is new, so the caches are not read at all. */
export function denseContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`dense${l}`);
  const weights = attention(b, c, inputs.query, inputs.keyRows);
  const context = b.op("MatMul", [weights, b.op("Reshape", [inputs.valueRows, c.byHead])]);
  b.output(fromHeads(b, c, context), "float32", ["r", c.config.hidden]);
  return b;
}

/** Branch of layer `l` for a sparse step: attention over the cached keys with the new ones in place, then A·V by either rule. */
export function sparseContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`sparse${l}`);
  const keys = b.op("ScatterND", [inputs.cachedKeys, inputs.cacheRows, inputs.keyRows]);
  const weights = attention(b, c, inputs.query, keys);
  const branches = {
    then_branch: graph(exactContext(c, l, weights, inputs)),
    else_branch: graph(approximateContext(c, l, weights, inputs)),
  };
  b.output(b.op("If", [c.exact], branches), "float32", ["r", c.config.hidden]);
  return b;
}

/** A·V for all active rows, with the new values in place; `weights` [H, r, N]. */
function exactContext(c: LayerContext, l: number, weights: string, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`exact${l}`);
  const values = b.op("ScatterND", [inputs.cachedValues, inputs.cacheRows, inputs.valueRows]);
  const context = b.op("MatMul", [weights, b.op("Reshape", [values, c.byHead])]);
  b.output(fromHeads(b, c, context), "float32", ["r", c.config.hidden]);
  return b;
}

/**
 * DyLLM §4.2-3: C_cache + A[:, S]·ΔV, and for the salient rows A[S]·V_old in place of C_cache: since
 * A·V_old + A[:, S]·ΔV = A·V_new, they come out exact without V ever being written. `weights` [H, r, N].
 */
function approximateContext(c: LayerContext, l: number, weights: string, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`approximate${l}`);
  const values = b.op("Reshape", [inputs.cachedValues, c.byHead]);
  const oldRows = b.op("Gather", [inputs.cachedValues, b.op("Reshape", [inputs.cacheRows, c.lastAxis])]);
  const difference = b.op("Reshape", [b.op("Sub", [inputs.valueRows, oldRows]), c.byHead]);
  const salientWeights = b.op("Gather", [weights, inputs.salient], { axis: int(1) });
  const salientContext = fromHeads(b, c, b.op("MatMul", [salientWeights, values]));
  const rows = b.op("Unsqueeze", [inputs.salient, c.axis1]);
  const base = b.op("ScatterND", [inputs.cachedContext, rows, salientContext]);
  const salientColumns = b.op("Gather", [weights, inputs.absolute], { axis: int(2) });
  const change = fromHeads(b, c, b.op("MatMul", [salientColumns, difference]));
  b.output(b.op("Add", [base, change]), "float32", ["r", c.config.hidden]);
  return b;
}

/** softmax(QKᵀ/√hd) `[H, r, N]` over all canvas rows; `query` [r, d], `keys` [H·N, hd]. */
function attention(b: GraphBuilder, c: LayerContext, query: string, keys: string): string {
  const scores = b.op("FusedMatMul", [headMajor(b, c, query), b.op("Reshape", [keys, c.byHead])], {
    transB: int(1),
    alpha: float(1 / Math.sqrt(c.headDim)),
  });
  return b.op("Softmax", [scores], { axis: int(-1) });
}
