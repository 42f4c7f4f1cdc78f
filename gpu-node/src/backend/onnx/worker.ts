/**
 * Worker thread that owns session, weights and caches: a native run blocks the thread it is called on for the length of a
 * step, so none of it may happen on the thread that serves HTTP.
 */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { readConfig } from "../../model/config.ts";
import { toFailure } from "../calls/failure.ts";
import { serveCalls } from "../calls/serve-calls.ts";
import { Engine } from "./engine.ts";
import type { Report, WorkerSettings } from "./protocol.ts";
import { loadRuntime, type Runtime } from "./runtime.ts";

async function start(port: MessagePort, settings: WorkerSettings): Promise<void> {
  const report = (message: Report): void => port.postMessage(message);
  try {
    const { runtime, fallback } = await chooseRuntime(settings);
    const engine = await loadEngine(settings, runtime);
    port.on("message", serveCalls(engine, report));
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
  return Engine.create(config, settings.directory, runtime, settings);
}

if (parentPort !== null) {
  await start(parentPort, workerData);
}
