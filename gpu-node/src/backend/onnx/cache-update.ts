import type { ModelConfig } from "../../model/types.ts";
import type { BlockPlan, DensePlan, SparsePlan, StepPlan } from "../backend.ts";
import type { KvPool, Region } from "./kv-pool.ts";
import { floatData, int64Data, type Outputs } from "./outputs.ts";
import type { SlotState } from "./slot.ts";

/** What a slot's caches are kept in. */
export interface CacheStore {
  readonly config: ModelConfig;
  readonly pool: KvPool;
}

/** Outputs of a step that its plan wants kept, by name. */
export function keptOutputs(config: ModelConfig, plan: StepPlan): string[] {
  const names = namesKept(plan);
  return Array.from({ length: config.layers }, (_, l) => names.map((name) => `${name}${l}`)).flat();
}

function namesKept(plan: StepPlan): readonly string[] {
  if (plan.kind === "sparse") {
    return ["k", "v", "sel", "m", plan.exact ? "c" : "ctx"];
  }
  switch (plan.keep) {
    case "nothing":
      return [];
    case "keys-values":
      return ["k", "v"];
    case "all":
      return ["k", "v", "ctx", "m"];
    default:
      throw new Error(`unknown ${plan satisfies never}`);
  }
}

/** After a dense step: everything the plan keeps. Contexts and FFN outputs are taken over without a copy. */
export function storeDense(
  { config, pool }: CacheStore,
  slot: SlotState,
  plan: DensePlan,
  rows: number,
  outputs: Outputs,
): void {
  if (plan.keep === "nothing") {
    return;
  }
  const region = placeRows(pool, slot, rows);
  const layers = Array.from({ length: config.layers }, (_, l) => l);
  for (const l of layers) {
    const { keys, values } = pool.view(l, region);
    keys.set(floatData(outputs, `k${l}`));
    values.set(floatData(outputs, `v${l}`));
  }
  slot.kept = plan.keep;
  slot.caches =
    plan.keep === "all"
      ? layers.map((l) => ({ context: floatData(outputs, `ctx${l}`), ffn: floatData(outputs, `m${l}`) }))
      : [];
}

/** Makes room for the rows that join with a block step, which computes them: zero until it has. */
export function growCaches({ pool }: CacheStore, slot: SlotState, rows: number): void {
  if (slot.region !== null && rows > slot.cachedRows) {
    slot.region = pool.extend(slot.region, rows);
    slot.cachedRows = rows;
    slot.kept = "keys-values";
    slot.caches = [];
  }
}

/**
 * After a block step: the active rows' keys and values, where they are kept. Contexts and FFN outputs no longer fit them.
 *
 * @param packed active rows of the whole step, and which of them is the slot's first
 */
export function storeBlock(
  { config, pool }: CacheStore,
  slot: SlotState,
  plan: BlockPlan,
  packed: { readonly rows: number; readonly offset: number },
  outputs: Outputs,
): void {
  if (plan.keep === "nothing" || slot.region === null) {
    return;
  }
  const span = { positions: plan.active, rows: slot.region.rows, offset: packed.offset, stride: packed.rows };
  for (let l = 0; l < config.layers; l++) {
    const { keys, values } = pool.view(l, slot.region);
    storeHeadRows(config, keys, floatData(outputs, `k${l}`), span);
    storeHeadRows(config, values, floatData(outputs, `v${l}`), span);
  }
  slot.kept = "keys-values";
  slot.caches = [];
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
  { config, pool }: CacheStore,
  slot: SlotState,
  plan: SparsePlan,
  selectedByLayer: readonly Int32Array[],
  outputs: Outputs,
): void {
  const { hidden: d } = config;
  let entered = plan.changes.positions;
  for (const [l, selected] of selectedByLayer.entries()) {
    const cache = slot.caches[l];
    if (cache === undefined || slot.region === null) {
      throw new Error("a sparse step ran without caches");
    }
    const { keys, values } = pool.view(l, slot.region);
    const span = { positions: entered, rows: slot.region.rows, offset: 0, stride: entered.length };
    storeHeadRows(config, keys, floatData(outputs, `k${l}`), span);
    storeHeadRows(config, values, floatData(outputs, `v${l}`), span);
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

/** The slot's place in the pool, with room for exactly so many rows. */
function placeRows(pool: KvPool, slot: SlotState, rows: number): Region {
  if (slot.region === null || slot.region.rows !== rows) {
    if (slot.region !== null) {
      pool.release(slot.region);
    }
    slot.region = pool.take(rows);
  }
  slot.cachedRows = rows;
  return slot.region;
}

function storeRows(target: Float32Array, source: Float32Array, positions: Int32Array, width: number): void {
  for (const [i, position] of positions.entries()) {
    target.set(source.subarray(i * width, (i + 1) * width), position * width);
  }
}

interface HeadRows {
  /** Where the rows go, of the `rows` a head has. */
  readonly positions: Int32Array;
  readonly rows: number;
  /** The first of them in the source, and the rows a head has there. */
  readonly offset: number;
  readonly stride: number;
}

function storeHeadRows(
  { hidden, heads }: ModelConfig,
  target: Float32Array,
  source: Float32Array,
  { positions, rows, offset, stride }: HeadRows,
): void {
  const headDim = hidden / heads;
  for (let head = 0; head < heads; head++) {
    for (const [i, position] of positions.entries()) {
      const from = (head * stride + offset + i) * headDim;
      target.set(source.subarray(from, from + headDim), (head * rows + position) * headDim);
    }
  }
}
