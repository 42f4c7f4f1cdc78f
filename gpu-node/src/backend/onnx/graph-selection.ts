import { type GraphBuilder, int, ints } from "./graph-builder.ts";
import type { LayerContext } from "./graph-layer.ts";

/**
 * Active rows whose context turned away from its cached one: cosine below τ (DyLLM §4.4). Returns their indices, ascending, `[s']`.
 */
export function turnedRows(b: GraphBuilder, c: LayerContext, context: string, cached: string): string {
  const squaredNorm = (x: string): string => b.op("ReduceSumSquare", [x], { axes: ints(-1), keepdims: int(0) });
  const dot = b.op("ReduceSum", [b.op("Mul", [context, cached]), c.lastAxis], { keepdims: int(0) });
  const norms = b.op("Sqrt", [b.op("Mul", [squaredNorm(context), squaredNorm(cached)])]);
  const turned = b.op("Less", [dot, b.op("Mul", [norms, c.tau])]);
  return b.op("Squeeze", [b.op("NonZero", [turned]), c.axis0]);
}
