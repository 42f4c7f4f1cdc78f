import { BackendError } from "../backend.ts";
import type { Adapter } from "./adapter.ts";
import type { Precision } from "./device.ts";
import { probeDevices } from "./probe-devices.ts";
import type { DeviceSettings } from "./protocol.ts";
import { WebGpuBackend } from "./webgpu-backend.ts";

/** What a device is started with. */
export interface WebGpuOptions extends Omit<DeviceSettings, "precision" | "maxBindingBytes"> {
  /** `auto`: half precision where a real GPU has it. */
  readonly precision: Precision | "auto";
  readonly notice: (message: string) => void;
}

/**
 * Asks for an adapter and loads the model on it.
 *
 * @param wanted `real`: an adapter that computes on the host's own cores will not do
 * @throws ModelError when the model cannot be loaded
 * @throws BackendError `unavailable` with what is missing and how to get it, `out_of_memory`, `failed`
 */
export async function startWebGpu(
  { precision, notice, ...options }: WebGpuOptions,
  wanted: { readonly real: boolean },
): Promise<WebGpuBackend> {
  const probe = await probeDevices();
  if (probe.type === "problem") {
    throw new BackendError("unavailable", `${probe.problem}: ${probe.message}`);
  }
  const [best] = probe.adapters;
  if (wanted.real && best.software) {
    throw new BackendError("unavailable", `the only adapter computes on the CPU (${best.description})`);
  }
  if (precision === "fp16" && !probe.fp16) {
    throw new BackendError(
      "unavailable",
      `${best.description} has no half precision (WebGPU feature shader-f16): leave --precision out or use fp32`,
    );
  }
  const half = precision === "fp16" || (precision === "auto" && probe.fp16 && !best.software);
  const settings = {
    ...options,
    precision: half ? "fp16" : "fp32",
    maxBindingBytes: best.limits.maxStorageBufferBindingSize ?? Number.MAX_SAFE_INTEGER,
  } as const;
  return WebGpuBackend.start(settings, describe(best), notice);
}

function describe({ description, ...rest }: Adapter) {
  return { adapter: description, ...rest };
}
