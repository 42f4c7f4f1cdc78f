import type { TensorConstructor } from "onnxruntime-node";
import type { ModelConfig } from "../../model/types.ts";
import type { StepPlan } from "../backend.ts";
import type { Tensor } from "./runtime.ts";
import type { SlotState } from "./slot.ts";

/** How the graph sees a step. Active rows are `firstRow … firstRow + activeRows − 1`. */
export interface StepView {
  readonly dense: boolean;
  readonly exact: boolean;
  readonly firstRow: number;
  readonly activeRows: number;
}

/** Inputs of the denoiser graph for one step. The caches are passed as they are: a view of an array is not copied. */
export function feedsOf(
  Tensor: TensorConstructor,
  config: ModelConfig,
  slot: SlotState,
  plan: StepPlan,
  view: StepView,
): Record<string, Tensor> {
  const { hidden: d, heads } = config;
  const { firstRow, activeRows } = view;
  const rows = slot.tokens.length;
  const int64 = (values: ArrayLike<number>, shape: readonly number[], shift = 0): Tensor =>
    new Tensor(
      "int64",
      BigInt64Array.from(values, (value) => BigInt(value - shift)),
      shape,
    );
  const bool = (value: boolean): Tensor => new Tensor("bool", Uint8Array.of(value ? 1 : 0), []);
  const changed = view.dense ? range(rows) : plan.changes.positions;
  const feeds: Record<string, Tensor> = {
    ids: int64(slot.tokens.subarray(firstRow), [activeRows]),
    pos: int64(range(activeRows), [1, activeRows], -firstRow),
    first: int64([firstRow], []),
    changed: int64(changed, [changed.length], firstRow),
    score: int64(plan.score, [plan.score.length], firstRow),
    tau: new Tensor("float32", Float32Array.of(plan.tau), []),
    dense: bool(view.dense),
    exact: bool(view.exact),
    heads: int64(
      range(heads).map((head) => head * rows),
      [heads, 1],
    ),
  };
  const cacheShape = [rows * heads, d / heads];
  const activeShape = [activeRows, d];
  for (const [l, { keys, values, context, ffn }] of slot.layers.entries()) {
    feeds[`K${l}`] = new Tensor("float32", keys, cacheShape);
    feeds[`V${l}`] = new Tensor("float32", values, cacheShape);
    feeds[`C${l}`] = new Tensor("float32", context.subarray(firstRow * d), activeShape);
    feeds[`M${l}`] = new Tensor("float32", ffn.subarray(firstRow * d), activeShape);
  }
  return feeds;
}

function range(length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => i);
}
