import type { StepResult } from "../backend/backend.ts";

/** Rows whose feed-forward a step recomputed, mean over the layers; 0 for a model without layers. */
export function meanSalientRows(result: Pick<StepResult, "salientRows">): number {
  const { salientRows } = result;
  return salientRows.length === 0 ? 0 : salientRows.reduce((sum, rows) => sum + rows, 0) / salientRows.length;
}
