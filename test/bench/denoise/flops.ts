import type { ModelShape } from "../../../gpu-node/src/backend/backend.ts";
import { stepCost } from "../../../gpu-node/src/denoiser/compute-share.ts";
import type { StepCounts } from "./recording-backend.ts";

/** Floating-point operations of the matrix products of a step, two for each multiply-add: what the method has to compute. */
export function stepFlops(shape: ModelShape, step: StepCounts): number {
  const block = step.kind === "block";
  const multiplyAdds = stepCost(shape, {
    dense: step.kind === "dense",
    exact: block || step.exact,
    rows: step.rows,
    activeRows: step.activeRows,
    changed: block ? step.activeRows : step.changed,
    salientRows: Int32Array.from(step.salientRows),
    scored: step.scored,
  });
  return 2 * multiplyAdds;
}
