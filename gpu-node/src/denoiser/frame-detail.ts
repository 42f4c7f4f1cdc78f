import type { Candidate, UnnumberedFrame } from "@dyllm/shared";
import type { StepResult } from "../backend/backend.ts";
import type { StepKind } from "./step-kind.ts";

type CommittedFrame = Extract<UnnumberedFrame, { type: "committed" }>;

/** What committed frames carry beyond positions, tokens and confidences. */
export interface FrameDetail {
  /** Whether they say what their step did. */
  readonly trace: boolean;
  /** Candidates for each token, 0 for the token's own bytes only; null for neither. */
  readonly topLogprobs: number | null;
}

/** The step that a committed frame tells of. */
export interface StepTrace {
  readonly kind: StepKind;
  /** Answer positions recomputed in at least one layer, ascending. Not used for dense steps. */
  readonly recomputed: readonly number[];
  /** 0…1. */
  readonly salientFraction: number;
  /** Time of the backend call, in ms. */
  readonly ms: number;
  /** Of all steps so far; null where the model does not say what a step costs. */
  readonly computeShare: number | null;
}

/** Logarithm that stands for a probability of 0: JSON has no infinity, and OpenAI writes this one. */
export const NO_PROBABILITY = -9999;

/** The `trace` fields of a frame with these tokens. */
export function traceFields(
  tokens: readonly number[],
  step: StepTrace,
  decodeBytes: (tokens: readonly number[]) => Uint8Array,
): Partial<CommittedFrame> {
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    pieces: tokens.map((token) => utf8.decode(decodeBytes([token]))),
    ...(step.kind !== "dense" && { recomputed: [...step.recomputed] }),
    salientFraction: Math.min(Math.max(step.salientFraction, 0), 1),
    kind: step.kind,
    ms: Math.max(step.ms, 0),
    ...(step.computeShare !== null && { computeShare: step.computeShare }),
  };
}

/**
 * The `topLogprobs` fields of a frame.
 *
 * @param chosen for each token its index among the rows that were scored
 */
export function logprobFields(
  tokens: readonly number[],
  chosen: readonly number[],
  result: Pick<StepResult, "candidates">,
  top: number,
  decodeBytes: (tokens: readonly number[]) => Uint8Array,
): Partial<CommittedFrame> {
  const bytesOf = (token: number): number[] => [...decodeBytes([token])];
  const { candidates } = result;
  return {
    bytes: tokens.map(bytesOf),
    ...(top > 0 &&
      candidates !== undefined && {
        candidates: chosen.map((row) =>
          Array.from({ length: candidates.count }, (_, i): Candidate => {
            const at = row * candidates.count + i;
            const logprob = candidates.logprobs[at] ?? NO_PROBABILITY;
            return {
              bytes: bytesOf(candidates.tokens[at] ?? 0),
              logprob: Math.max(Math.min(logprob, 0), NO_PROBABILITY),
            };
          }),
        ),
      }),
  };
}
