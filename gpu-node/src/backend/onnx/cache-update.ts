import type { ModelConfig } from "../../model/types.ts";
import type { BlockPlan, DensePlan, SparsePlan } from "../backend.ts";
import { floatData, int64Data, type Outputs } from "./outputs.ts";
import type { SlotState } from "./slot.ts";

const NOTHING = new Float32Array();

/** Outputs of a step that its plan wants kept, by name. */
export function keptOutputs(config: ModelConfig, plan: DensePlan | BlockPlan): string[] {
  const perLayer = plan.keep === "nothing" ? [] : plan.keep === "all" ? ["k", "v", "ctx", "m"] : ["k", "v"];
  return Array.from({ length: config.layers }, (_, l) => perLayer.map((name) => `${name}${l}`)).flat();
}

/** After a dense step the outputs are the caches: they already have the layout, so they are taken over without a copy. */
export function storeDense(
  config: ModelConfig,
  slot: SlotState,
  plan: DensePlan,
  rows: number,
  outputs: Outputs,
): void {
  if (plan.keep === "nothing") {
    return;
  }
  const all = plan.keep === "all";
  slot.cachedRows = rows;
  slot.kept = plan.keep;
  slot.caches = Array.from({ length: config.layers }, (_, l) => ({
    keys: floatData(outputs, `k${l}`),
    values: floatData(outputs, `v${l}`),
    context: all ? floatData(outputs, `ctx${l}`) : NOTHING,
    ffn: all ? floatData(outputs, `m${l}`) : NOTHING,
  }));
}

/** Makes room for the rows that join with a block step, which computes them: zero until it has. */
export function growCaches(config: ModelConfig, slot: SlotState, rows: number): void {
  if (rows > slot.cachedRows) {
    slot.caches = slot.caches.map(({ keys, values }) => ({
      keys: withMoreRows(keys, slot.cachedRows, rows, config.heads),
      values: withMoreRows(values, slot.cachedRows, rows, config.heads),
      context: NOTHING,
      ffn: NOTHING,
    }));
    slot.cachedRows = rows;
  }
}

/** After a block step: the active rows' keys and values, where they are kept. Contexts and FFN outputs no longer fit them. */
export function storeBlock(
  config: ModelConfig,
  slot: SlotState,
  plan: BlockPlan,
  rows: number,
  outputs: Outputs,
): void {
  if (plan.keep === "nothing") {
    return;
  }
  const { hidden: d, heads } = config;
  for (const [l, cache] of slot.caches.entries()) {
    storeHeadRows(cache.keys, floatData(outputs, `k${l}`), plan.active, rows, d / heads, heads);
    storeHeadRows(cache.values, floatData(outputs, `v${l}`), plan.active, rows, d / heads, heads);
    cache.context = NOTHING;
    cache.ffn = NOTHING;
  }
  slot.kept = "keys-values";
}

/** The canvas rows each layer selected in a sparse step. */
export function selectedRows(config: ModelConfig, plan: SparsePlan, outputs: Outputs): Int32Array[] {
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
  plan: SparsePlan,
  selectedByLayer: readonly Int32Array[],
  outputs: Outputs,
): void {
  const { hidden: d, heads } = config;
  const headDim = d / heads;
  const rows = slot.cachedRows;
  let entered = plan.changes.positions;
  for (const [l, selected] of selectedByLayer.entries()) {
    const cache = slot.caches[l];
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

/** A head-major cache of `rows` rows with `more` in their place; the new ones are zero until they are written. */
function withMoreRows(cached: Float32Array, rows: number, more: number, heads: number): Float32Array {
  const perHead = cached.length / heads;
  const headDim = perHead / rows;
  const grown = new Float32Array(heads * more * headDim);
  for (let head = 0; head < heads; head++) {
    grown.set(cached.subarray(head * perHead, (head + 1) * perHead), head * more * headDim);
  }
  return grown;
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
