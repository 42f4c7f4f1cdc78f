import type { BlockPlan, DensePlan, SparsePlan, StepPlan, TokenChoice, UnplacedPlan } from "../backend.ts";

/** The most likely token, no noise. */
export const GREEDY: TokenChoice = { temperature: 0, topP: null, topK: null, seed: 0, step: 0 };

/** No token written before a step. */
export const NO_CHANGES: StepPlan["changes"] = { positions: new Int32Array(), tokens: new Int32Array() };

/** Everything a plan of any kind may say; what its kind has no use for is left aside. */
export type PlanFields = Partial<Omit<DensePlan, "kind" | "keep" | "slot">> &
  Partial<Pick<SparsePlan, "exact" | "firstRow" | "tau">> &
  Partial<Pick<BlockPlan, "active">> & { readonly kind: StepPlan["kind"]; readonly keep?: DensePlan["keep"] };

/** A plan for tests and benches that run steps of several kinds with the same fields. Dense and sparse steps keep everything. */
export function makePlan(fields: PlanFields): UnplacedPlan {
  const { kind, endRow, changes = NO_CHANGES, score = new Int32Array(), choice = GREEDY } = fields;
  const common = { changes, score, choice, ...(endRow !== undefined && { endRow }) };
  switch (kind) {
    case "dense":
      return { ...common, kind, keep: fields.keep ?? "all" };
    case "sparse":
      return { ...common, kind, exact: fields.exact ?? true, firstRow: fields.firstRow ?? 0, tau: fields.tau ?? 0.99 };
    case "block":
      return {
        ...common,
        kind,
        active: fields.active ?? new Int32Array(),
        keep: fields.keep === "keys-values" ? fields.keep : "nothing",
      };
    default:
      throw new Error(`unknown kind ${kind satisfies never}`);
  }
}

/** Rows `first … end − 1`. */
export function rowRange(first: number, end: number): Int32Array {
  return Int32Array.from({ length: Math.max(end - first, 0) }, (_, i) => first + i);
}
