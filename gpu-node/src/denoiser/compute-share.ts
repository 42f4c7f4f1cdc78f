import type { ModelShape } from "../backend/backend.ts";

/** Dimensions that decide what a step costs. */
export type CostShape = Pick<ModelShape, "layers" | "hidden" | "ffn" | "vocab">;

/** The counts of one step that decide what it costs. */
export interface StepCounts {
  readonly dense: boolean;
  /** Exact contexts (`dyllm-exact`) rather than the published rule's approximate ones. */
  readonly exact: boolean;
  /** Canvas rows `N` and active rows of the step. */
  readonly rows: number;
  readonly activeRows: number;
  /** Rows that entered layer 0 salient. */
  readonly changed: number;
  /** Rows whose feed-forward was recomputed, by layer, `[L]`. */
  readonly salientRows: Int32Array;
  /** Rows the LM head ran on. */
  readonly scored: number;
}

/** A gated feed-forward has three matrices (LLaDA: `ff_proj`, `up_proj`, `ff_out`). */
const FFN_MATRICES = 3;

/**
 * Multiply-adds of a step, in the terms of arXiv 2603.08026, §4: queries and output projection for every active row, keys
 * and values for the rows that enter a layer salient, attention over all columns (its product with the values only over the
 * changed ones by the published rule), the feed-forward for the rows the layer selects, the head for the scored rows. Norms,
 * softmax and rotations are left out: they are below one percent.
 */
export function stepCost(shape: CostShape, step: StepCounts): number {
  const { layers, hidden: d, ffn, vocab } = shape;
  const { rows, activeRows, scored } = step;
  let cost = scored * d * vocab;
  for (let layer = 0; layer < layers; layer++) {
    const entering = step.dense ? rows : layer === 0 ? step.changed : (step.salientRows[layer - 1] ?? 0);
    const selected = step.dense ? rows : (step.salientRows[layer] ?? 0);
    const inFull = step.dense || step.exact ? activeRows : Math.min(entering, activeRows);
    cost += 2 * activeRows * d * d + 2 * entering * d * d;
    cost += activeRows * rows * d + inFull * rows * d + (activeRows - inFull) * entering * d;
    cost += FFN_MATRICES * selected * d * ffn;
  }
  return cost;
}

/** What the same step would have cost as a dense one. */
export function denseCost(shape: CostShape, step: Pick<StepCounts, "rows" | "scored">): number {
  const { rows } = step;
  return stepCost(shape, {
    ...step,
    dense: true,
    exact: true,
    activeRows: rows,
    changed: rows,
    salientRows: new Int32Array(),
  });
}
