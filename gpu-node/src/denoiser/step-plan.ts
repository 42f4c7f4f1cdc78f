import type { DenoisingMode } from "@dyllm/shared";
import type { BlockPlan, DensePlan, SparsePlan, TokenChoice } from "../backend/backend.ts";
import type { ResolvedOptions } from "./options.ts";
import type { StepKind } from "./step-kind.ts";

/** What decides which rows the next step computes. All are canvas rows. */
export interface StepSituation {
  readonly kind: StepKind;
  /** First row of the answer, and behind the last row that takes part. */
  readonly firstRow: number;
  readonly endRow: number;
  /** The current block's rows, and the first of the block before it (its own where there is none). */
  readonly block: { readonly from: number; readonly to: number; readonly before: number };
  /** Rows that the caches hold, and whether they were filled before the current block was begun. */
  readonly cachedRows: number;
  readonly newBlock: boolean;
  /** Rows to be scored, and rows that the step before committed; ascending. */
  readonly open: Int32Array;
  readonly fresh: Int32Array;
}

/** The part of a plan that depends on its kind. */
export type RowsPlan =
  | Pick<DensePlan, "kind" | "keep">
  | Pick<SparsePlan, "kind" | "exact" | "tau" | "firstRow">
  | Pick<BlockPlan, "kind" | "active" | "keep">;

/** What a step of this kind computes and keeps. */
export function planRows(options: Pick<ResolvedOptions, "mode" | "tau">, situation: StepSituation): RowsPlan {
  const { mode, tau } = options;
  switch (situation.kind) {
    case "dense":
      return { kind: "dense", keep: keptBy(mode) };
    case "block": {
      const keep = mode === "delayed-cache" ? "keys-values" : "nothing";
      return { kind: "block", active: activeRows(mode, situation), keep };
    }
    case "whole":
    case "response": {
      const firstRow = situation.kind === "whole" ? 0 : situation.firstRow;
      return { kind: "sparse", exact: mode === "dyllm-exact", tau, firstRow };
    }
    default:
      throw new Error(`unknown step ${situation.kind satisfies never}`);
  }
}

/** How a step draws its tokens. @param step its number, from 1 */
export function tokenChoice(options: ResolvedOptions, step: number): TokenChoice {
  const { temperature, topP, topK, seed, entropyBound, logitBias, detail } = options;
  return {
    temperature,
    topP,
    topK,
    seed,
    step,
    ...(entropyBound !== null && { entropies: true }),
    ...(logitBias.length > 0 && { logitBias }),
    ...(detail.topLogprobs !== null && { topCandidates: detail.topLogprobs }),
  };
}

/** What the sparse steps of a mode read of a dense step. */
function keptBy(mode: DenoisingMode): DensePlan["keep"] {
  switch (mode) {
    case "dense":
      return "nothing";
    case "block-cache":
    case "prefix-cache":
    case "delayed-cache":
      return "keys-values";
    case "dyllm":
    case "dyllm-exact":
      return "all";
    default:
      throw new Error(`unknown mode ${mode satisfies never}`);
  }
}

/**
 * Rows a block step computes. A block cache: the block's; a prefix cache: those behind it too. Delayed caching: what may
 * still change, the open rows and those committed by the step before; and at the start of a block all from the block before
 * on, which is thus computed once more when it is complete, and after a warm start all that nobody has computed yet.
 */
function activeRows(
  mode: DenoisingMode,
  { block, endRow, cachedRows, newBlock, open, fresh }: StepSituation,
): Int32Array {
  const rows = (first: number, end: number): Int32Array =>
    Int32Array.from({ length: end - first }, (_, i) => first + i);
  if (mode !== "delayed-cache") {
    return rows(block.from, mode === "block-cache" ? block.to : endRow);
  }
  return newBlock ? rows(Math.min(block.before, cachedRows), endRow) : Int32Array.from([...open, ...fresh]).sort();
}
