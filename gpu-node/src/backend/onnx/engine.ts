import type { LoadedTensor } from "../../model/load-weights.ts";
import type { ModelConfig } from "../../model/types.ts";
import { type Chosen, chooseTokens, needsLogits } from "../../sampling/choose.ts";
import { activeRowsOf, BackendError, type ModelShape, type Slot, type StepPlan, type StepResult } from "../backend.ts";
import { growCaches, keptOutputs, selectedRows, storeBlock, storeDense, storeSparse } from "./cache-update.ts";
import { feedsOf, type StepView } from "./feeds.ts";
import { denoiserGraph } from "./graph.ts";
import { floatData, int64Data, type Outputs } from "./outputs.ts";
import type { InferenceSession, Runtime } from "./runtime.ts";
import { type HostPrecision, sessionTensors } from "./session-tensors.ts";
import { cacheBytes, checkPlan, openSlot, type SlotState } from "./slot.ts";

/** Softmax rounds: a probability may come out this far above 1. */
const ROUNDING = 1e-4;

export interface EngineOptions {
  /** Open canvases at once. */
  readonly maxSlots: number;
  readonly precision: HostPrecision;
}

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

  /** Builds graph and session. The session keeps its own copy of the weights. */
  static async create(
    config: ModelConfig,
    weights: AsyncIterable<LoadedTensor>,
    runtime: Runtime,
    { maxSlots, precision }: EngineOptions,
  ): Promise<Engine> {
    const tensors = await sessionTensors(config, weights, precision);
    return new Engine(
      config,
      runtime,
      await runtime.createSession(denoiserGraph(config, precision), tensors),
      maxSlots,
    );
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
    for (const slot of this.#slots.values()) {
      bytes += cacheBytes(slot);
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
    const active = activeRowsOf(plan, slot.tokens.length);
    const view: StepView = { active, rows: plan.endRow ?? slot.tokens.length };
    if (plan.kind === "block") {
      growCaches(this.#config, slot, view.rows);
    }
    const outputs = await this.#compute(slot, plan, view);
    const choice = this.#choose(plan, outputs);
    const selected = this.#store(slot, plan, view, outputs);
    return {
      slot: plan.slot,
      ...choice,
      salientRows: Int32Array.from(selected, (layer) => layer.length),
      recomputed: plan.kind === "sparse" ? union(selected) : active,
      activeRows: active.length,
    };
  }

  /** Writes what the plan keeps to the slot's caches; returns the canvas rows each layer recomputed. */
  #store(slot: SlotState, plan: StepPlan, { active, rows }: StepView, outputs: Outputs): readonly Int32Array[] {
    switch (plan.kind) {
      case "dense":
        storeDense(this.#config, slot, plan, rows, outputs);
        break;
      case "block":
        storeBlock(this.#config, slot, plan, rows, outputs);
        break;
      case "sparse": {
        const selected = selectedRows(this.#config, plan, outputs);
        storeSparse(this.#config, slot, plan, selected, outputs);
        return selected;
      }
      default:
        throw new Error(`unknown plan ${plan satisfies never}`);
    }
    return new Array<Int32Array>(this.#config.layers).fill(active);
  }

  async #compute(slot: SlotState, plan: StepPlan, view: StepView): Promise<Outputs> {
    // A row's logits are V floats: fetched only where the choice cannot be made without them.
    const fetches = needsLogits(plan.choice) ? ["logits"] : ["token", "confidence"];
    if (plan.choice.entropies === true) {
      fetches.push("entropy");
    }
    if (plan.kind === "sparse") {
      for (let l = 0; l < this.#config.layers; l++) {
        fetches.push(`k${l}`, `v${l}`, `sel${l}`, `m${l}`, plan.exact ? `c${l}` : `ctx${l}`);
      }
    } else {
      fetches.push(...keptOutputs(this.#config, plan));
    }
    try {
      return await this.#session.run(feedsOf(this.#runtime.Tensor, this.#config, slot, plan, view), fetches);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = /alloc|out of memory/i.test(message) ? "out_of_memory" : "failed";
      throw new BackendError(code, `the step failed: ${message}`, { cause: error });
    }
  }

  #choose(plan: StepPlan, outputs: Outputs): Chosen {
    const choice = this.#chooseTokens(plan, outputs);
    return plan.choice.entropies === true
      ? { entropies: Float64Array.from(floatData(outputs, "entropy")), ...choice }
      : choice;
  }

  #chooseTokens(plan: StepPlan, outputs: Outputs): Chosen {
    if (needsLogits(plan.choice)) {
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

/** The distinct positions of several ascending lists, ascending. */
function union(lists: readonly Int32Array[]): Int32Array {
  const distinct = new Set<number>();
  for (const list of lists) {
    for (const position of list) {
      distinct.add(position);
    }
  }
  return Int32Array.from(distinct).sort();
}

/** NaN for what cannot be a probability: the maximum of a row that overflowed is not always NaN itself. */
function probability(value: number): number {
  return value > 0 && value <= 1 + ROUNDING ? Math.min(1, value) : Number.NaN;
}
