import { DyllmError, type ResumePoint, type UnnumberedFrame } from "@dyllm/shared";
import type { StepPlan, StepResult } from "../backend/backend.ts";
import { Canvas, type SpecialTokens } from "./canvas.ts";
import { confidentEnough, mostConfident } from "./commit.ts";
import type { ResolvedOptions } from "./options.ts";
import { invalidResume, restoreCanvas } from "./resume.ts";
import { meanSalientRows } from "./saliency.ts";
import { scheduledCommits } from "./schedule.ts";
import { stepKind } from "./step-kind.ts";
import { AnswerText } from "./text.ts";

/** A step without the slot, which only the scheduler knows. */
export type SequencePlan = Omit<StepPlan, "slot">;

/** What a sequence needs of its model. */
export interface SequenceModel {
  readonly vocab: number;
  readonly special: SpecialTokens;
  readonly decodeBytes: (tokens: readonly number[]) => Uint8Array;
}

type FrameOf<Type extends UnnumberedFrame["type"]> = Extract<UnnumberedFrame, { type: Type }>;

/** A step that was planned and whose result is awaited. */
interface PendingStep {
  readonly kind: SequencePlan["kind"];
  readonly block: number;
  /** Answer positions scored, ascending. */
  readonly positions: readonly number[];
}

/**
 * One generation as a pure state machine: `start()` once, then `plan()` and `apply()` by turns until `plan()` is null.
 * It never waits and knows nothing of other sequences, so its answer cannot depend on them.
 *
 * The answer ends at the first committed end token with no mask before it, before a stop string, or when `maxTokens`
 * are committed. Positions that can no longer be delivered (behind an end token, past `maxTokens`) are never scored.
 */
export class Sequence {
  readonly options: ResolvedOptions;
  readonly #canvas: Canvas;
  readonly #text: AnswerText;
  /** UTF-16 units of text that an earlier node has delivered. */
  readonly #delivered: number;
  #steps: number;
  /** The slot's caches are empty until one dense step has run. */
  #cachesFilled = false;
  #retrying = false;
  /** Answer positions and tokens of the last commitment, which the backend's canvas does not have yet. */
  #fresh: FrameOf<"committed"> | null = null;
  #pending: PendingStep | null = null;
  #finishReason: "stop" | "length" | null = null;
  #sparseSteps = 0;
  #salientSum = 0;

  /**
   * @param prompt token ids, template included
   * @param resume what an earlier node committed; its positions are not reported again
   * @throws DyllmError `invalid_value` for a resume record that does not fit
   */
  constructor(model: SequenceModel, prompt: readonly number[], options: ResolvedOptions, resume?: ResumePoint) {
    this.options = options;
    this.#canvas = new Canvas(prompt, options.window, options.maxTokens, model.special);
    this.#text = new AnswerText(model.decodeBytes, options.stop);
    this.#steps = resume?.steps ?? 0;
    this.#delivered = resume?.textLength ?? 0;
    if (resume !== undefined) {
      restoreCanvas(this.#canvas, resume, options.maxTokens, model);
    }
  }

  /** Prompt length in tokens. */
  get promptTokens(): number {
    return this.#canvas.promptTokens;
  }

  /** A copy of the whole canvas, masks included, `[prompt + window]`: what the slot is opened with. */
  canvasTokens(): Int32Array {
    return this.#canvas.tokens.slice();
  }

  /** Why the answer is complete; null while it is not. */
  get finishReason(): "stop" | "length" | null {
    return this.#finishReason;
  }

  /**
   * Frames due before the first step: none for a fresh sequence, the text an earlier node did not get to deliver for a
   * resumed one, and its end if it was complete.
   *
   * @throws DyllmError `invalid_value` when more text was delivered than the resumed positions give
   */
  start(): UnnumberedFrame[] {
    this.#readPrefix();
    const text = this.#text.take();
    if (this.#delivered > text.length) {
      throw invalidResume("textLength", "more text was delivered than the committed positions give");
    }
    return this.#textFrames(text.slice(this.#delivered));
  }

  /** The next step, or null when the answer is complete. */
  plan(): SequencePlan | null {
    if (this.#finishReason !== null) {
      return null;
    }
    const { options, promptTokens } = this;
    const { block, positions } = this.#canvas.candidates(options.blockLength);
    const rows = this.#cachesFilled && !this.#retrying ? stepKind(options, this.#steps) : "dense";
    const kind = rows === "dense" ? "dense" : "sparse";
    this.#pending = { kind, block, positions };
    return {
      kind,
      exact: options.mode === "dyllm-exact",
      firstRow: rows === "response" ? promptTokens : 0,
      changes: {
        positions: this.#toRows(this.#fresh?.positions ?? []),
        tokens: Int32Array.from(this.#fresh?.tokens ?? []),
      },
      score: this.#toRows(positions),
      tau: options.tau,
      choice: {
        temperature: options.temperature,
        topP: options.topP,
        topK: options.topK,
        seed: options.seed,
        step: this.#steps + 1,
      },
    };
  }

  /**
   * Takes the result of the step planned last and returns the frames it leads to, `usage` and `done` included when it
   * completes the answer.
   *
   * A confidence that is not a number makes the next plan a dense repetition of the same step.
   *
   * @throws DyllmError `numerical_error` when the repetition does not help
   * @throws RangeError when the result does not belong to the plan
   */
  apply(result: Omit<StepResult, "slot">): UnnumberedFrame[] {
    const step = this.#pending;
    const rows = step?.positions.length;
    if (step === null || result.tokens.length !== rows || result.confidences.length !== rows) {
      throw new RangeError("the result does not belong to the step that was planned");
    }
    this.#pending = null;
    // The backend's canvas has the changes now, whatever the step was worth.
    this.#fresh = null;
    if (result.confidences.some(Number.isNaN)) {
      if (this.#retrying) {
        throw new DyllmError("numerical_error", "The model's output is not a number.");
      }
      this.#retrying = true;
      return [];
    }
    this.#retrying = false;
    this.#cachesFilled = true;
    if (step.kind === "sparse" && result.activeRows > 0) {
      this.#salientSum += meanSalientRows(result) / result.activeRows;
      this.#sparseSteps++;
    }
    this.#fresh = this.#commit(step, result);
    this.#readPrefix();
    return [this.#fresh, ...this.#textFrames(this.#text.take())];
  }

  /** What the sequence has cost so far. */
  usage(): FrameOf<"usage"> {
    return {
      type: "usage",
      promptTokens: this.promptTokens,
      completionTokens: this.#text.tokens,
      steps: this.#steps,
      salientFraction: this.#sparseSteps === 0 ? 1 : Math.min(this.#salientSum / this.#sparseSteps, 1),
    };
  }

  #commit(step: PendingStep, result: Omit<StepResult, "slot">): FrameOf<"committed"> {
    const { options } = this;
    const chosen =
      options.confidenceThreshold === null
        ? mostConfident(result.confidences, scheduledCommits(options, step.block, this.#steps))
        : confidentEnough(result.confidences, options.confidenceThreshold);
    const positions = chosen.map((i) => step.positions[i] ?? 0);
    const tokens = chosen.map((i) => result.tokens[i] ?? 0);
    for (const [i, position] of positions.entries()) {
      this.#canvas.commit(position, tokens[i] ?? 0);
    }
    this.#steps++;
    // A float32 softmax may exceed 1 by a rounding error; the protocol's range is exact.
    const confidences = chosen.map((i) => Math.min(Math.max(result.confidences[i] ?? 0, 0), 1));
    return { type: "committed", step: this.#steps, positions, tokens, confidences };
  }

  /** Canvas rows of answer positions. Always a new array: a backend may hand its plan's buffers to another thread. */
  #toRows(positions: readonly number[]): Int32Array {
    return Int32Array.from(positions, (position) => this.promptTokens + position);
  }

  /** Reads the tokens that have become final from left to right and notices the end of the answer. */
  #readPrefix(): void {
    while (this.#text.tokens < this.#canvas.prefix && !this.#text.stopped) {
      this.#text.push(this.#canvas.at(this.#text.tokens));
    }
    if (this.#canvas.complete) {
      this.#text.finish();
    }
    if (this.#text.stopped) {
      this.#finishReason = "stop";
    } else if (this.#canvas.complete) {
      this.#finishReason = this.#canvas.endedByToken ? "stop" : "length";
    }
  }

  #textFrames(text: string): UnnumberedFrame[] {
    const frames: UnnumberedFrame[] = text === "" ? [] : [{ type: "text", text }];
    if (this.#finishReason !== null) {
      frames.push(this.usage(), { type: "done", finishReason: this.#finishReason });
    }
    return frames;
  }
}
