import { float, type GraphBuilder, int, ints } from "./graph-builder.ts";
import type { LayerContext } from "./graph-layer.ts";

/**
 * Active rows whose context turned away from its cached one: cosine below τ (DyLLM §4.4). Returns their indices, ascending, `[s']`.
 * The cosine is the mean product of both, each divided by its root mean square: one kernel a row where sums of squares and a root are
 * six (measured: 1 to 2 % of a sparse step). A context of zeros has none and is not selected.
 *
 * @param context `[1, r, d]`
 * @param cached `[r, d]`
 */
export function turnedRows(b: GraphBuilder, c: LayerContext, context: string, cached: string): string {
  const unit = (x: string): string =>
    b.op("SimplifiedLayerNormalization", [x, c.ones], { axis: int(-1), epsilon: float(0), stash_type: int(1) });
  const cosine = b.op("ReduceMean", [b.op("Mul", [unit(context), unit(cached)])], { axes: ints(-1), keepdims: int(0) });
  return b.op("Gather", [b.op("NonZero", [b.op("Less", [cosine, c.tau])]), c.one]);
}
