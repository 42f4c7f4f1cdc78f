import { float, GraphBuilder, int } from "./graph-builder.ts";
import type { LayerContext } from "./graph-layer.ts";
import { fromHeads, headMajor } from "./graph-ops.ts";

/** Values of a layer that the two ways to compute its contexts read. */
export interface AttentionInputs {
  /** `[r, d]`, after RoPE. */
  readonly query: string;
  /** `[H·N, hd]`, the salient rows' new keys included. */
  readonly keys: string;
  /** `[H·N, hd]`, as cached: the salient rows' old values. */
  readonly cachedValues: string;
  /** `[H·s, 1]`: where the salient rows stand in K and V. */
  readonly cacheRows: string;
  /** `[H·s, hd]`: the salient rows' new values. */
  readonly valueRows: string;
  /** `[r, d]`. */
  readonly cachedContext: string;
  /** `[s]`, as indices into the active rows, and the same as canvas positions. */
  readonly salient: string;
  readonly absolute: string;
}

/** Branch of layer `l`: softmax(QKᵀ/√hd)·V for all active rows, with the new values in place. */
export function exactContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`exact${l}`);
  const values = b.op("ScatterND", [inputs.cachedValues, inputs.cacheRows, inputs.valueRows]);
  const context = b.op("MatMul", [attention(b, c, inputs), b.op("Reshape", [values, c.byHead])]);
  b.output(fromHeads(b, c, context), "float32", ["r", c.config.hidden]);
  return b;
}

/**
 * Branch of layer `l`: DyLLM §4.2-3. C_cache + A[:, S]·ΔV, and for the salient rows A[S]·V_old in place of C_cache: since
 * A·V_old + A[:, S]·ΔV = A·V_new, they come out exact without V ever being written.
 */
export function approximateContext(c: LayerContext, l: number, inputs: AttentionInputs): GraphBuilder {
  const b = new GraphBuilder(`approximate${l}`);
  const weights = attention(b, c, inputs);
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

/** softmax(QKᵀ/√hd) `[H, r, N]`, over all canvas rows. */
function attention(b: GraphBuilder, c: LayerContext, inputs: AttentionInputs): string {
  const keys = b.op("Reshape", [inputs.keys, c.byHead]);
  const scores = b.op("FusedMatMul", [headMajor(b, c, inputs.query), keys], {
    transB: int(1),
    alpha: float(1 / Math.sqrt(c.headDim)),
  });
  return b.op("Softmax", [scores], { axis: int(-1) });
}
