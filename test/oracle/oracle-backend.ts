import type { Backend, Slot, StepPlan, StepResult } from "../../gpu-node/src/backend/backend.ts";
import { LEAST_SHARED_ROWS } from "../../gpu-node/src/backend/prefix-store.ts";
import { OracleCanvas, type OracleChange, type OracleStep } from "./dyllm.ts";
import { greedy } from "./greedy.ts";
import { at, multiply } from "./math.ts";
import type { OracleModel } from "./model.ts";

/** The oracle behind the node's own interface, so that the denoiser can be compared without float32 in between. Greedy only. */
export class OracleBackend implements Backend {
  readonly name = "oracle";
  readonly threads = 1;
  readonly shape: Backend["shape"];
  readonly #model: OracleModel;
  readonly #canvases = new Map<Slot, OracleCanvas>();
  /** Closed canvases by scope, all of them. */
  readonly #closed = new Map<string, OracleCanvas[]>();
  #opened = 0;

  /** `maxRows` is the longest canvas the model may be given. */
  constructor(model: OracleModel, maxRows: number) {
    this.#model = model;
    const vocab = multiply(model.head, new Float64Array(model.hidden)).length;
    const ffn = at(model.blocks, 0).gate.length / model.hidden;
    this.shape = { layers: model.blocks.length, hidden: model.hidden, heads: model.heads, ffn, vocab, maxRows };
  }

  async open(tokens: Int32Array): Promise<Slot> {
    this.#canvases.set(this.#opened, new OracleCanvas(this.#model, [...tokens]));
    return this.#opened++;
  }

  async step(plans: readonly StepPlan[]): Promise<readonly StepResult[]> {
    return plans.map((plan) => this.#step(plan));
  }

  async warm(slot: Slot, scope: string): Promise<number> {
    const canvas = this.#canvases.get(slot);
    const [shared, source] = Array.from(
      this.#closed.get(scope) ?? [],
      (other) => [canvas?.sharedRows(other) ?? 0, other] as const,
    )
      .sort(([a], [b]) => b - a)
      .at(0) ?? [0, null];
    if (canvas === undefined || source === null || shared < LEAST_SHARED_ROWS) {
      return 0;
    }
    canvas.takeOver(source, shared);
    return shared;
  }

  async close(slot: Slot, scope?: string): Promise<void> {
    const canvas = this.#canvases.get(slot);
    if (canvas !== undefined && scope !== undefined) {
      this.#closed.set(scope, [...(this.#closed.get(scope) ?? []), canvas]);
    }
    this.#canvases.delete(slot);
  }

  async usage(): Promise<{ slots: number; cacheBytes: number }> {
    return { slots: this.#canvases.size, cacheBytes: 0 };
  }

  async dispose(): Promise<void> {
    this.#canvases.clear();
  }

  #step(plan: StepPlan): StepResult {
    const canvas = this.#canvases.get(plan.slot);
    if (canvas === undefined || plan.choice.temperature !== 0) {
      throw new RangeError(`slot ${plan.slot}, temperature ${plan.choice.temperature}`);
    }
    const changes = Array.from(plan.changes.positions, (row, i) => ({ row, token: at(plan.changes.tokens, i) }));
    const score = [...plan.score];
    const endRow = plan.endRow ?? canvas.tokens.length;
    const step = runStep(canvas, plan, endRow, changes, score);
    const choices = step.logits.map((logits) => greedy(logits, this.#model.mask));
    return {
      slot: plan.slot,
      tokens: Int32Array.from(choices, ({ token }) => token),
      confidences: Float64Array.from(choices, ({ confidence }) => confidence),
      ...(plan.choice.entropies === true && { entropies: Float64Array.from(choices, ({ entropy }) => entropy) }),
      salientRows: Int32Array.from(step.layers, ({ salient }) => salient.length),
      recomputed: Int32Array.from(new Set(step.layers.flatMap(({ salient }) => [...salient]))).sort(),
      activeRows: step.activeRows,
    };
  }
}

function runStep(
  canvas: OracleCanvas,
  plan: StepPlan,
  endRow: number,
  changes: readonly OracleChange[],
  score: readonly number[],
): OracleStep {
  switch (plan.kind) {
    case "dense":
      return canvas.dense(changes, score, endRow);
    case "block":
      return canvas.block([...plan.active], plan.keep === "keys-values", changes, score, endRow);
    case "sparse":
      return canvas.sparse(plan, changes, score);
    default:
      throw new Error(`unknown step ${plan satisfies never}`);
  }
}
