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
  readonly layers: readonly LayerCache[];
  /** Whether a dense step has filled the caches. */
  filled: boolean;
}

const CACHES_PER_LAYER = 4;

/** Bytes the caches of a canvas of `rows` rows take. */
export function cacheBytes(config: ModelConfig, rows: number): number {
  return CACHES_PER_LAYER * config.layers * rows * config.hidden * Float32Array.BYTES_PER_ELEMENT;
}

/** Allocates a slot. Throws BackendError: `invalid_plan` for a canvas that does not fit the model, `out_of_memory`. */
export function openSlot(config: ModelConfig, tokens: Int32Array): SlotState {
  if (tokens.length < 1 || tokens.length > config.maxRows) {
    throw new BackendError("invalid_plan", `a canvas of ${tokens.length} rows; the model takes 1 to ${config.maxRows}`);
  }
  checkTokens(config, tokens);
  const size = tokens.length * config.hidden;
  try {
    const layers = Array.from({ length: config.layers }, () => ({
      keys: new Float32Array(size),
      values: new Float32Array(size),
      context: new Float32Array(size),
      ffn: new Float32Array(size),
    }));
    return { tokens: tokens.slice(), layers, filled: false };
  } catch (error) {
    throw new BackendError("out_of_memory", `no memory for the caches of ${tokens.length} rows`, { cause: error });
  }
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
  const sparse = plan.kind === "sparse";
  const rows = slot.tokens.length;
  const firstRow = sparse ? plan.firstRow : 0;
  if (positions.length !== tokens.length) {
    refuse("changed positions and tokens differ in number");
  }
  if (sparse && !slot.filled) {
    refuse("a sparse step needs a dense one before it");
  }
  if (!Number.isInteger(firstRow) || firstRow < 0 || firstRow >= rows) {
    refuse(`first row ${firstRow} is outside the canvas of ${rows}`);
  }
  if (!isAscending(positions, firstRow, rows) || !isAscending(plan.score, firstRow, rows)) {
    refuse(`positions must be ascending within ${firstRow}…${rows - 1}`);
  }
  checkTokens(config, tokens);
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
