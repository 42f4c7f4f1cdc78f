import type { Backend, Slot, StepPlan, StepResult } from "../../../gpu-node/src/backend/backend.ts";
import { type Divergence, divergenceFrom } from "./divergence.ts";
import { stepFlops } from "./flops.ts";

/** What one step computed. */
export interface StepCounts {
  readonly kind: StepPlan["kind"];
  readonly exact: boolean;
  /** Rows that took part, and those of them that were active. */
  readonly rows: number;
  readonly activeRows: number;
  readonly changed: number;
  readonly scored: number;
  /** Rows whose feed-forward was recomputed, by layer. */
  readonly salientRows: readonly number[];
}

/** What one step cost and did. */
export interface StepRecord extends StepCounts {
  readonly ms: number;
  readonly flops: number;
  /** Against dense steps on the same canvas; null where it was not measured. */
  readonly divergence: Divergence | null;
}

/**
 * Passes calls on to a backend and keeps a record of every step. While `probeEvery` is not 0, every so many steps the same
 * canvas is also computed densely and the two distributions compared; timings of such a run mean nothing.
 */
export class RecordingBackend implements Backend {
  readonly name: string;
  readonly threads: number;
  readonly shape: Backend["shape"];
  probeEvery = 0;
  #records: StepRecord[] = [];
  readonly #inner: Backend;
  readonly #reference: Backend;
  readonly #flops: (step: StepCounts) => number;
  readonly #canvases = new Map<Slot, Int32Array>();

  /**
   * @param reference what the dense steps of a comparison run on
   * @param flops of a step, where they do not follow from its counts
   */
  constructor(inner: Backend, reference: Backend, flops?: (step: StepCounts) => number) {
    this.#inner = inner;
    this.#reference = reference;
    this.#flops = flops ?? ((step) => stepFlops(inner.shape, step));
    this.name = inner.name;
    this.threads = inner.threads;
    this.shape = inner.shape;
  }

  /** The steps since the last call. */
  take(): StepRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  async open(tokens: Int32Array): Promise<Slot> {
    const slot = await this.#inner.open(tokens);
    this.#canvases.set(slot, tokens.slice());
    return slot;
  }

  async step(plans: readonly StepPlan[]): Promise<readonly StepResult[]> {
    const results: StepResult[] = [];
    for (const plan of plans) {
      results.push(await this.#step(plan));
    }
    return results;
  }

  warm(slot: Slot, scope: string): Promise<number> {
    return this.#inner.warm(slot, scope);
  }

  async close(slot: Slot, scope?: string): Promise<void> {
    this.#canvases.delete(slot);
    await this.#inner.close(slot, scope);
  }

  usage(): ReturnType<Backend["usage"]> {
    return this.#inner.usage();
  }

  dispose(): Promise<void> {
    return this.#inner.dispose();
  }

  async #step(plan: StepPlan): Promise<StepResult> {
    const canvas = this.#canvases.get(plan.slot);
    if (canvas === undefined) {
      throw new RangeError(`slot ${plan.slot} is not open`);
    }
    for (const [i, row] of plan.changes.positions.entries()) {
      canvas[row] = plan.changes.tokens[i] ?? 0;
    }
    const probed = this.probeEvery > 0 && this.#records.length % this.probeEvery === 0;
    const started = performance.now();
    const [result] = await this.#inner.step([probed ? this.#withDistribution(plan) : plan]);
    const ms = performance.now() - started;
    if (result === undefined) {
      throw new Error("a step gave no result");
    }
    const counts: StepCounts = {
      kind: plan.kind,
      exact: plan.kind !== "sparse" || plan.exact,
      rows: plan.endRow ?? canvas.length,
      activeRows: result.activeRows,
      changed: plan.changes.positions.length,
      scored: plan.score.length,
      salientRows: [...result.salientRows],
    };
    this.#records.push({
      ...counts,
      ms,
      flops: this.#flops(counts),
      divergence: probed ? await this.#divergence(plan, canvas, result) : null,
    });
    return result;
  }

  #withDistribution<Plan extends StepPlan>(plan: Plan): Plan {
    return { ...plan, choice: { ...plan.choice, topCandidates: this.shape.vocab } };
  }

  /** The whole canvas counts as dense: what a window leaves out is part of a method's error. */
  async #divergence(plan: StepPlan, canvas: Int32Array, result: StepResult): Promise<Divergence | null> {
    const slot = await this.#reference.open(canvas);
    try {
      const { score, choice } = this.#withDistribution(plan);
      const changes = { positions: new Int32Array(0), tokens: new Int32Array(0) };
      const dense = { slot, kind: "dense", keep: "nothing", changes, score, choice } as const;
      const [reference] = await this.#reference.step([dense]);
      return reference?.candidates === undefined || result.candidates === undefined
        ? null
        : divergenceFrom(reference.candidates, result.candidates);
    } finally {
      await this.#reference.close(slot);
    }
  }
}
