import type { InferenceSession, Tensor } from "onnxruntime-node";
import { ropeTables } from "../../model/rope-tables.ts";
import type { ModelConfig } from "../../model/types.ts";
import { BackendError, type ModelShape, type Slot, type StepPlan, type StepResult } from "../backend.ts";
import { choiceOutputs } from "../chosen-rows.ts";
import { groupPlans, type StepSize } from "../grouping.ts";
import type { Outputs } from "../onnx/outputs.ts";
import { checkPlan, openSlot, type SlotState } from "../onnx/slot.ts";
import { PrefixStore, withoutMasks } from "../prefix-store.ts";
import type { Device, DeviceTensor } from "./device.ts";
import { deviceFailure } from "./device-failure.ts";
import { packedGraph, ROPE_COS, ROPE_SIN } from "./graph.ts";
import { cacheNames, updatedName } from "./graph-layer.ts";
import { layoutFeeds } from "./layout-feeds.ts";
import { type MemoryPlan, stepBytes } from "./memory-plan.ts";
import { type Packable, type PackableSlot, type PackedStep, packStep } from "./packing.ts";
import { RowPool } from "./row-pool.ts";
import { stepResults } from "./step-results.ts";

/** How memory is divided, and what of it may go on holding closed canvases, in bytes. */
type DeviceMemory = MemoryPlan & { readonly retainBytes: number };

interface OpenSlot extends PackableSlot {
  /** What the slot's cache rows hold, and of how many rows: of those of its last step that kept them. */
  kept: SlotState["kept"];
  cachedRows: number;
}

/**
 * The denoiser on a device that keeps weights and caches: what crosses to the host are token ids, confidences and the
 * lists of selected rows; logits only of rows whose choice needs noise or candidates. Cache rows come from one pool.
 */
export class WebGpuEngine {
  readonly #config: ModelConfig;
  readonly #device: Device;
  readonly #session: InferenceSession;
  readonly #memory: DeviceMemory;
  readonly #weights: ReadonlyMap<string, DeviceTensor>;
  readonly #caches: ReadonlyMap<string, DeviceTensor>;
  readonly #pool: RowPool;
  /** Rows of closed canvases. */
  readonly #retained: PrefixStore<Int32Array>;
  readonly #slots = new Map<Slot, OpenSlot>();
  #nextSlot = 1;

  private constructor(
    config: ModelConfig,
    device: Device,
    session: InferenceSession,
    memory: DeviceMemory,
    weights: ReadonlyMap<string, DeviceTensor>,
    caches: ReadonlyMap<string, DeviceTensor>,
  ) {
    this.#config = config;
    this.#device = device;
    this.#session = session;
    this.#memory = memory;
    this.#weights = weights;
    this.#caches = caches;
    const pool = new RowPool(memory.poolRows);
    this.#pool = pool;
    this.#retained = new PrefixStore(Math.floor(memory.retainBytes / memory.rowBytes), (rows) => pool.release(rows));
  }

  /** Brings the weights to the device one after the other and allocates the caches. */
  static async create(
    config: ModelConfig,
    weights: AsyncIterable<{ readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }>,
    device: Device,
    memory: DeviceMemory,
  ): Promise<WebGpuEngine> {
    const session = await device.session(packedGraph(config, device.element));
    const { cos, sin } = ropeTables(config);
    const tables = [config.maxRows, config.hidden / config.heads / 2];
    const resident = new Map([
      [ROPE_COS, await device.toDevice(cos, tables)],
      [ROPE_SIN, await device.toDevice(sin, tables)],
    ]);
    for await (const { name, shape, data } of weights) {
      resident.set(name, await device.toDevice(data, shape));
    }
    const caches = new Map<string, DeviceTensor>();
    for (let l = 0; l < config.layers; l++) {
      for (const name of Object.values(cacheNames(l))) {
        caches.set(name, await device.zeros([memory.poolRows, config.hidden]));
      }
    }
    return new WebGpuEngine(config, device, session, memory, resident, caches);
  }

  get shape(): ModelShape {
    const { layers, hidden, heads, ffn, vocab } = this.#config;
    return { layers, hidden, heads, ffn, vocab, maxRows: this.#memory.maxRows };
  }

  /** Throws BackendError `out_of_memory` while the pool has not enough free rows, `invalid_plan` for a wrong canvas. */
  open(tokens: Int32Array): Slot {
    // What is kept of closed canvases makes room for those that are open.
    while (this.#pool.free < tokens.length && this.#retained.evict()) {}
    const checked = openSlot({ ...this.#config, maxRows: this.#memory.maxRows }, tokens);
    const slot = this.#nextSlot++;
    this.#slots.set(slot, {
      tokens: checked.tokens,
      rows: this.#pool.take(tokens.length),
      kept: "nothing",
      cachedRows: 0,
    });
    return slot;
  }

  /** See `Backend.warm`. The rows change hands, no value is moved: what one canvas takes over is gone for others. */
  warm(slot: Slot, scope: string): number {
    const open = this.#slots.get(slot);
    if (open === undefined || open.kept !== "nothing") {
      throw new BackendError("invalid_plan", `slot ${slot} is not open, or filled already`);
    }
    const match = this.#retained.match(scope, withoutMasks(open.tokens, this.#config.maskToken));
    if (match === null) {
      return 0;
    }
    this.#retained.take(match);
    const { shared, rows } = match;
    this.#pool.release(open.rows.slice(0, shared));
    this.#pool.release(rows.slice(shared));
    open.rows.set(rows.subarray(0, shared));
    open.kept = "keys-values";
    open.cachedRows = shared;
    return shared;
  }

  close(slot: Slot, scope: string | null): void {
    const open = this.#slots.get(slot);
    this.#slots.delete(slot);
    if (open === undefined) {
      return;
    }
    const tokens = withoutMasks(open.tokens.subarray(0, open.cachedRows), this.#config.maskToken);
    const kept = scope === null ? 0 : tokens.length;
    this.#pool.release(open.rows.slice(kept));
    if (scope !== null && kept > 0) {
      this.#retained.put(scope, tokens, open.rows.slice(0, kept));
    }
  }

  usage(): { slots: number; cacheBytes: number } {
    return {
      slots: this.#slots.size,
      cacheBytes: (this.#pool.capacity - this.#pool.free - this.#retained.held) * this.#memory.rowBytes,
    };
  }

  /** Runs the plans packed together, as many at a time as memory allows. Nothing is run when one of them is invalid. */
  async step(plans: readonly StepPlan[]): Promise<StepResult[]> {
    if (new Set(plans.map(({ slot }) => slot)).size !== plans.length) {
      throw new BackendError("invalid_plan", "a slot has two plans in one call");
    }
    const entries = plans.map((plan) => ({ plan, slot: this.#slotOf(plan) }));
    const results = new Map<Slot, StepResult>();
    const fits = (size: StepSize): boolean =>
      stepBytes(this.#config, this.#device.bytesPerElement, size) <= this.#memory.scratchBytes;
    const groups = groupPlans(entries, fits);
    for (const group of groups) {
      for (const result of await this.#run(group)) {
        results.set(result.slot, result);
      }
    }
    return plans.flatMap(({ slot }) => results.get(slot) ?? []);
  }

  async dispose(): Promise<void> {
    this.#slots.clear();
    for (const { dispose } of [...this.#weights.values(), ...this.#caches.values()]) {
      dispose();
    }
    await this.#session.release();
    await this.#device.close();
  }

  #slotOf(plan: StepPlan): OpenSlot {
    const slot = this.#slots.get(plan.slot);
    checkPlan(this.#config, slot, plan);
    return slot;
  }

  async #run(entries: readonly (Packable & { readonly slot: OpenSlot })[]): Promise<StepResult[]> {
    for (const { plan, slot } of entries) {
      for (const [i, position] of plan.changes.positions.entries()) {
        slot.tokens[position] = plan.changes.tokens[i] ?? 0;
      }
    }
    const packed = packStep(entries);
    const outputs = await this.#compute(entries, packed);
    for (const { plan, slot } of entries) {
      if (plan.kind !== "sparse" && plan.keep !== "nothing") {
        slot.kept = plan.keep;
        slot.cachedRows = plan.endRow ?? slot.tokens.length;
      }
    }
    return stepResults(this.#config, entries, packed, outputs);
  }

  async #compute(entries: readonly Packable[], packed: PackedStep): Promise<Outputs> {
    const feeds: Record<string, Tensor> = { ...layoutFeeds(this.#device.Tensor, this.#config, packed) };
    for (const [name, { tensor }] of this.#weights) {
      feeds[name] = tensor;
    }
    // Null: made by the runtime and copied to the host.
    const fetches: Record<string, Tensor | null> = {};
    for (const name of choiceOutputs(entries.map(({ plan }) => plan))) {
      fetches[name] = null;
    }
    for (let l = 0; l < this.#config.layers; l++) {
      fetches[`sel${l}`] = null;
    }
    for (const [name, { tensor }] of this.#caches) {
      feeds[name] = tensor;
      fetches[updatedName(name)] = tensor; // the input's own buffer: the cache is updated in place
    }
    try {
      return await this.#session.run(feeds, fetches);
    } catch (error) {
      throw deviceFailure(error);
    }
  }
}
