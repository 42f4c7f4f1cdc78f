import { DyllmError, type ResumePoint, type UnnumberedFrame } from "@dyllm/shared";
import type { StepResult, UnplacedPlan } from "../backend/backend.ts";
import { Answer, type Prompt, type TextPiece } from "./answer.ts";
import type { SpecialTokens } from "./canvas.ts";
import { activeAnswerRows } from "./canvas-window.ts";
import { confidentEnough, mostConfident, withinEntropyBound } from "./commit.ts";
import { type CostShape, denseCost, stepCost } from "./compute-share.ts";
import { logprobFields, type StepTrace, traceFields } from "./frame-detail.ts";
import { hasNumericalTrouble } from "./numerical-trouble.ts";
import type { ResolvedOptions } from "./options.ts";
import { invalidResume, restoreCanvas } from "./resume.ts";
import { meanSalientRows } from "./saliency.ts";
import { scheduledCommits } from "./schedule.ts";
import { type StepKind, stepKind } from "./step-kind.ts";
import { planRows, tokenChoice } from "./step-plan.ts";
import { bytesAfter } from "./text.ts";

/** What a sequence needs of its model. */
export interface SequenceModel {
  readonly vocab: number;
  readonly special: SpecialTokens;
  readonly decodeBytes: (tokens: readonly number[]) => Uint8Array;
  /** Without it the usage does not say what share of dense compute was spent. */
  readonly shape?: CostShape;
}

type FrameOf<Type extends UnnumberedFrame["type"]> = Extract<UnnumberedFrame, { type: Type }>;

/** A step that was planned and whose result is awaited. */
interface PendingStep {
  readonly kind: StepKind;
  readonly block: number;
  /** Rows that were changed before the step. */
  readonly changed: number;
  /** Behind the last row that takes part. */
  readonly endRow: number;
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
  readonly #model: SequenceModel;
  readonly #answer: Answer;
  /** UTF-16 units of text that an earlier node has delivered. */
  readonly #delivered: number;
  #steps: number;
  /** Rows the slot's caches cover, and the block they were filled in; 0 until one dense step has run. */
  #cachedRows = 0;
  #cachedBlock = 0;
  /** Of them, rows that were there before the first step. */
  #warmRows = 0;
  /** Numerical trouble makes the next step dense, once in the life of a sequence. */
  #retrying = false;
  #retried = false;
  /** Answer positions and tokens of the last commitment, which the backend's canvas does not have yet. */
  #fresh: FrameOf<"committed"> | null = null;
  #pending: PendingStep | null = null;
  #finishReason: "stop" | "length" | null = null;
  #sparseSteps = 0;
  #salientSum = 0;
  /** Multiply-adds of the steps so far, and of dense steps over the whole canvas in their place. */
  #cost = 0;
  #denseCost = 0;

  /**
   * @param prompt token ids, template included; or text with gaps
   * @param resume what an earlier node committed; its positions are not reported again
   * @param start tokens that the answer begins with; they are not reported
   * @throws DyllmError `invalid_value` for a resume record that does not fit
   */
  constructor(
    model: SequenceModel,
    prompt: Prompt,
    options: ResolvedOptions,
    resume?: ResumePoint,
    start: readonly number[] = [],
  ) {
    this.options = options;
    this.#model = model;
    this.#answer = new Answer(model, prompt, options);
    this.#steps = resume?.steps ?? 0;
    this.#delivered = resume?.textLength ?? 0;
    if (start.length > this.#answer.window) {
      throw new DyllmError("invalid_value", "The answer's given start is longer than its window.", {
        param: "answerStart",
      });
    }
    for (const [position, token] of start.entries()) {
      this.#answer.commit(position, token);
    }
    if (resume !== undefined) {
      restoreCanvas(this.#answer, resume, options.maxTokens, model);
    }
  }

  /** Prompt length in tokens. */
  get promptTokens(): number {
    return this.#answer.promptTokens;
  }

  /** Rows to be filled. */
  get window(): number {
    return this.#answer.window;
  }

  /** A copy of the whole canvas, masks included, `[prompt + window]`: what the slot is opened with. */
  canvasTokens(): Int32Array {
    return this.#answer.canvasTokens();
  }

  /** Raw UTF-8 of each token before the first row to be filled; special tokens give none. */
  promptBytes(): number[][] {
    const before = this.#answer.canvasTokens().subarray(0, this.#answer.firstRow);
    const { decodeBytes } = this.#model;
    return Array.from(before, (token, i) => [...bytesAfter(decodeBytes, before[i - 1] ?? null, token)]);
  }

  /** Why the answer is complete; null while it is not. */
  get finishReason(): "stop" | "length" | null {
    return this.#finishReason;
  }

  /** Whether the sequence can begin with rows that a backend has of another canvas; decided by its mode. */
  get canStartWarm(): boolean {
    return this.options.mode === "delayed-cache";
  }

  /** Whether another may begin with its rows: it is complete, and no number in it was none. */
  get canWarmOthers(): boolean {
    return this.canStartWarm && this.#finishReason !== null && !this.#retried;
  }

  /** Warm start: the backend has the first rows already, as after a dense step. Before the first plan. */
  startWarm(rows: number): void {
    this.#cachedRows = rows;
    this.#warmRows = rows;
    this.#cachedBlock = NO_BLOCK;
  }

  /**
   * Frames due before the first step: none for a fresh sequence, the text an earlier node did not get to deliver for a
   * resumed one, and its end if it was complete.
   *
   * @throws DyllmError `invalid_value` when more text was delivered than the resumed positions give
   */
  start(): UnnumberedFrame[] {
    const pieces = this.#read();
    if (this.#delivered > pieces.reduce((sum, { text }) => sum + text.length, 0)) {
      throw invalidResume("textLength", "more text was delivered than the committed positions give");
    }
    return this.#textFrames(withoutFirst(pieces, this.#delivered));
  }

  /** The next step, or null when the answer is complete. */
  plan(): UnplacedPlan | null {
    if (this.#finishReason !== null) {
      return null;
    }
    const { options } = this;
    const { firstRow } = this.#answer;
    const { block, positions } = this.#answer.candidates(options.blockLength);
    // Rows behind a gap are context of the answer, so lookahead is off where there are any (`resolveOptions`).
    const endRow = options.lookahead === null ? this.#answer.rows : firstRow + activeAnswerRows(options, block);
    // With delayed caching the rows that join are computed by a block step; every other mode needs a dense one.
    const fits = options.mode === "delayed-cache" ? this.#cachedRows > 0 : this.#cachedRows === endRow;
    // A warm start takes the place of the dense steps.
    const processed = this.#warmRows > 0 ? Math.max(this.#steps, options.denseSteps) : this.#steps;
    const newBlock = block !== this.#cachedBlock;
    const kind = fits && !this.#retrying ? stepKind(options, processed, newBlock) : "dense";
    this.#pending = { kind, block, changed: this.#fresh?.positions.length ?? 0, positions, endRow };
    const blockRows = this.#answer.blockRows(block, options.blockLength);
    const fresh = this.#toRows(this.#fresh?.positions ?? []);
    const open = this.#toRows(positions);
    return {
      endRow,
      changes: { positions: fresh, tokens: Int32Array.from(this.#fresh?.tokens ?? []) },
      score: open,
      choice: tokenChoice(options, this.#steps + 1),
      ...planRows(options, {
        kind,
        firstRow,
        endRow,
        block: { ...blockRows, before: this.#answer.blockRows(Math.max(block - 1, 0), options.blockLength).from },
        cachedRows: this.#cachedRows,
        newBlock,
        open,
        fresh,
      }),
    };
  }

  /**
   * Takes the result of the step planned last and returns the frames it leads to, `usage` and `done` included when it
   * completes the answer.
   *
   * A confidence that is not a number makes the next plan a dense repetition of the same step, once: caches are then made
   * anew, and what recurs after that comes from the weights.
   *
   * @param ms time of the backend call, for the trace
   * @throws DyllmError `numerical_error` when there is trouble a second time
   * @throws RangeError when the result does not belong to the plan
   */
  apply(result: Omit<StepResult, "slot">, ms = 0): UnnumberedFrame[] {
    const step = this.#pending;
    const rows = step?.positions.length;
    if (step === null || result.tokens.length !== rows || result.confidences.length !== rows) {
      throw new RangeError("the result does not belong to the step that was planned");
    }
    this.#pending = null;
    // The backend's canvas has the changes now, whatever the step was worth.
    this.#fresh = null;
    if (hasNumericalTrouble(result)) {
      if (this.#retried) {
        throw new DyllmError("numerical_error", "The model's output is not a number.");
      }
      this.#retried = true;
      this.#retrying = true;
      return [];
    }
    this.#retrying = false;
    if (step.kind === "dense" || this.options.mode === "delayed-cache") {
      this.#cachedRows = step.endRow;
      this.#cachedBlock = step.block;
    }
    // Block steps recompute all they touch: what they save is rows, and that is not saliency.
    if ((step.kind === "whole" || step.kind === "response") && result.activeRows > 0) {
      this.#salientSum += meanSalientRows(result) / result.activeRows;
      this.#sparseSteps++;
    }
    this.#addCost(step, result);
    this.#fresh = this.#commit(step, result, ms);
    return [this.#fresh, ...this.#textFrames(this.#read())];
  }

  /** What the sequence has cost so far. */
  usage(): FrameOf<"usage"> {
    return {
      type: "usage",
      promptTokens: this.promptTokens,
      completionTokens: this.#answer.tokens,
      steps: this.#steps,
      salientFraction: this.#sparseSteps === 0 ? 1 : Math.min(this.#salientSum / this.#sparseSteps, 1),
      ...(this.#computeShare !== null && { computeShare: this.#computeShare }),
      ...(this.#warmRows > 0 && { cachedTokens: Math.min(this.#warmRows, this.promptTokens) }),
    };
  }

  /** What the steps so far have cost, as a share of dense ones; null where the model's shape is unknown. */
  get #computeShare(): number | null {
    return this.#denseCost > 0 ? this.#cost / this.#denseCost : null;
  }

  #addCost(step: PendingStep, result: Omit<StepResult, "slot">): void {
    const { shape } = this.#model;
    if (shape !== undefined) {
      const counts = {
        dense: step.kind === "dense",
        exact: step.kind === "block" || this.options.mode === "dyllm-exact",
        rows: step.endRow,
        activeRows: result.activeRows,
        changed: step.kind === "block" ? result.activeRows : step.changed,
        salientRows: result.salientRows,
        scored: step.positions.length,
      };
      this.#cost += stepCost(shape, counts);
      this.#denseCost += denseCost(shape, { rows: this.#answer.rows, scored: counts.scored });
    }
  }

  #commit(step: PendingStep, result: Omit<StepResult, "slot">, ms: number): FrameOf<"committed"> {
    const { decodeBytes } = this.#model;
    const { trace, topLogprobs } = this.options.detail;
    const chosen = this.#choose(step, result);
    const positions = chosen.map((i) => step.positions[i] ?? 0);
    const tokens = chosen.map((i) => result.tokens[i] ?? 0);
    for (const [i, position] of positions.entries()) {
      this.#answer.commit(position, tokens[i] ?? 0);
    }
    this.#steps++;
    // A float32 softmax may exceed 1 by a rounding error; the protocol's range is exact.
    const confidences = chosen.map((i) => Math.min(Math.max(result.confidences[i] ?? 0, 0), 1));
    const { eos, eot } = this.#model.special;
    const ends = positions.filter((_, i) => tokens[i] === eos || tokens[i] === eot);
    return {
      type: "committed",
      step: this.#steps,
      positions,
      tokens,
      confidences,
      ...(ends.length > 0 && { ends }),
      ...(trace && traceFields(tokens, this.#trace(step, result, ms), decodeBytes)),
      ...(topLogprobs !== null && logprobFields(tokens, chosen, result, topLogprobs, decodeBytes)),
    };
  }

  /** Indices of the scored rows that keep their token, ascending, by the rule the options name. */
  #choose(step: PendingStep, result: Omit<StepResult, "slot">): number[] {
    const { options } = this;
    if (options.entropyBound !== null) {
      if (result.entropies?.length !== step.positions.length) {
        throw new RangeError("the result lacks the entropies that were planned");
      }
      return withinEntropyBound(result.entropies, options.entropyBound);
    }
    return options.confidenceThreshold === null
      ? mostConfident(result.confidences, scheduledCommits(options, step.block, this.#steps))
      : confidentEnough(result.confidences, options.confidenceThreshold);
  }

  #trace(step: PendingStep, result: Omit<StepResult, "slot">, ms: number): StepTrace {
    const positions = Array.from(result.recomputed, (row) => this.#answer.toPosition(row));
    const recomputed = positions.filter((position) => position !== null);
    const salientFraction = result.activeRows === 0 ? 0 : meanSalientRows(result) / result.activeRows;
    return { kind: step.kind, recomputed, salientFraction, ms, computeShare: this.#computeShare };
  }

  /** Canvas rows of answer positions. Always a new array: a backend may hand its plan's buffers to another thread. */
  #toRows(positions: readonly number[]): Int32Array {
    return Int32Array.from(positions, (position) => this.#answer.toRow(position));
  }

  /** Text that has become final from left to right; notices the end of the answer. */
  #read(): TextPiece[] {
    const pieces = this.#answer.read();
    this.#finishReason = this.#answer.finishReason;
    return pieces;
  }

  #textFrames(pieces: readonly TextPiece[]): UnnumberedFrame[] {
    const frames = pieces.map(
      ({ gap, text, from, bytes }): UnnumberedFrame => ({
        type: "text",
        text,
        ...(this.#answer.gaps > 1 && gap !== null && { gap }),
        ...(this.options.detail.topLogprobs !== null && { from, bytes: bytes.map((token) => [...token]) }),
      }),
    );
    if (this.#finishReason !== null) {
      frames.push(this.usage(), { type: "done", finishReason: this.#finishReason });
    }
    return frames;
  }
}

/** No block of the answer: the caches were filled for another one. */
const NO_BLOCK = -1;

/** The pieces without the first `length` UTF-16 units of their text. */
function withoutFirst(pieces: readonly TextPiece[], length: number): TextPiece[] {
  let rest = length;
  return pieces.flatMap((piece) => {
    const cut = Math.min(rest, piece.text.length);
    rest -= cut;
    return cut === piece.text.length ? [] : [{ ...piece, text: piece.text.slice(cut) }];
  });
}
