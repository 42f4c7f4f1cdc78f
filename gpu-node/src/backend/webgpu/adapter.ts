import { z } from "zod";

/** One WebGPU adapter, as far as it is known. */
export const adapter = z.object({
  /** Name of the device and, where the driver says it, the driver's version. */
  description: z.string(),
  /** Empty where unknown. */
  vendor: z.string(),
  architecture: z.string(),
  /** Whether it computes on the host's own cores. */
  software: z.boolean(),
  /** Empty unless the package `webgpu` is installed beside the node: onnxruntime tells nothing of them. */
  limits: z.record(z.string(), z.number()),
  features: z.array(z.string()),
});

export type Adapter = z.infer<typeof adapter>;

/** What the probing process sends back. */
export const probeReport = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("computes"),
    /** Whether a kernel in half precision ran. */
    fp16: z.boolean(),
    /** Described by the package `webgpu`; empty without it. */
    adapters: z.array(adapter),
  }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);

export type ProbeReport = z.infer<typeof probeReport>;

/** Why there is no adapter to be used. */
export type DeviceProblem = "no_loader" | "no_driver" | "no_adapter" | "driver_crash" | "driver_hangs" | "no_runtime";

/** What is missing and how to get it, by problem. */
const REMEDY: Readonly<Record<DeviceProblem, string>> = {
  no_loader:
    "the Vulkan loader (libvulkan.so.1) is missing: install libvulkan1 and the GPU's driver, or, without a GPU, run " +
    "tools/software-vulkan/install.sh",
  no_driver:
    "the Vulkan loader finds no driver: install the GPU's driver (NVIDIA: the driver package with its Vulkan manifest; " +
    "AMD and Intel: mesa-vulkan-drivers), or, without a GPU, run tools/software-vulkan/install.sh",
  no_adapter:
    "no adapter that WebGPU can use: its driver may be too old (lavapipe: Mesa 23 or newer), or the device is not visible " +
    "to this user or container",
  driver_crash:
    "the driver crashed while it was asked for its adapters: update it, or choose another with VK_DRIVER_FILES",
  driver_hangs: "the driver does not answer: reset the device or update its driver",
  no_runtime: "onnxruntime-node does not load: run npm ci on a platform it has binaries for",
};

/** What the node knows of the adapters of this machine, best first, or why there are none. */
export type DeviceProbe =
  | { readonly type: "adapters"; readonly adapters: readonly [Adapter, ...Adapter[]]; readonly fp16: boolean }
  | { readonly type: "problem"; readonly problem: DeviceProblem; readonly message: string };

/** A problem with its remedy and, where there are any, the driver's own words. */
export function deviceProblem(problem: DeviceProblem, detail = ""): DeviceProbe {
  const words = detail.trim();
  return { type: "problem", problem, message: words === "" ? REMEDY[problem] : `${REMEDY[problem]} (${words})` };
}

/** What the Vulkan loader and the runtime write when there is nothing to be found; anything else is `no_adapter`. */
export function problemOf(log: string): DeviceProblem {
  if (/Cannot find (module|package)|ERR_DLOPEN_FAILED/.test(log)) {
    return "no_runtime";
  }
  if (/libvulkan|Couldn't load Vulkan/i.test(log)) {
    return "no_loader";
  }
  return /Found no drivers|INCOMPATIBLE_DRIVER/.test(log) ? "no_driver" : "no_adapter";
}
