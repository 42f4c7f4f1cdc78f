import type { ModelConfig } from "../../model/types.ts";
import { activeRowsOf, BackendError, type StepPlan } from "../backend.ts";
import type { Region } from "./kv-pool.ts";

/** What sparse steps compare with and reuse, of one layer, each `[N·d]`. */
export interface LayerCache {
  /** Attention context before the output projection: of the last step (`dyllm`) or the last commit (`dyllm-exact`). */
  context: Float32Array;
  /** FFN output. */
  ffn: Float32Array;
}

/** One open canvas. */
export interface SlotState {
  readonly tokens: Int32Array;
  /** Where its keys and values are in the pool; null until a step has kept them. */
  region: Region | null;
  /** By layer; empty where only keys and values are kept. */
  caches: readonly LayerCache[];
  /** What is kept. */
  kept: "nothing" | "keys-values" | "all";
  /** Rows it is kept of. */
  cachedRows: number;
}

/** Bytes that are kept for a slot. @param rowBytes of the pool */
export function cacheBytes(slot: SlotState, rowBytes: number): number {
  const keysAndValues = (slot.region?.rows ?? 0) * rowBytes;
  return slot.caches.reduce((sum, { context, ffn }) => sum + context.byteLength + ffn.byteLength, keysAndValues);
}

/** What sparse steps of these slots read, beside the pool. */
export function cachedArrays(slots: readonly SlotState[]): Float32Array[] {
  return slots.flatMap(({ caches }) => caches.flatMap(({ context, ffn }) => [context, ffn]));
}

/** Opens a slot; its caches come with the first step that keeps them. Throws BackendError `invalid_plan` for a canvas that does not fit the model. */
export function openSlot(config: ModelConfig, tokens: Int32Array): SlotState {
  if (tokens.length < 1 || tokens.length > config.maxRows) {
    throw new BackendError("invalid_plan", `a canvas of ${tokens.length} rows; the model takes 1 to ${config.maxRows}`);
  }
  checkTokens(config, tokens);
  return { tokens: tokens.slice(), region: null, caches: [], kept: "nothing", cachedRows: 0 };
}

/** What of a slot decides whether a plan can be run on it. */
export type PlannableSlot = Pick<SlotState, "tokens" | "kept" | "cachedRows">;

/** Throws BackendError `invalid_plan` unless the plan can be run on the slot. */
export function checkPlan<T extends PlannableSlot>(
  config: ModelConfig,
  slot: T | undefined,
  plan: StepPlan,
): asserts slot is T {
  const refuse = (message: string): never => {
    throw new BackendError("invalid_plan", `slot ${plan.slot}: ${message}`);
  };
  if (slot === undefined) {
    return refuse("is not open");
  }
  const { positions, tokens } = plan.changes;
  const endRow = plan.endRow ?? slot.tokens.length;
  if (positions.length !== tokens.length) {
    refuse("changed positions and tokens differ in number");
  }
  if (!Number.isInteger(endRow) || endRow < 1 || endRow > slot.tokens.length) {
    refuse(`end row ${endRow} is outside the canvas of ${slot.tokens.length}`);
  }
  if (plan.kind === "sparse" && !(Number.isInteger(plan.firstRow) && plan.firstRow >= 0)) {
    refuse(`first row ${plan.firstRow} is none`);
  }
  const active = activeRowsOf(plan, slot.tokens.length);
  if (active.length === 0 || !isAscending(active, endRow)) {
    refuse(`the ${active.length} active rows must be ascending within the ${endRow} that take part`);
  }
  checkCaches(slot, plan, endRow, refuse);
  const among = new Set(active);
  const isActive = (rows: Int32Array): boolean => isAscending(rows, endRow) && rows.every((row) => among.has(row));
  if (!isActive(positions) || !isActive(plan.score)) {
    refuse("changed and scored positions must be ascending and among the active rows");
  }
  checkTokens(config, tokens);
}

/** The rows that a step reads from the caches must be in them. */
function checkCaches(slot: PlannableSlot, plan: StepPlan, endRow: number, refuse: (message: string) => never): void {
  switch (plan.kind) {
    case "dense":
      return;
    case "sparse":
      if (slot.kept !== "all" || slot.cachedRows !== endRow) {
        refuse(`a sparse step over ${endRow} rows; of ${slot.cachedRows} the caches hold ${slot.kept}`);
      }
      return;
    case "block": {
      const cached = slot.kept === "nothing" ? 0 : slot.cachedRows;
      const joining = plan.active.filter((row) => row >= cached).length;
      if (cached === 0 || cached > endRow || joining !== endRow - cached || (joining > 0 && plan.keep === "nothing")) {
        refuse(`a block step over ${endRow} rows that computes ${joining} new ones; the caches hold ${cached}`);
      }
      return;
    }
    default:
      throw new Error(`unknown plan ${plan satisfies never}`);
  }
}

function checkTokens(config: ModelConfig, tokens: Int32Array): void {
  for (const token of tokens) {
    if (token < 0 || token >= config.vocab) {
      throw new BackendError("invalid_plan", `token ${token} is outside the vocabulary of ${config.vocab}`);
    }
  }
}

function isAscending(positions: Int32Array, end: number): boolean {
  let previous = -1;
  for (const position of positions) {
    if (position <= previous || position >= end) {
      return false;
    }
    previous = position;
  }
  return true;
}
