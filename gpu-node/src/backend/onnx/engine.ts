import { streamWeights } from "../../model/load-weights.ts";
import type { ModelConfig } from "../../model/types.ts";
import { BackendError, type ModelShape, type Slot, type StepPlan, type StepResult } from "../backend.ts";
import { choiceOutputs, chosenRows } from "../chosen-rows.ts";
import { groupPlans } from "../grouping.ts";
import { PrefixStore, withoutMasks } from "../prefix-store.ts";
import {
  type CacheStore,
  growCaches,
  keptOutputs,
  selectedRows,
  storeBlock,
  storeDense,
  storeSparse,
} from "./cache-update.ts";
import { packedFeeds, singleFeeds } from "./feeds.ts";
import { fileTensors } from "./file-tensors.ts";
import { denoiserGraph } from "./graph.ts";
import { KvPool, type Region } from "./kv-pool.ts";
import { type Outputs, outputArrays } from "./outputs.ts";
import { releaseBuffers, releaseExcept } from "./release-buffers.ts";
import type { InferenceSession, Runtime } from "./runtime.ts";
import { type HostPrecision, sessionTensors } from "./session-tensors.ts";
import { cacheBytes, cachedArrays, checkPlan, openSlot, type SlotState } from "./slot.ts";
import { type Entry, type LaidOut, layOut, type StepLayout } from "./step-layout.ts";

/** Rows of a packed step, padding included: with more, products run at the machine's peak anyway and padding only costs. */
const MOST_PACKED_ROWS = 256;

export interface EngineOptions {
  /** Open canvases at once. */
  readonly maxSlots: number;
  readonly precision: HostPrecision;
  /** Bytes of keys and values kept of closed canvases. */
  readonly retainBytes: number;
}

/** Slots and session of one loaded model: the part of a backend that computes. It runs one step at a time. */
export class Engine {
  readonly #store: CacheStore;
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #slots = new Map<Slot, SlotState>();
  readonly #maxSlots: number;
  /** In int8 a row's result depends on the rows beside it, and an answer must not depend on other sequences. */
  readonly #packs: boolean;
  /** Keys and values of closed canvases. */
  readonly #retained: PrefixStore<Region>;
  #nextSlot = 1;

  private constructor(config: ModelConfig, runtime: Runtime, session: InferenceSession, options: EngineOptions) {
    const pool = new KvPool(config);
    this.#store = { config, pool };
    this.#retained = new PrefixStore(Math.floor(options.retainBytes / pool.rowBytes), (region) => pool.release(region));
    this.#runtime = runtime;
    this.#session = session;
    this.#maxSlots = options.maxSlots;
    this.#packs = options.precision === "fp32";
  }

  /**
   * Builds graph and session. The weights stay in the checkpoint's files where the runtime reads them from there; otherwise
   * the session copies them.
   *
   * @param directory the model's, whose configuration `config` is
   * @throws ModelError naming file and tensor
   */
  static async create(
    config: ModelConfig,
    directory: string,
    runtime: Runtime,
    options: EngineOptions,
  ): Promise<Engine> {
    const create = options.precision === "fp32" && runtime.mapsFiles ? sessionOverFiles : sessionOverBuffers;
    return new Engine(config, runtime, await create(config, directory, runtime, options.precision), options);
  }

  get shape(): ModelShape {
    const { layers, hidden, heads, ffn, vocab, maxRows } = this.#store.config;
    return { layers, hidden, heads, ffn, vocab, maxRows };
  }

  open(tokens: Int32Array): Slot {
    if (this.#slots.size >= this.#maxSlots) {
      throw new BackendError("unavailable", `all ${this.#maxSlots} slots are open`);
    }
    const slot = this.#nextSlot++;
    this.#slots.set(slot, openSlot(this.#store.config, tokens));
    return slot;
  }

  /** See `Backend.warm`. What is taken over is copied: several canvases may begin with the same rows. */
  warm(slot: Slot, scope: string): number {
    const state = this.#slots.get(slot);
    if (state === undefined || state.kept !== "nothing") {
      throw new BackendError("invalid_plan", `slot ${slot} is not open, or filled already`);
    }
    const match = this.#retained.match(scope, withoutMasks(state.tokens, this.#store.config.maskToken));
    if (match === null) {
      return 0;
    }
    state.region = this.#store.pool.copy(match.rows, match.shared);
    state.kept = "keys-values";
    state.cachedRows = match.shared;
    return match.shared;
  }

  close(slot: Slot, scope: string | null): void {
    const state = this.#slots.get(slot);
    this.#slots.delete(slot);
    if (state === undefined || state.region === null) {
      return;
    }
    if (scope === null) {
      this.#store.pool.release(state.region);
    } else {
      const tokens = withoutMasks(state.tokens.subarray(0, state.cachedRows), this.#store.config.maskToken);
      this.#retained.put(scope, tokens, state.region, state.region.rows);
    }
  }

  usage(): { slots: number; cacheBytes: number } {
    let bytes = 0;
    for (const slot of this.#slots.values()) {
      bytes += cacheBytes(slot, this.#store.pool.rowBytes);
    }
    return { slots: this.#slots.size, cacheBytes: bytes };
  }

  /** Runs the plans, block steps packed where they gain by it. Nothing is run when one of the plans is invalid. */
  async step(plans: readonly StepPlan[]): Promise<StepResult[]> {
    if (new Set(plans.map(({ slot }) => slot)).size !== plans.length) {
      throw new BackendError("invalid_plan", "a slot has two plans in one call");
    }
    const entries = plans.map((plan): Entry => {
      const slot = this.#slots.get(plan.slot);
      checkPlan(this.#store.config, slot, plan);
      return { plan, slot };
    });
    const packable = (entry: Entry): boolean => this.#packs && entry.plan.kind === "block";
    const groups = [
      ...entries.filter((entry) => !packable(entry)).map((entry) => [entry]),
      ...groupPlans(entries.filter(packable), ({ sequences, rows }) => sequences * rows <= MOST_PACKED_ROWS),
    ];
    const results = new Map<Slot, StepResult>();
    for (const group of groups) {
      for (const result of await this.#run(group)) {
        results.set(result.slot, result);
      }
    }
    return plans.flatMap(({ slot }) => results.get(slot) ?? []);
  }

  async dispose(): Promise<void> {
    this.#slots.clear();
    await this.#session.release();
  }

  async #run(entries: readonly Entry[]): Promise<StepResult[]> {
    for (const { plan, slot } of entries) {
      for (const [i, position] of plan.changes.positions.entries()) {
        slot.tokens[position] = plan.changes.tokens[i] ?? 0;
      }
    }
    const layout = layOut(entries);
    for (const { plan, slot, canvas } of layout.parts) {
      if (plan.kind === "block") {
        growCaches(this.#store, slot, canvas);
      }
    }
    const outputs = await this.#compute(layout);
    const slots = layout.parts.map(({ slot }) => slot);
    const replaceable = cachedArrays(slots);
    let scored = 0;
    const results = layout.parts.map((part) => {
      const chosen = chosenRows(this.#store.config, part.plan, outputs, scored);
      scored += part.scored.length;
      const selected = this.#keep(part, layout.rows, outputs);
      return {
        slot: part.plan.slot,
        ...chosen,
        salientRows: Int32Array.from(selected, (layer) => layer.length),
        recomputed: part.plan.kind === "sparse" ? union(selected) : part.active,
        activeRows: part.active.length,
      };
    });
    releaseExcept([...outputArrays(outputs), ...replaceable], cachedArrays(slots));
    return results;
  }

  /** Writes what the plan keeps to the slot's caches; returns the canvas rows each layer recomputed. */
  #keep({ plan, slot, active, canvas, offset }: LaidOut, rows: number, outputs: Outputs): readonly Int32Array[] {
    switch (plan.kind) {
      case "dense":
        storeDense(this.#store, slot, plan, canvas, outputs);
        break;
      case "block":
        storeBlock(this.#store, slot, plan, { rows, offset }, outputs);
        break;
      case "sparse": {
        const selected = selectedRows(this.#store.config, plan, outputs);
        storeSparse(this.#store, slot, plan, selected, outputs);
        return selected;
      }
      default:
        throw new Error(`unknown plan ${plan satisfies never}`);
    }
    return new Array<Int32Array>(this.#store.config.layers).fill(active);
  }

  async #compute(layout: StepLayout): Promise<Outputs> {
    const { config, pool } = this.#store;
    const { Tensor } = this.#runtime;
    const [first] = layout.parts;
    if (first === undefined) {
      throw new Error("a step without a sequence");
    }
    const feeds =
      layout.parts.length === 1
        ? singleFeeds(Tensor, config, pool, layout, first)
        : packedFeeds(Tensor, config, pool, layout, first.plan);
    const plans = layout.parts.map(({ plan }) => plan);
    const fetches = new Set([...choiceOutputs(plans), ...plans.flatMap((plan) => keptOutputs(config, plan))]);
    try {
      return await this.#session.run(feeds, [...fetches]);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = /alloc|out of memory/i.test(message) ? "out_of_memory" : "failed";
      throw new BackendError(code, `the step failed: ${message}`, { cause: error });
    }
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

async function sessionOverFiles(
  config: ModelConfig,
  directory: string,
  runtime: Runtime,
  precision: HostPrecision,
): Promise<InferenceSession> {
  const { folder, sources } = await fileTensors(directory, config);
  return await runtime.createSession(denoiserGraph(config, precision, sources), { kind: "files", folder });
}

async function sessionOverBuffers(
  config: ModelConfig,
  directory: string,
  runtime: Runtime,
  precision: HostPrecision,
): Promise<InferenceSession> {
  const byLocation = await sessionTensors(config, streamWeights(directory, config), precision);
  const session = await runtime.createSession(denoiserGraph(config, precision), { kind: "buffers", byLocation });
  releaseBuffers(byLocation.values());
  return session;
}
