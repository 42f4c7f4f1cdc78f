import { DyllmError, type UnnumberedFrame } from "@dyllm/shared";
import type { Slot } from "../backend/backend.ts";
import type { Sequence } from "../denoiser/sequence.ts";
import { FrameChannel } from "./frame-channel.ts";
import type { RequestObservation, RequestTrace } from "./types.ts";

/** What a job needs of its scheduler. */
export interface JobContext {
  /** ms, from any origin. */
  readonly clock: () => number;
  /** From receipt, queue time included, in ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly trace: RequestTrace | null;
  /** Whose canvases this one's may share keys and values with; absent: nobody's. */
  readonly prefixScope?: string;
  /** Called once, whatever way the job ends. */
  readonly onEnd: (job: Job, request: RequestObservation) => void;
}

/**
 * One request on its way through the node: its sequence, its reader, its deadline and its slot. It ends exactly once,
 * by completion, error, deadline, abort or because its reader leaves, and then holds neither timer nor listener. The
 * slot outlives it until the step in flight is over; closing it is the scheduler's part.
 */
export class Job {
  readonly sequence: Sequence;
  readonly channel: FrameChannel;
  readonly trace: RequestTrace | null;
  readonly prefixScope: string | undefined;
  slot: Slot | null = null;
  /** When the job left the queue, on the scheduler's clock; null before. */
  startedAt: number | null = null;
  readonly #context: JobContext;
  readonly #receivedAt: number;
  readonly #timer: NodeJS.Timeout;
  #ended = false;

  constructor(sequence: Sequence, context: JobContext) {
    this.sequence = sequence;
    this.#context = context;
    this.trace = context.trace;
    this.prefixScope = context.prefixScope;
    this.#receivedAt = context.clock();
    this.channel = new FrameChannel(() => this.#finish("cancelled"));
    // The step loop checks the deadline too; the timer is for a job that waits while a step takes long.
    this.#timer = setTimeout(() => this.#expire(), context.timeoutMs);
    context.signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Sends frames and ends the job when they complete the answer. */
  deliver(frames: readonly UnnumberedFrame[]): void {
    for (const frame of frames) {
      this.channel.push(frame);
    }
    if (this.sequence.finishReason !== null) {
      this.#finish(this.sequence.finishReason);
    }
  }

  /** Ends the job with `usage` and an error frame; does nothing after the end. */
  fail(error: DyllmError): void {
    if (!this.#ended) {
      this.channel.push(this.sequence.usage());
      this.channel.push({ type: "error", code: error.code, message: error.message, param: error.param });
      this.#finish(error.code);
    }
  }

  /** Ends the job if its deadline has passed or its signal is aborted already. */
  checkAlive(): void {
    if (this.#context.signal.aborted) {
      this.#onAbort();
    } else if (this.#context.clock() - this.#receivedAt >= this.#context.timeoutMs) {
      this.#expire();
    }
  }

  #onAbort = (): void => {
    this.fail(new DyllmError("cancelled", "The request was cancelled."));
  };

  #expire(): void {
    this.fail(new DyllmError("timeout", `The answer was not complete within ${this.#context.timeoutMs} ms.`));
  }

  #finish(outcome: RequestObservation["outcome"]): void {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#context.signal.removeEventListener("abort", this.#onAbort);
    this.channel.close();
    const { completionTokens: tokens, steps } = this.sequence.usage();
    this.#context.onEnd(this, { outcome, tokens, steps, ms: this.#context.clock() - this.#receivedAt });
  }
}
