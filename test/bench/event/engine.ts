import type { StepPlan, StepResult } from "../../../gpu-node/src/backend/backend.ts";
import { floatData, int64Data, type Outputs } from "../../../gpu-node/src/backend/onnx/outputs.ts";
import type { InferenceSession, Runtime, Tensor } from "../../../gpu-node/src/backend/onnx/runtime.ts";
import { sessionTensors } from "../../../gpu-node/src/backend/onnx/session-tensors.ts";
import type { LoadedTensor } from "../../../gpu-node/src/model/load-weights.ts";
import type { ModelConfig } from "../../../gpu-node/src/model/types.ts";
import { type Chosen, chooseTokens, needsLogits } from "../../../gpu-node/src/sampling/choose.ts";
import { cacheOutputs, type EventCaches, type EventRows, EXTRA_COLUMNS, emptyCaches, storeStep } from "./caches.ts";
import { eventGraph } from "./graph.ts";

/** Tolerances of event-driven steps, as the oracle's `EventPlan` has them, and when sums are not updated but made anew. */
export interface EventSettings {
  readonly tau: number;
  readonly eps: number;
  readonly far: number;
  /** Rows from the start of the answer that make up one block. */
  readonly blockLength: number;
  /**
   * Share of the canvas in changed rows from which a layer computes all sums anew. 0.5: where the product with the old and
   * the new columns has as many multiply-adds as the one with all. 0: always anew.
   */
  readonly plainShare: number;
  /** See {@link TERM_BUDGET}. */
  readonly termBudget: number;
}

/**
 * A row's sums are made anew when the terms that were ever added to and taken from its Z add up to this many times Z, over
 * all heads: each term is rounded to 6e-8 of itself, so the error of a context stays below 3e-5.
 */
export const TERM_BUDGET = 500;

/** One step's rows beside what a backend answers. */
export interface EventResult extends Omit<StepResult, "slot"> {
  readonly rows: EventRows;
  /** Milliseconds of the session's run, without what the host does before and after it. */
  readonly runMs: number;
}

interface Canvas {
  readonly tokens: Int32Array;
  /** First row that was masked when the canvas was opened: blocks are counted from here. */
  readonly answerFrom: number;
  caches: EventCaches | null;
}

/** Event-driven denoising on onnxruntime: the prototype that is measured against the product's engine. */
export class EventEngine {
  /** In force from the next step on; exact until somebody sets it. */
  settings: EventSettings = { tau: 1, eps: 0, far: 1, blockLength: 1, plainShare: 0, termBudget: TERM_BUDGET };
  readonly #config: ModelConfig;
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #canvases = new Map<number, Canvas>();
  #opened = 0;

  private constructor(config: ModelConfig, runtime: Runtime, session: InferenceSession) {
    this.#config = config;
    this.#runtime = runtime;
    this.#session = session;
  }

  static async create(
    config: ModelConfig,
    weights: AsyncIterable<LoadedTensor>,
    runtime: Runtime,
  ): Promise<EventEngine> {
    const byLocation = await sessionTensors(config, weights, "fp32");
    const session = await runtime.createSession(eventGraph(config), { kind: "buffers", byLocation });
    return new EventEngine(config, runtime, session);
  }

  open(tokens: Int32Array): number {
    const masked = tokens.indexOf(this.#config.maskToken);
    const answerFrom = masked === -1 ? 0 : masked;
    this.#canvases.set(this.#opened, { tokens: tokens.slice(), answerFrom, caches: null });
    return this.#opened++;
  }

  close(slot: number): void {
    this.#canvases.delete(slot);
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  /** A dense step when the plan says so, else an event-driven one whatever rows the plan names. */
  async step(plan: StepPlan): Promise<EventResult> {
    const canvas = this.#canvases.get(plan.slot);
    if (canvas === undefined) {
      throw new RangeError(`slot ${plan.slot} is not open`);
    }
    for (const [i, row] of plan.changes.positions.entries()) {
      canvas.tokens[row] = plan.changes.tokens[i] ?? 0;
    }
    const rows = plan.endRow ?? canvas.tokens.length;
    const dense = plan.kind === "dense";
    if (dense || canvas.caches === null) {
      canvas.caches = emptyCaches(this.#config, rows);
    }
    const { caches } = canvas;
    const feeds = this.#feeds(canvas, caches, plan, dense);
    const fetches = needsLogits(plan.choice) ? ["logits"] : ["token", "confidence"];
    fetches.push(...cacheOutputs(this.#config.layers));
    const started = performance.now();
    const outputs = await this.#session.run(feeds, fetches);
    const runMs = performance.now() - started;
    const events = storeStep(this.#config, caches, outputs);
    return {
      ...this.#choose(plan, outputs),
      salientRows: Int32Array.from(events.committed, (layer) => layer.length),
      recomputed: Int32Array.from(new Set(events.committed.flatMap((layer) => [...layer]))).sort(),
      activeRows: rows,
      rows: events,
      runMs,
    };
  }

  #feeds(canvas: Canvas, caches: EventCaches, plan: StepPlan, dense: boolean): Record<string, Tensor> {
    const { heads, hidden: d, layers } = this.#config;
    const { rows } = caches;
    const headDim = d / heads;
    const int64 = (values: ArrayLike<number>, shape: readonly number[]): Tensor =>
      new this.#runtime.Tensor("int64", BigInt64Array.from(values, BigInt), shape);
    const float = (data: Float32Array, ...shape: number[]): Tensor => new this.#runtime.Tensor("float32", data, shape);
    const scalar = (value: number): Tensor => float(Float32Array.of(value));
    const changed = dense ? Int32Array.from({ length: rows }, (_, row) => row) : plan.changes.positions;
    const { tau, eps, plainShare, termBudget } = this.settings;
    const feeds: Record<string, Tensor> = {
      changed: int64(changed, [changed.length]),
      ids: int64(
        changed.map((row) => canvas.tokens[row] ?? 0),
        [changed.length],
      ),
      score: int64(plan.score, [plan.score.length]),
      loose: float(this.#loose(canvas, rows, plan.score), rows),
      // Held values of a dense step are zeros, and nothing is within a tolerance of them.
      tol: scalar(2 * (1 - tau)),
      eps: scalar(dense ? 0 : eps * eps),
      budget: scalar(termBudget),
      plainFrom: int64([dense ? 0 : Math.ceil(plainShare * rows)], []),
      [`X${layers}`]: float(caches.outputs, rows, d),
    };
    for (const [l, cache] of caches.layers.entries()) {
      feeds[`X${l}`] = float(cache.inputs, rows, d);
      feeds[`Q${l}`] = float(cache.queries, heads, rows, headDim);
      feeds[`K${l}`] = float(cache.keys, heads, rows, headDim);
      feeds[`V${l}`] = float(cache.values, heads, rows, headDim + EXTRA_COLUMNS);
      feeds[`S${l}`] = float(cache.sums, heads, rows, headDim + EXTRA_COLUMNS);
      feeds[`M${l}`] = float(cache.maxima, heads, rows, 1);
      feeds[`C${l}`] = float(cache.contexts, heads, rows, headDim);
      feeds[`R${l}`] = float(cache.contextNorms, rows);
    }
    return feeds;
  }

  /** Square of the factor of each row's tolerances: 1 in the block of the first scored row, `far`² outside. */
  #loose(canvas: Canvas, rows: number, score: Int32Array): Float32Array {
    const { far, blockLength } = this.settings;
    const loose = new Float32Array(rows).fill(far * far);
    const block = Math.floor(((score[0] ?? canvas.answerFrom) - canvas.answerFrom) / blockLength);
    const from = canvas.answerFrom + block * blockLength;
    return loose.fill(1, from, from + blockLength);
  }

  #choose(plan: StepPlan, outputs: Outputs): Chosen {
    if (needsLogits(plan.choice)) {
      const { vocab, maskToken } = this.#config;
      return chooseTokens(
        floatData(outputs, "logits"),
        { positions: plan.score, vocab, banned: [maskToken] },
        plan.choice,
      );
    }
    return {
      tokens: Int32Array.from(int64Data(outputs, "token"), Number),
      confidences: Float64Array.from(floatData(outputs, "confidence")),
    };
  }
}
