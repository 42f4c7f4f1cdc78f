/**
 * The process that owns the device: a driver that crashes takes its process down, and that must not be the one that serves
 * HTTP. It answers the same calls as the CPU backend's worker thread.
 */
import { readConfig } from "../../model/config.ts";
import { streamWeights } from "../../model/load-weights.ts";
import { BackendError } from "../backend.ts";
import { toFailure } from "../calls/failure.ts";
import { serveCalls } from "../calls/serve-calls.ts";
import { Device, type OnnxModule } from "./device.ts";
import { WebGpuEngine } from "./engine.ts";
import { packedGraph } from "./graph.ts";
import { planMemory } from "./memory-plan.ts";
import type { DeviceReport, DeviceSettings } from "./protocol.ts";

function report(message: DeviceReport): void {
  process.send?.(message);
}

async function start(settings: DeviceSettings): Promise<void> {
  try {
    const config = await readConfig(settings.directory);
    const device = await openDevice(settings);
    // A session of its own, without weights: verbose logging would slow every later step down.
    const logged = await device.session(packedGraph(config, device.element), "verbose");
    await logged.release();
    const memory = planMemory({
      config,
      bytesPerElement: device.bytesPerElement,
      limitBytes: settings.memoryBytes,
      slots: settings.slots,
      maxBindingBytes: settings.maxBindingBytes,
    });
    const weights = streamWeights(settings.directory, config);
    const engine = await WebGpuEngine.create(config, weights, device, { ...memory, retainBytes: settings.retainBytes });
    process.on("message", serveCalls(engine, report));
    const { weightBytes, poolRows, rowBytes } = memory;
    report({
      type: "ready",
      shape: engine.shape,
      modelRows: config.maxRows,
      weightBytes,
      poolRows,
      poolBytes: poolRows * rowBytes,
    });
  } catch (error) {
    report({ type: "broken", failure: toFailure(error) });
  }
}

async function openDevice(settings: DeviceSettings): Promise<Device> {
  try {
    const module: OnnxModule & { default?: OnnxModule } = await import(settings.nativeModule);
    return await Device.open(module.default ?? module, settings.precision);
  } catch (error) {
    throw new BackendError("unavailable", `the WebGPU runtime does not start: ${String(error)}`, { cause: error });
  }
}

// The node decides when to stop; a signal from the terminal reaches this process too.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {});
}
process.on("disconnect", () => process.exit());
process.once("message", (settings: DeviceSettings) => {
  void start(settings);
});
