import { DyllmError, type Frame, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { type Backend, BackendError, type StepPlan, type StepResult } from "../backend/backend.ts";
import { hasNumericalTrouble } from "../denoiser/numerical-trouble.ts";
import { resolveOptions } from "../denoiser/options.ts";
import { meanSalientRows } from "../denoiser/saliency.ts";
import { Sequence } from "../denoiser/sequence.ts";
import { encodePrompt } from "../model/encode-prompt.ts";
import { refuseEndless } from "../model/text-bound.ts";
import type { ModelInfo } from "../model/types.ts";
import { toRequestError } from "./backend-failure.ts";
import { BatchPace } from "./batch-pace.ts";
import { Job } from "./job.ts";
import { Rates } from "./rates.ts";
import { RetryAfter } from "./retry-after.ts";
import type { RequestObservation, SchedulerLimits, SchedulerObserver, SchedulerSnapshot } from "./types.ts";

/** What a scheduler works with. The backend stays its owner's to dispose of. */
export interface SchedulerDeps {
  readonly model: ModelInfo;
  readonly backend: Backend;
  readonly nodeId: string;
  readonly limits: SchedulerLimits;
  /** ms, from any origin, never going back. Default: `performance.now`. */
  readonly clock?: () => number;
  readonly observer?: SchedulerObserver;
}

interface BatchEntry {
  readonly job: Job;
  readonly plan: StepPlan;
}

/**
 * Takes requests in, first come first served, and drives up to `maxRunning` of them together: each round of its one
 * loop plans a step for every running sequence (or, where a step may take no longer than a target, for those whose turn it
 * is), gives them to the backend in one call, and applies the results. It waits only for the backend, never for a reader.
 */
export class Scheduler {
  readonly #deps: SchedulerDeps;
  readonly #clock: () => number;
  readonly #observer: SchedulerObserver;
  readonly #rates = new Rates();
  readonly #retryAfter = new RetryAfter();
  readonly #pace: BatchPace;
  #queue: Job[] = [];
  /** Jobs that have or are about to get a slot, ended ones included until their slot is closed. */
  #running: Job[] = [];
  /** The backend had no memory for another slot; true until one is closed. */
  #memoryFull = false;
  #draining = false;
  #looping = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? (() => performance.now());
    this.#observer = deps.observer ?? {};
    this.#pace = new BatchPace(deps.limits.stepTargetMs ?? null, deps.limits.maxRunning);
  }

  /**
   * Takes a request in. Its frames begin with `accepted` and end with `usage` and `done` or `error`. An aborted signal,
   * and likewise a reader that returns early, ends it with the step in flight.
   *
   * @param request already validated against the protocol's schema
   * @throws DyllmError when refused: `draining`, `model_not_found`, `queue_full`, `invalid_value`,
   *   `context_length_exceeded`
   */
  submit(request: GenerateRequest, signal: AbortSignal): AsyncIterable<Frame> {
    const { model, nodeId } = this.#deps;
    this.#refuse(request);
    const sequence = this.#createSequence(request);
    const opening = sequence.start();
    const job = new Job(sequence, {
      clock: this.#clock,
      timeoutMs: request.timeoutMs,
      signal,
      trace: this.#observer.trace?.(request) ?? null,
      ...(request.prefixScope !== undefined && { prefixScope: request.prefixScope }),
      onEnd: (ended, observation) => this.#onEnd(ended, observation),
    });
    const accepted = {
      type: "accepted",
      version: PROTOCOL_VERSION,
      requestId: request.requestId,
      nodeId,
      model: model.id,
      promptTokens: sequence.promptTokens,
      canvas: { length: sequence.window, blockLength: sequence.options.blockLength },
      ...(request.echo === true && { promptBytes: sequence.promptBytes() }),
    } as const;
    job.deliver([accepted, ...opening]);
    job.checkAlive();
    if (!job.ended) {
      this.#queue.push(job);
      this.#wake();
    }
    return job.channel;
  }

  /** What the node is doing now. */
  snapshot(): SchedulerSnapshot {
    return {
      running: this.#running.filter((job) => !job.ended).length,
      queued: this.#queue.length,
      ...this.#rates.snapshot(this.#clock()),
    };
  }

  /** Refuses new requests from now on; resolves when those taken in have ended and their slots are closed. */
  drain(): Promise<void> {
    this.#draining = true;
    return this.#idle;
  }

  /** Ends all requests with a `draining` error; resolves when their slots are closed. The backend stays open. */
  close(): Promise<void> {
    this.#draining = true;
    for (const job of [...this.#queue, ...this.#running]) {
      job.fail(new DyllmError("draining", "The node is shutting down."));
    }
    return this.#idle;
  }

  #refuse(request: GenerateRequest): void {
    const { model, limits } = this.#deps;
    if (this.#draining) {
      throw new DyllmError("draining", "The node is shutting down and takes no new requests.");
    }
    if (request.model !== model.id) {
      throw new DyllmError("model_not_found", `The model '${request.model}' does not exist.`, { param: "model" });
    }
    const free = this.#memoryFull ? 0 : Math.max(limits.maxRunning - this.#running.length, 0);
    if (this.#queue.length >= limits.maxQueued + free) {
      const retryAfterMs = this.#retryAfter.estimate(this.#queue.length, limits.maxRunning);
      throw new DyllmError("queue_full", "The node's queue is full.", { retryAfterMs });
    }
  }

  #createSequence(request: GenerateRequest): Sequence {
    const { model, backend } = this.#deps;
    const { config, tokenizer } = model;
    const { input } = request;
    refuseEndless(input, tokenizer, config);
    const prompt = encodePrompt(input, tokenizer, config);
    const promptTokens = "segments" in prompt ? prompt.segments.flat().length : prompt.length;
    const maxRows = Math.min(config.maxRows, backend.shape.maxRows);
    const options = resolveOptions(request, { ...model, vocab: config.vocab, maxRows }, promptTokens);
    const sequenceModel = {
      vocab: config.vocab,
      special: { mask: config.maskToken, eos: config.eosToken, eot: config.eotToken },
      decodeBytes: (tokens: readonly number[]) => tokenizer.decodeBytes(tokens),
      shape: backend.shape,
    };
    const start = request.answerStart === undefined ? [] : tokenizer.encode(request.answerStart);
    return new Sequence(sequenceModel, prompt, options, request.resume, start);
  }

  #onEnd(job: Job, observation: RequestObservation): void {
    this.#queue = this.#queue.filter((queued) => queued !== job);
    const ranMs = job.startedAt === null ? 0 : this.#clock() - job.startedAt;
    if (job.startedAt !== null) {
      this.#retryAfter.record(ranMs);
    }
    job.trace?.end(observation, Math.max(0, observation.ms - ranMs));
    this.#observer.requestFinished?.(observation);
  }

  #wake(): void {
    if (!this.#looping) {
      this.#looping = true;
      this.#idle = this.#loop();
    }
  }

  async #loop(): Promise<void> {
    while (this.#queue.length > 0 || this.#running.length > 0) {
      await this.#closeEnded();
      await this.#admit();
      await this.#round();
    }
    this.#looping = false;
  }

  async #closeEnded(): Promise<void> {
    for (const job of this.#running.filter(({ ended }) => ended)) {
      if (job.slot !== null) {
        const scope = job.sequence.canWarmOthers ? job.prefixScope : undefined;
        // A slot that cannot be closed is gone with its backend.
        await this.#deps.backend
          .close(job.slot, scope)
          .catch((error: unknown) => this.#observer.backendFailed?.(error));
        this.#memoryFull = false;
      }
      this.#running = this.#running.filter((other) => other !== job);
    }
  }

  async #admit(): Promise<void> {
    while (this.#running.length < this.#deps.limits.maxRunning && !this.#memoryFull) {
      this.#queue[0]?.checkAlive(); // an expired job takes itself off the queue
      const job = this.#queue.shift();
      if (job === undefined) {
        return;
      }
      if (!job.ended) {
        this.#running.push(job);
        await this.#open(job);
      }
    }
  }

  async #open(job: Job): Promise<void> {
    job.startedAt = this.#clock();
    try {
      job.slot = await this.#deps.backend.open(job.sequence.canvasTokens());
      if (job.prefixScope !== undefined && job.sequence.canStartWarm) {
        job.sequence.startWarm(await this.#deps.backend.warm(job.slot, job.prefixScope));
      }
    } catch (error) {
      const fitsLater = error instanceof BackendError && error.code === "out_of_memory" && this.#running.length > 1;
      if (fitsLater && !job.ended) {
        this.#memoryFull = true;
        this.#running = this.#running.filter((other) => other !== job);
        this.#queue.unshift(job);
        job.startedAt = null;
        return;
      }
      this.#observer.backendFailed?.(error);
      job.fail(toRequestError(error));
    }
  }

  async #round(): Promise<void> {
    const batch = this.#planRound();
    if (batch.length === 0) {
      return;
    }
    const startedAt = this.#clock();
    let results: readonly StepResult[];
    try {
      results = await this.#deps.backend.step(batch.map(({ plan }) => plan));
    } catch (error) {
      this.#observer.backendFailed?.(error);
      for (const { job } of batch) {
        job.fail(toRequestError(error));
      }
      return;
    }
    const ms = this.#clock() - startedAt;
    this.#pace.record(batch.length, ms);
    let tokens = 0;
    for (const [i, { job }] of batch.entries()) {
      tokens += this.#apply(job, results[i], ms);
    }
    this.#observe(batch, results, ms, tokens);
  }

  /** Those left out for the sake of the target come first in the next round. */
  #planRound(): BatchEntry[] {
    const batch: BatchEntry[] = [];
    const waiting: Job[] = [];
    for (const job of this.#running) {
      job.checkAlive();
      if (batch.length >= this.#pace.size) {
        waiting.push(job);
        continue;
      }
      const plan = job.ended || job.slot === null ? null : job.sequence.plan();
      if (plan !== null && job.slot !== null) {
        batch.push({ job, plan: { ...plan, slot: job.slot } });
      }
    }
    this.#running = [...waiting, ...this.#running.filter((job) => !waiting.includes(job))];
    return batch;
  }

  /** @returns tokens committed */
  #apply(job: Job, result: StepResult | undefined, ms: number): number {
    if (job.ended) {
      return 0;
    }
    try {
      if (result === undefined || result.slot !== job.slot) {
        throw new BackendError("failed", "the backend's results do not match the plans");
      }
      const frames = job.sequence.apply(result, ms);
      job.deliver(frames);
      return frames.reduce((sum, frame) => sum + (frame.type === "committed" ? frame.tokens.length : 0), 0);
    } catch (error) {
      if (!(error instanceof DyllmError)) {
        this.#observer.backendFailed?.(error);
      }
      job.fail(toRequestError(error));
      return 0;
    }
  }

  #observe(batch: readonly BatchEntry[], results: readonly StepResult[], ms: number, tokens: number): void {
    let salient = 0;
    let active = 0;
    let sparseSteps = 0;
    let salientSum = 0;
    for (const [i, result] of results.entries()) {
      const rows = meanSalientRows(result);
      salient += rows;
      active += result.activeRows;
      const entry = batch[i];
      if (entry === undefined) {
        continue;
      }
      if (hasNumericalTrouble(result)) {
        this.#observer.numericalTrouble?.(entry.plan.kind);
      }
      const stepKind = entry.plan.kind === "dense" ? "dense" : "sparse";
      entry.job.trace?.step({ kind: stepKind, ms, batch: batch.length, salient: rows, active: result.activeRows });
      if (stepKind === "sparse" && result.activeRows > 0) {
        sparseSteps++;
        salientSum += rows / result.activeRows;
      }
    }
    const sparsePlans = batch.filter(({ plan }) => plan.kind !== "dense").length;
    const kind = sparsePlans === 0 ? "dense" : sparsePlans === batch.length ? "sparse" : "mixed";
    this.#rates.record(this.#clock(), { ms, steps: batch.length, tokens, sparseSteps, salientSum });
    this.#observer.stepFinished?.({ ms, batch: batch.length, kind, salient, active });
  }
}
