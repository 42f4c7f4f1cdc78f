import {
  type Backend,
  type BackendDevice,
  BackendError,
  type DensePlan,
  type ModelShape,
  type Slot,
  type StepPlan,
  type StepResult,
} from "../backend.ts";
import { DeviceLostError, DeviceProcess } from "./device-process.ts";
import type { DeviceSettings } from "./protocol.ts";

/** Devices lost that are made up for. A second loss is not chance: it is reported, and the node's supervisor decides. */
const RECOVERIES = 1;

/** What is known of the adapter before a model is on it. */
type DescribedAdapter = Omit<BackendDevice, "precision" | "memoryBytes">;

/** What the node knows of an open canvas, enough to open it again on another device. */
interface Mirror {
  /** Its slot in the device process. */
  inner: Slot;
  readonly tokens: Int32Array;
  /** What its caches hold, and up to which row. */
  kept: DensePlan["keep"];
  endRow: number | undefined;
}

/** The backend whose weights and caches are on a device, in a process of its own that may be lost and replaced once. */
export class WebGpuBackend implements Backend {
  readonly name = "webgpu";
  /** Threads of the host that compute: none to speak of. */
  readonly threads = 1;
  readonly shape: ModelShape;
  readonly device: BackendDevice;
  readonly #settings: DeviceSettings;
  readonly #log: (message: string) => void;
  readonly #slots = new Map<Slot, Mirror>();
  #process: DeviceProcess;
  #recoveries = 0;
  #nextSlot = 1;
  /** One operation after the other, so that a recovery stands between two of them. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    settings: DeviceSettings,
    adapter: DescribedAdapter,
    process: DeviceProcess,
    log: (message: string) => void,
  ) {
    const { shape, weightBytes, poolBytes } = process.ready;
    this.shape = shape;
    this.device = { ...adapter, precision: settings.precision, memoryBytes: weightBytes + poolBytes };
    this.#settings = settings;
    this.#process = process;
    this.#log = log;
  }

  /**
   * Starts the device process and waits until the model is loaded.
   *
   * @param log told of the placement of the operators, and when a lost device was replaced
   * @throws ModelError, BackendError
   */
  static async start(
    settings: DeviceSettings,
    adapter: DescribedAdapter,
    log: (message: string) => void,
  ): Promise<WebGpuBackend> {
    const process = await DeviceProcess.start(settings);
    const { device, host } = process.placed;
    log(`${adapter.adapter}: ${device} operators on the device, ${host} on lists of rows on the host`);
    const { maxRows } = process.ready.shape;
    if (maxRows < process.ready.modelRows) {
      log(`${adapter.adapter}: memory for canvases of ${maxRows} rows, the model takes ${process.ready.modelRows}`);
    }
    return new WebGpuBackend(settings, adapter, process, log);
  }

  /** Process that holds the device. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  open(tokens: Int32Array): Promise<Slot> {
    return this.#run(async () => {
      const inner = await this.#process.call("open", tokens);
      const slot = this.#nextSlot++;
      this.#slots.set(slot, { inner, tokens: tokens.slice(), kept: "nothing", endRow: undefined });
      return slot;
    });
  }

  step(plans: readonly StepPlan[]): Promise<readonly StepResult[]> {
    return this.#run(async () => {
      const results = await this.#process.call(
        "step",
        plans.map((plan) => ({ ...plan, slot: this.#slots.get(plan.slot)?.inner ?? NO_SLOT })),
      );
      for (const plan of plans) {
        remember(this.#slots.get(plan.slot), plan);
      }
      return results.map((result, i) => ({ ...result, slot: plans[i]?.slot ?? NO_SLOT }));
    });
  }

  warm(slot: Slot, scope: string): Promise<number> {
    return this.#run(async () => {
      const mirror = this.#slots.get(slot);
      const rows = await this.#process.call("warm", { slot: mirror?.inner ?? NO_SLOT, scope });
      if (mirror !== undefined && rows > 0) {
        mirror.kept = "keys-values";
        mirror.endRow = rows;
      }
      return rows;
    });
  }

  async close(slot: Slot, scope?: string): Promise<void> {
    await this.#run(async () => {
      const mirror = this.#slots.get(slot);
      this.#slots.delete(slot);
      return mirror === undefined ? null : this.#process.call("close", { slot: mirror.inner, scope: scope ?? null });
    });
  }

  usage(): Promise<{ readonly slots: number; readonly cacheBytes: number }> {
    return this.#run(() => this.#process.call("usage", null));
  }

  async dispose(): Promise<void> {
    this.#recoveries = RECOVERIES; // what is being ended is not replaced
    await this.#process.call("dispose", null).catch(() => null);
    this.#process.kill();
  }

  /** Runs an operation after those before it; when the device is lost under it, once more on a new one. */
  #run<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      try {
        return await operation();
      } catch (error) {
        if (!(error instanceof DeviceLostError)) {
          throw error;
        }
        await this.#recover(error);
        return operation();
      }
    });
    this.#last = result.catch(() => null);
    return result;
  }

  async #recover(reason: DeviceLostError): Promise<void> {
    if (this.#recoveries >= RECOVERIES) {
      throw new BackendError("unavailable", `the device was lost again: ${reason.message}`, { cause: reason });
    }
    this.#recoveries++;
    this.#process.kill();
    this.#process = await DeviceProcess.start(this.#settings);
    for (const mirror of this.#slots.values()) {
      mirror.inner = await this.#process.call("open", mirror.tokens);
      if (mirror.kept !== "nothing") {
        await this.#process.call("step", [refill(mirror)]);
      }
    }
    this.#log(`the device was lost and has been replaced, ${this.#slots.size} canvases go on: ${reason.message}`);
  }
}

/** A slot no process hands out: a plan of a slot that is not open is refused there like any other. */
const NO_SLOT: Slot = 0;

function remember(mirror: Mirror | undefined, plan: StepPlan): void {
  if (mirror === undefined) {
    return;
  }
  for (const [i, position] of plan.changes.positions.entries()) {
    mirror.tokens[position] = plan.changes.tokens[i] ?? 0;
  }
  if (plan.kind !== "sparse" && plan.keep !== "nothing") {
    mirror.kept = plan.keep;
    mirror.endRow = plan.endRow;
  }
}

/** A dense step that brings nothing but the caches. */
function refill({ inner, kept, endRow }: Mirror): StepPlan {
  const none = new Int32Array();
  return {
    slot: inner,
    kind: "dense",
    keep: kept,
    ...(endRow === undefined ? {} : { endRow }),
    changes: { positions: none, tokens: none },
    score: none,
    choice: { temperature: 0, topP: null, topK: null, seed: 0, step: 0 },
  };
}
