import type { Backend } from "../../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../../gpu-node/src/backend/create-backend.ts";
import { loadRuntime } from "../../../gpu-node/src/backend/onnx/runtime.ts";
import type { ModelInfo } from "../../../gpu-node/src/model/types.ts";
import { Scheduler } from "../../../gpu-node/src/scheduler/scheduler.ts";
import { EventBackend } from "../event/backends.ts";
import { BLOCK_LENGTH, CONTENDERS } from "../event/contenders.ts";
import { eventFlops } from "../event/flops.ts";
import type { EngineKind } from "./methods.ts";
import { RecordingBackend } from "./recording-backend.ts";

/** Tolerances of the event-driven steps: those nearest to a block cache in error (`docs/bench/event.md`). */
const EVENT_SETTINGS = "event τ 0.98 ε 0.02 far 4";

/** A backend with a step loop of its own. */
export interface BenchEngine {
  readonly backend: RecordingBackend;
  readonly scheduler: Scheduler;
}

export interface EngineOptions {
  readonly directory: string;
  readonly kind: "cpu" | "wasm" | "auto";
  readonly threads: number | null;
}

/** Opens the engines that are wanted. All are compared with dense steps in single precision. */
export async function openEngines(
  model: ModelInfo,
  options: EngineOptions,
  kinds: ReadonlySet<EngineKind>,
): Promise<{ readonly engines: ReadonlyMap<EngineKind, BenchEngine>; readonly close: () => Promise<void> }> {
  const single = await createBackend(options);
  const backends = new Map<EngineKind, RecordingBackend>([["fp32", new RecordingBackend(single, single)]]);
  if (kinds.has("int8")) {
    backends.set("int8", new RecordingBackend(await createBackend({ ...options, precision: "int8" }), single));
  }
  if (kinds.has("event")) {
    backends.set("event", await openEvents(options, single));
  }
  const limits = { maxRunning: 1, maxQueued: 1 };
  const engines = new Map(
    Array.from(backends, ([kind, backend]) => [
      kind,
      { backend, scheduler: new Scheduler({ model, backend, nodeId: `bench-${kind}`, limits }) },
    ]),
  );
  const close = async (): Promise<void> => {
    for (const { backend, scheduler } of engines.values()) {
      await scheduler.close();
      await backend.dispose();
    }
  };
  return { engines, close };
}

/** The prototype, which runs on this very thread. */
async function openEvents(options: EngineOptions, reference: Backend): Promise<RecordingBackend> {
  const kind = options.kind === "wasm" ? "wasm" : "cpu";
  const events = await EventBackend.load(
    options.directory,
    await loadRuntime(kind, options.threads ?? reference.threads),
  );
  const contender = CONTENDERS.find(({ name }) => name === EVENT_SETTINGS);
  if (contender?.rule !== "event") {
    throw new RangeError(`no contender ${EVENT_SETTINGS}`);
  }
  const settings = { ...contender.settings, blockLength: BLOCK_LENGTH };
  events.settings = settings;
  return new RecordingBackend(events, reference, (step) =>
    events.last === null
      ? Number.NaN
      : eventFlops(events.shape, {
          rows: step.rows,
          scored: step.scored,
          plainShare: settings.plainShare,
          events: events.last.rows,
        }),
  );
}
