import { setImmediate as nextTurn } from "node:timers/promises";
import { type Backend, BackendError, type Slot, type StepPlan, type StepResult } from "../../backend/backend.ts";
import { BYTE_MODEL } from "../../denoiser/testing/byte-model.ts";
import { type Script, ScriptedSlot } from "../../denoiser/testing/scripted-slot.ts";

/** How a scripted backend deviates from an untroubled one. */
export interface ScriptedBackendOptions {
  readonly script: Script;
  /** Slots it has memory for. */
  readonly maxSlots?: number;
  /** Called before each step with its number from 1; may throw, or wait. */
  readonly beforeStep?: (call: number, plans: readonly StepPlan[]) => void | Promise<void>;
  /** Called with each result; may spoil it. */
  readonly onResult?: (result: StepResult, plan: StepPlan) => void;
}

const BYTES_PER_SLOT = 1024;

/** A backend without weights, for tests of what drives one: see {@link ScriptedSlot}. Every call takes an event-loop turn. */
export class ScriptedBackend implements Backend {
  readonly name = "scripted";
  readonly threads = 1;
  readonly shape = { layers: 2, hidden: 8, heads: 1, ffn: 16, vocab: BYTE_MODEL.config.vocab, maxRows: 256 };
  /** Plans of every step call so far. */
  readonly calls: (readonly StepPlan[])[] = [];
  /** Most slots that were ever open at a time. */
  peakSlots = 0;
  readonly #options: ScriptedBackendOptions;
  readonly #slots = new Map<Slot, ScriptedSlot>();
  #nextSlot = 1;

  constructor(options: ScriptedBackendOptions) {
    this.#options = options;
  }

  async open(tokens: Int32Array): Promise<Slot> {
    await nextTurn();
    if (this.#slots.size >= (this.#options.maxSlots ?? Number.POSITIVE_INFINITY)) {
      throw new BackendError("out_of_memory", "no memory for another slot");
    }
    const slot = this.#nextSlot++;
    this.#slots.set(slot, new ScriptedSlot(tokens, this.#options.script));
    this.peakSlots = Math.max(this.peakSlots, this.#slots.size);
    return slot;
  }

  async step(plans: readonly StepPlan[]): Promise<readonly StepResult[]> {
    this.calls.push(plans);
    await this.#options.beforeStep?.(this.calls.length, plans);
    await nextTurn();
    return plans.map((plan) => {
      const slot = this.#slots.get(plan.slot);
      if (slot === undefined) {
        throw new BackendError("invalid_plan", "the slot is not open");
      }
      const result = { ...slot.step(plan), slot: plan.slot };
      this.#options.onResult?.(result, plan);
      return result;
    });
  }

  async warm(): Promise<number> {
    await nextTurn();
    return 0;
  }

  async close(slot: Slot): Promise<void> {
    await nextTurn();
    this.#slots.delete(slot);
  }

  async usage(): Promise<{ slots: number; cacheBytes: number }> {
    return { slots: this.#slots.size, cacheBytes: this.#slots.size * BYTES_PER_SLOT };
  }

  async dispose(): Promise<void> {
    this.#slots.clear();
  }
}
