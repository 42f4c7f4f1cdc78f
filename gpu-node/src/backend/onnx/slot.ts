import type { ModelConfig } from "../../model/types.ts";
import { BackendError, type StepPlan } from "../backend.ts";

/** Caches of one layer, all `[N·d]`. K and V head-major (row h·N + p of `hd` values), C and M row by row. */
export interface LayerCache {
  keys: Float32Array;
  values: Float32Array;
  /** Attention context before the output projection: of the last step (`dyllm`) or the last commit (`dyllm-exact`). */
  context: Float32Array;
  /** FFN output. */
  ffn: Float32Array;
}

/** One open canvas. */
export interface SlotState {
  readonly tokens: Int32Array;
  /** By layer; null until a dense step has filled them. */
  caches: readonly LayerCache[] | null;
  /** Rows the caches cover: those that took part in the dense step. */
  cachedRows: number;
}

const CACHES_PER_LAYER = 4;

/** Bytes the caches of a slot take. */
export function cacheBytes(config: ModelConfig, slot: SlotState): number {
  const caches = slot.caches === null ? 0 : CACHES_PER_LAYER * config.layers;
  return caches * slot.cachedRows * config.hidden * Float32Array.BYTES_PER_ELEMENT;
}

/** Opens a slot; its caches come with the first dense step that keeps them. Throws BackendError `invalid_plan` for a canvas that does not fit the model. */
export function openSlot(config: ModelConfig, tokens: Int32Array): SlotState {
  if (tokens.length < 1 || tokens.length > config.maxRows) {
    throw new BackendError("invalid_plan", `a canvas of ${tokens.length} rows; the model takes 1 to ${config.maxRows}`);
  }
  checkTokens(config, tokens);
  return { tokens: tokens.slice(), caches: null, cachedRows: 0 };
}

/** Throws BackendError `invalid_plan` unless the plan can be run on the slot. */
export function checkPlan(config: ModelConfig, slot: SlotState | undefined, plan: StepPlan): asserts slot is SlotState {
  const refuse = (message: string): never => {
    throw new BackendError("invalid_plan", `slot ${plan.slot}: ${message}`);
  };
  if (slot === undefined) {
    return refuse("is not open");
  }
  const { positions, tokens } = plan.changes;
  const endRow = plan.endRow ?? slot.tokens.length;
  const { firstRow, activeEnd } = activeRange(slot, plan);
  if (positions.length !== tokens.length) {
    refuse("changed positions and tokens differ in number");
  }
  if (!Number.isInteger(endRow) || endRow < 1 || endRow > slot.tokens.length) {
    refuse(`end row ${endRow} is outside the canvas of ${slot.tokens.length}`);
  }
  if (plan.kind !== "dense" && slot.caches === null) {
    refuse("a sparse step needs a dense one with caches before it");
  }
  if (plan.kind !== "dense" && slot.cachedRows !== endRow) {
    refuse(`the caches cover ${slot.cachedRows} rows, ${endRow} take part`);
  }
  if (!Number.isInteger(firstRow) || firstRow < 0 || !(firstRow < activeEnd && activeEnd <= endRow)) {
    refuse(`active rows ${firstRow}…${activeEnd - 1} are outside the ${endRow} that take part`);
  }
  if (!isAscending(positions, firstRow, activeEnd) || !isAscending(plan.score, firstRow, activeEnd)) {
    refuse(`positions must be ascending within ${firstRow}…${activeEnd - 1}`);
  }
  checkTokens(config, tokens);
}

/** First active row of a step, and behind the last. */
export function activeRange(
  slot: Pick<SlotState, "tokens">,
  plan: StepPlan,
): { readonly firstRow: number; readonly activeEnd: number } {
  const endRow = plan.endRow ?? slot.tokens.length;
  return {
    firstRow: plan.kind === "dense" ? 0 : plan.firstRow,
    activeEnd: plan.kind === "block" ? (plan.activeEnd ?? endRow) : endRow,
  };
}

function checkTokens(config: ModelConfig, tokens: Int32Array): void {
  for (const token of tokens) {
    if (token < 0 || token >= config.vocab) {
      throw new BackendError("invalid_plan", `token ${token} is outside the vocabulary of ${config.vocab}`);
    }
  }
}

function isAscending(positions: Int32Array, first: number, end: number): boolean {
  let previous = first - 1;
  for (const position of positions) {
    if (position <= previous || position >= end) {
      return false;
    }
    previous = position;
  }
  return true;
}
