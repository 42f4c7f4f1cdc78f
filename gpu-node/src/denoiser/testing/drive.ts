import { type CanvasRecord, EMPTY_CANVAS, recordFrame, type UnnumberedFrame } from "@dyllm/shared";
import type { UnplacedPlan } from "../../backend/backend.ts";
import type { ResolvedOptions } from "../options.ts";
import type { Sequence } from "../sequence.ts";
import { type Script, ScriptedSlot } from "./scripted-slot.ts";

/** Options of a small dense generation, to be varied. */
export const SMALL: ResolvedOptions = {
  maxTokens: 16,
  window: 16,
  blockLength: 8,
  mode: "dense",
  tau: 0.99,
  steps: 16,
  confidenceThreshold: null,
  entropyBound: null,
  lookahead: null,
  earlyStop: true,
  denseSteps: 2,
  fullEvery: 4,
  refreshEvery: 0,
  temperature: 0,
  topP: null,
  topK: null,
  seed: 1,
  stop: [],
  logitBias: [],
  detail: { trace: false, topLogprobs: null },
};

/** A run of one sequence, alone. */
export interface Drive {
  readonly plans: UnplacedPlan[];
  readonly frames: UnnumberedFrame[];
}

/** Runs a sequence against a scripted slot until it ends, or for `maxSteps` steps. */
export function drive(sequence: Sequence, script: Script, maxSteps = Number.POSITIVE_INFINITY): Drive {
  const slot = new ScriptedSlot(sequence.canvasTokens(), script, sequence.promptTokens);
  const frames = sequence.start();
  const plans: Drive["plans"] = [];
  let plan = sequence.plan();
  while (plan !== null && plans.length < maxSteps) {
    plans.push(plan);
    frames.push(...sequence.apply(slot.step(plan)));
    plan = plans.length < maxSteps ? sequence.plan() : plan;
  }
  return { plans, frames };
}

/** What a reader of the frames knows. */
export function recordOf(frames: readonly UnnumberedFrame[], before: CanvasRecord = EMPTY_CANVAS): CanvasRecord {
  return frames.reduce((record, frame) => recordFrame(record, { ...frame, seq: 0 }), before);
}
