import type { Backend, Slot, StepPlan, StepResult } from "../../../gpu-node/src/backend/backend.ts";
import { Engine } from "../../../gpu-node/src/backend/onnx/engine.ts";
import type { Runtime } from "../../../gpu-node/src/backend/onnx/runtime.ts";
import { readConfig } from "../../../gpu-node/src/model/config.ts";
import { streamWeights } from "../../../gpu-node/src/model/load-weights.ts";
import { EventEngine, type EventResult, type EventSettings } from "./engine.ts";

/** The product's engine on this thread: the prototype has no worker either, so neither pays for messages. */
export class EngineBackend implements Backend {
  readonly name: string;
  readonly threads: number;
  readonly shape: Backend["shape"];
  readonly #engine: Engine;

  private constructor(engine: Engine, runtime: Runtime) {
    this.#engine = engine;
    this.name = runtime.name;
    this.threads = runtime.threads;
    this.shape = engine.shape;
  }

  static async load(directory: string, runtime: Runtime, maxSlots: number): Promise<EngineBackend> {
    const config = await readConfig(directory);
    const options = { maxSlots, precision: "fp32", retainBytes: 0 } as const;
    return new EngineBackend(await Engine.create(config, directory, runtime, options), runtime);
  }

  async open(tokens: Int32Array): Promise<Slot> {
    return this.#engine.open(tokens);
  }

  step(plans: readonly StepPlan[]): Promise<readonly StepResult[]> {
    return this.#engine.step(plans);
  }

  async warm(): Promise<number> {
    return 0;
  }

  async close(slot: Slot): Promise<void> {
    this.#engine.close(slot, null);
  }

  async usage(): ReturnType<Backend["usage"]> {
    return this.#engine.usage();
  }

  dispose(): Promise<void> {
    return this.#engine.dispose();
  }
}

/** The prototype behind the backend interface: `sparse` plans become event-driven steps. */
export class EventBackend implements Backend {
  readonly name: string;
  readonly threads: number;
  readonly shape: Backend["shape"];
  /** What the last step did; null before the first. */
  last: EventResult | null = null;
  readonly #engine: EventEngine;

  private constructor(engine: EventEngine, runtime: Runtime, shape: Backend["shape"]) {
    this.#engine = engine;
    this.name = runtime.name;
    this.threads = runtime.threads;
    this.shape = shape;
  }

  static async load(directory: string, runtime: Runtime): Promise<EventBackend> {
    const config = await readConfig(directory);
    const engine = await EventEngine.create(config, streamWeights(directory, config), runtime);
    return new EventBackend(engine, runtime, config);
  }

  set settings(settings: EventSettings) {
    this.#engine.settings = settings;
  }

  async open(tokens: Int32Array): Promise<Slot> {
    return this.#engine.open(tokens);
  }

  async step(plans: readonly StepPlan[]): Promise<readonly StepResult[]> {
    const results: StepResult[] = [];
    for (const plan of plans) {
      this.last = await this.#engine.step(plan);
      results.push({ ...this.last, slot: plan.slot });
    }
    return results;
  }

  async warm(): Promise<number> {
    return 0;
  }

  async close(slot: Slot): Promise<void> {
    this.#engine.close(slot);
  }

  async usage(): ReturnType<Backend["usage"]> {
    return { slots: 0, cacheBytes: 0 };
  }

  dispose(): Promise<void> {
    return this.#engine.dispose();
  }
}
