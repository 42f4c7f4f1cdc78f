import type { TensorConstructor } from "onnxruntime-node";
import type { ModelConfig } from "../../model/types.ts";
import type { StepPlan } from "../backend.ts";
import type { Tensor } from "./runtime.ts";
import type { LayerCache, SlotState } from "./slot.ts";

/** How the graph sees a step. Active rows are `firstRow … firstRow + activeRows − 1`. */
export interface StepView {
  readonly dense: boolean;
  /** Every active row is recomputed: in dense steps and in those of a block cache. */
  readonly all: boolean;
  readonly exact: boolean;
  /** Rows that take part. */
  readonly rows: number;
  readonly firstRow: number;
  readonly activeRows: number;
}

const NO_DATA = new Float32Array();
const EMPTY_CACHE: LayerCache = { keys: NO_DATA, values: NO_DATA, context: NO_DATA, ffn: NO_DATA };

/** Inputs of the denoiser graph for one step. The caches are passed as they are: a view of an array is not copied. */
export function feedsOf(
  Tensor: TensorConstructor,
  config: ModelConfig,
  slot: SlotState,
  plan: StepPlan,
  view: StepView,
): Record<string, Tensor> {
  const { hidden: d, heads } = config;
  const { firstRow, activeRows, rows } = view;
  const int64 = (values: ArrayLike<number>, shape: readonly number[], shift = 0): Tensor =>
    new Tensor(
      "int64",
      BigInt64Array.from(values, (value) => BigInt(value - shift)),
      shape,
    );
  const bool = (value: boolean): Tensor => new Tensor("bool", Uint8Array.of(value ? 1 : 0), []);
  const changed = view.all ? range(activeRows).map((row) => row + firstRow) : plan.changes.positions;
  const feeds: Record<string, Tensor> = {
    ids: int64(slot.tokens.subarray(firstRow, firstRow + activeRows), [activeRows]),
    pos: int64(range(activeRows), [1, activeRows], -firstRow),
    first: int64([firstRow], []),
    changed: int64(changed, [changed.length], firstRow),
    score: int64(plan.score, [plan.score.length], firstRow),
    tau: new Tensor("float32", Float32Array.of(plan.tau), []),
    dense: bool(view.dense),
    all: bool(view.all),
    entropies: bool(plan.choice.entropies === true),
    exact: bool(view.exact),
    heads: int64(
      range(heads).map((head) => head * rows),
      [heads, 1],
    ),
  };
  for (let l = 0; l < config.layers; l++) {
    // A dense step reads no cache, and one that recomputes all its rows none of theirs, but the graph has the inputs.
    const { keys, values } = (view.dense ? null : slot.caches?.[l]) ?? EMPTY_CACHE;
    const { context, ffn } = (view.all ? null : slot.caches?.[l]) ?? EMPTY_CACHE;
    const byHead = (data: Float32Array): Tensor => new Tensor("float32", data, [(data.length * heads) / d, d / heads]);
    const active = (data: Float32Array): Tensor => {
      const rows = data.subarray(firstRow * d, (firstRow + activeRows) * d);
      return new Tensor("float32", rows, [rows.length / d, d]);
    };
    feeds[`K${l}`] = byHead(keys);
    feeds[`V${l}`] = byHead(values);
    feeds[`C${l}`] = active(context);
    feeds[`M${l}`] = active(ffn);
  }
  return feeds;
}

function range(length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => i);
}
