import { ropeTables } from "../../model/rope-tables.ts";
import type { ModelConfig, Weights } from "../../model/types.ts";
import { chooseTokens } from "../../sampling/choose.ts";
import { BackendError, type ModelShape, type Slot, type StepPlan, type StepResult } from "../backend.ts";
import { storeDense, storeSparse } from "./cache-update.ts";
import { feedsOf, type StepView } from "./feeds.ts";
import { denoiserGraph, ROPE_COS, ROPE_SIN } from "./graph.ts";
import { floatData, int64Data, type Outputs } from "./outputs.ts";
import type { InferenceSession, Runtime } from "./runtime.ts";
import { cacheBytes, checkPlan, openSlot, type SlotState } from "./slot.ts";

/** Softmax rounds: a probability may come out this far above 1. */
const ROUNDING = 1e-4;

/** Slots and session of one loaded model: the part of a backend that computes. It runs one step at a time. */
export class Engine {
  readonly #config: ModelConfig;
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #slots = new Map<Slot, SlotState>();
  readonly #maxSlots: number;
  #nextSlot = 1;

  private constructor(config: ModelConfig, runtime: Runtime, session: InferenceSession, maxSlots: number) {
    this.#config = config;
    this.#runtime = runtime;
    this.#session = session;
    this.#maxSlots = maxSlots;
  }

  /** Builds graph and session. The session keeps its own copy of the weights: drop yours afterwards. */
  static async create(config: ModelConfig, weights: Weights, runtime: Runtime, maxSlots: number): Promise<Engine> {
    const { cos, sin } = ropeTables(config);
    const tensors = new Map([
      [ROPE_COS, cos],
      [ROPE_SIN, sin],
    ]);
    for (const [name, { data }] of weights.tensors) {
      tensors.set(name, data);
    }
    return new Engine(config, runtime, await runtime.createSession(denoiserGraph(config), tensors), maxSlots);
  }

  get shape(): ModelShape {
    const { layers, hidden, heads, ffn, vocab, maxRows } = this.#config;
    return { layers, hidden, heads, ffn, vocab, maxRows };
  }

  open(tokens: Int32Array): Slot {
    if (this.#slots.size >= this.#maxSlots) {
      throw new BackendError("unavailable", `all ${this.#maxSlots} slots are open`);
    }
    const slot = this.#nextSlot++;
    this.#slots.set(slot, openSlot(this.#config, tokens));
    return slot;
  }

  close(slot: Slot): void {
    this.#slots.delete(slot);
  }

  usage(): { slots: number; cacheBytes: number } {
    let bytes = 0;
    for (const { tokens } of this.#slots.values()) {
      bytes += cacheBytes(this.#config, tokens.length);
    }
    return { slots: this.#slots.size, cacheBytes: bytes };
  }

  /** Runs the plans in order. Nothing is run when one of them is invalid. */
  async step(plans: readonly StepPlan[]): Promise<StepResult[]> {
    if (new Set(plans.map(({ slot }) => slot)).size !== plans.length) {
      throw new BackendError("invalid_plan", "a slot has two plans in one call");
    }
    const checked = plans.map((plan) => {
      const slot = this.#slots.get(plan.slot);
      checkPlan(this.#config, slot, plan);
      return { plan, slot };
    });
    const results: StepResult[] = [];
    for (const { plan, slot } of checked) {
      results.push(await this.#run(slot, plan));
    }
    return results;
  }

  async dispose(): Promise<void> {
    this.#slots.clear();
    await this.#session.release();
  }

  async #run(slot: SlotState, plan: StepPlan): Promise<StepResult> {
    for (const [i, position] of plan.changes.positions.entries()) {
      slot.tokens[position] = plan.changes.tokens[i] ?? 0;
    }
    const dense = plan.kind === "dense";
    const firstRow = dense ? 0 : plan.firstRow;
    const view: StepView = { dense, exact: dense || plan.exact, firstRow, activeRows: slot.tokens.length - firstRow };
    const outputs = await this.#compute(slot, plan, view);
    if (dense) {
      storeDense(slot, outputs);
    } else {
      storeSparse(this.#config, slot, plan, outputs);
    }
    return {
      slot: plan.slot,
      ...this.#choose(plan, outputs),
      salientRows: Int32Array.from(slot.layers, (_, l) => int64Data(outputs, `sel${l}`).length),
      activeRows: view.activeRows,
    };
  }

  async #compute(slot: SlotState, plan: StepPlan, view: StepView): Promise<Outputs> {
    // A row's logits are V floats: fetched only where noise has to be added to them.
    const fetches = plan.choice.temperature > 0 ? ["logits"] : ["token", "confidence"];
    const context = view.dense || !view.exact ? "ctx" : "c";
    for (let l = 0; l < this.#config.layers; l++) {
      fetches.push(`k${l}`, `v${l}`, `sel${l}`, `m${l}`, `${context}${l}`);
    }
    try {
      return await this.#session.run(feedsOf(this.#runtime.Tensor, this.#config, slot, plan, view), fetches);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = /alloc|out of memory/i.test(message) ? "out_of_memory" : "failed";
      throw new BackendError(code, `the step failed: ${message}`, { cause: error });
    }
  }

  #choose(plan: StepPlan, outputs: Outputs): { tokens: Int32Array; confidences: Float64Array } {
    if (plan.choice.temperature > 0) {
      const { vocab, maskToken } = this.#config;
      const rows = { positions: plan.score, vocab, banned: [maskToken] };
      return chooseTokens(floatData(outputs, "logits"), rows, plan.choice);
    }
    return {
      tokens: Int32Array.from(int64Data(outputs, "token"), Number),
      confidences: Float64Array.from(floatData(outputs, "confidence"), probability),
    };
  }
}

/** NaN for what cannot be a probability: the maximum of a row that overflowed is not always NaN itself. */
function probability(value: number): number {
  return value > 0 && value <= 1 + ROUNDING ? Math.min(1, value) : Number.NaN;
}
