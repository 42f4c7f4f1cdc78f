import type { StepResult } from "../backend/backend.ts";

/** Whether NaN or infinity came up in a step: a backend then reports confidences that are NaN (`[m]`, see `StepResult`). */
export function hasNumericalTrouble(result: Pick<StepResult, "confidences">): boolean {
  return result.confidences.some(Number.isNaN);
}
