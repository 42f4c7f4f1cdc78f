import type { ResolvedOptions } from "./options.ts";

/**
 * Which rows a step recomputes. `whole` and `response` are sparse steps, `block` recomputes the current block's rows (and,
 * with a prefix cache, those behind it).
 */
export type StepKind = "dense" | "whole" | "response" | "block";

/**
 * What the next step recomputes. The first `denseSteps` steps are dense, and so is every `refreshEvery`-th, which bounds
 * the drift of the caches. Of the sparse ones those after at most `fullEvery` steps and every `fullEvery`-th cover the
 * prompt too (with `fullEvery` 4 the rule of the official engine: `processed ≤ 4 or processed % 4 == 0`). A block cache
 * begins every block with a dense step.
 *
 * @param processedSteps steps of the whole sequence before this one
 * @param newBlock whether the caches were filled before the current block was begun
 */
export function stepKind(
  options: Pick<ResolvedOptions, "mode" | "denseSteps" | "fullEvery" | "refreshEvery">,
  processedSteps: number,
  newBlock: boolean,
): StepKind {
  const { mode, denseSteps, fullEvery, refreshEvery } = options;
  if (mode === "dense" || processedSteps < denseSteps) {
    return "dense";
  }
  if (refreshEvery > 0 && processedSteps % refreshEvery === 0) {
    return "dense";
  }
  if (mode === "delayed-cache") {
    return "block";
  }
  if (mode === "block-cache" || mode === "prefix-cache") {
    return newBlock ? "dense" : "block";
  }
  return processedSteps <= fullEvery || processedSteps % fullEvery === 0 ? "whole" : "response";
}
