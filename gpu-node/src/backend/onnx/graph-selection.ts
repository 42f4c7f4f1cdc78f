import { GraphBuilder, graph, int, ints } from "./graph-builder.ts";
import type { LayerContext } from "./graph-layer.ts";

/**
 * Rows of layer `l` whose context turned away from its cached one: cosine below τ (DyLLM §4.4); in a dense step all rows.
 * Returns their indices, ascending, `[s']`. `If` rather than `Or`: the test costs 3 % of a dense step, and with caches
 * still zero it would select nothing.
 */
export function select(b: GraphBuilder, c: LayerContext, context: string, cached: string, l: number): string {
  const shape = [`s${l + 1}`];
  const all = new GraphBuilder(`all${l}`);
  // A dense step enters layer 0 with every row, so the list of all rows is at hand.
  all.output(all.op("Identity", [c.changed]), "int64", shape);
  const turned = new GraphBuilder(`turned${l}`);
  const rows = turned.op("NonZero", [turnedRows(turned, c, context, cached)]);
  turned.output(turned.op("Squeeze", [rows, c.axis0]), "int64", shape);
  const selected = b.op("If", [c.dense], { then_branch: graph(all), else_branch: graph(turned) }, `sel${l}`);
  b.output(selected, "int64", shape);
  return selected;
}

/** ⟨C, C'⟩ < τ·‖C‖·‖C'‖ for each active row `[r]`. */
function turnedRows(b: GraphBuilder, c: LayerContext, context: string, cached: string): string {
  const squaredNorm = (x: string): string => b.op("ReduceSumSquare", [x], { axes: ints(-1), keepdims: int(0) });
  const dot = b.op("ReduceSum", [b.op("Mul", [context, cached]), c.lastAxis], { keepdims: int(0) });
  const norms = b.op("Sqrt", [b.op("Mul", [squaredNorm(context), squaredNorm(cached)])]);
  return b.op("Less", [dot, b.op("Mul", [norms, c.tau])]);
}
