/**
 * Worker thread that owns session, weights and caches: a native run blocks the thread it is called on for the length of a
 * step, so none of it may happen on the thread that serves HTTP.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { readConfig } from "../../model/config.ts";
import { streamWeights } from "../../model/load-weights.ts";
import { Engine } from "./engine.ts";
import { toFailure } from "./failure.ts";
import type { Call, Operations, Report, WorkerSettings } from "./protocol.ts";
import { loadRuntime, type Runtime } from "./runtime.ts";

async function start(port: MessagePort, settings: WorkerSettings): Promise<void> {
  const report = (message: Report): void => port.postMessage(message);
  try {
    const { runtime, fallback } = await chooseRuntime(settings);
    const engine = await loadEngine(settings, runtime);
    // One call after the other, in the order they were made: a close never overtakes a step of its slot.
    let last: Promise<void> = Promise.resolve();
    port.on("message", (call: Call) => {
      last = last.then(() => answer(engine, call, report));
    });
    report({ type: "ready", name: runtime.name, threads: runtime.threads, shape: engine.shape, fallback });
  } catch (error) {
    report({ type: "broken", failure: toFailure(error) });
  }
}

async function chooseRuntime(settings: WorkerSettings): Promise<{ runtime: Runtime; fallback: string | null }> {
  const { kind, threads, nativeModule } = settings;
  if (kind !== "auto") {
    return { runtime: await loadRuntime(kind, threads, nativeModule), fallback: null };
  }
  try {
    return { runtime: await loadRuntime("cpu", threads, nativeModule), fallback: null };
  } catch (error) {
    return { runtime: await loadRuntime("wasm", threads), fallback: String(error) };
  }
}

async function loadEngine(settings: WorkerSettings, runtime: Runtime): Promise<Engine> {
  const config = await readConfig(settings.directory);
  return Engine.create(config, streamWeights(settings.directory, config), runtime, settings);
}

async function answer(engine: Engine, call: Call, report: (message: Report) => void): Promise<void> {
  try {
    report({ type: "result", id: call.id, result: await perform(engine, call) });
  } catch (error) {
    report({ type: "failure", id: call.id, failure: toFailure(error) });
  }
}

async function perform(engine: Engine, call: Call): Promise<Operations[Call["operation"]]["result"]> {
  switch (call.operation) {
    case "open":
      return engine.open(call.argument);
    case "step":
      return engine.step(call.argument);
    case "warm":
      return engine.warm(call.argument.slot, call.argument.scope);
    case "close":
      engine.close(call.argument.slot, call.argument.scope);
      return null;
    case "usage":
      return engine.usage();
    case "dispose":
      await engine.dispose();
      return null;
    default:
      throw new Error(`unknown call ${call satisfies never}`);
  }
}

if (parentPort !== null) {
  await start(parentPort, workerData);
}
