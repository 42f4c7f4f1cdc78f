import type { ModelConfig } from "../../model/types.ts";
import type { StepPlan } from "../backend.ts";
import { floatData, int64Data, type Outputs } from "./outputs.ts";
import type { SlotState } from "./slot.ts";

/** After a dense step the outputs are the caches: they already have the layout, so they are taken over without a copy. */
export function storeDense(slot: SlotState, layers: number, rows: number, outputs: Outputs): void {
  slot.cachedRows = rows;
  slot.caches = Array.from({ length: layers }, (_, l) => ({
    keys: floatData(outputs, `k${l}`),
    values: floatData(outputs, `v${l}`),
    context: floatData(outputs, `ctx${l}`),
    ffn: floatData(outputs, `m${l}`),
  }));
}

/** The canvas rows each layer selected in a sparse step. */
export function selectedRows(config: ModelConfig, plan: StepPlan, outputs: Outputs): Int32Array[] {
  return Array.from({ length: config.layers }, (_, l) =>
    Int32Array.from(int64Data(outputs, `sel${l}`), (row) => Number(row) + plan.firstRow),
  );
}

/**
 * After a sparse step only rows are written: K and V of the rows that entered a layer, the FFN output of those it
 * selected, and as context either all active rows (`dyllm`: the next step compares with this one) or the selected rows
 * (`dyllm-exact`: a row is compared with the context its FFN output was computed from, so slow drift adds up).
 */
export function storeSparse(
  config: ModelConfig,
  slot: SlotState,
  plan: StepPlan,
  selectedByLayer: readonly Int32Array[],
  outputs: Outputs,
): void {
  const { hidden: d, heads } = config;
  const headDim = d / heads;
  const rows = slot.cachedRows;
  let entered = plan.changes.positions;
  for (const [l, selected] of selectedByLayer.entries()) {
    const cache = slot.caches?.[l];
    if (cache === undefined) {
      throw new Error("a sparse step ran without caches");
    }
    storeHeadRows(cache.keys, floatData(outputs, `k${l}`), entered, rows, headDim, heads);
    storeHeadRows(cache.values, floatData(outputs, `v${l}`), entered, rows, headDim, heads);
    storeRows(cache.ffn, floatData(outputs, `m${l}`), selected, d);
    if (plan.exact) {
      storeRows(cache.context, floatData(outputs, `c${l}`), selected, d);
    } else if (plan.firstRow === 0) {
      cache.context = floatData(outputs, `ctx${l}`);
    } else {
      cache.context.set(floatData(outputs, `ctx${l}`), plan.firstRow * d);
    }
    entered = selected;
  }
}

function storeRows(target: Float32Array, source: Float32Array, positions: Int32Array, width: number): void {
  for (const [i, position] of positions.entries()) {
    target.set(source.subarray(i * width, (i + 1) * width), position * width);
  }
}

function storeHeadRows(
  target: Float32Array,
  source: Float32Array,
  positions: Int32Array,
  rows: number,
  headDim: number,
  heads: number,
): void {
  for (let head = 0; head < heads; head++) {
    for (const [i, position] of positions.entries()) {
      const from = (head * positions.length + i) * headDim;
      target.set(source.subarray(from, from + headDim), (head * rows + position) * headDim);
    }
  }
}
