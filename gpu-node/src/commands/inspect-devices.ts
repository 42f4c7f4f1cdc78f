import type { Adapter, DeviceProbe } from "../backend/webgpu/adapter.ts";
import { probeDevices } from "../backend/webgpu/probe-devices.ts";
import type { GenerateOutput } from "./generation-printer.ts";
import { CommandError, EXIT } from "./usage.ts";

/** Limits that decide which models fit, in the order they are shown. */
const LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
] as const;

/**
 * `dyllm-node inspect --devices`: the WebGPU adapters of this machine, the one the node would take first.
 * @throws CommandError when there is none, saying what is missing and how to get it
 */
export async function inspectDevices(
  out: GenerateOutput,
  probe: () => Promise<DeviceProbe> = () => probeDevices(),
): Promise<number> {
  const found = await probe();
  if (found.type === "problem") {
    throw new CommandError(`no WebGPU adapter (${found.problem}): ${found.message}`);
  }
  const texts = found.adapters.map((adapter, i) => describe(adapter, i === 0 ? found.fp16 : null));
  out.write(texts.join("\n"));
  return EXIT.ok;
}

/** @param fp16 whether a kernel in half precision ran on it; null: not tried */
function describe(adapter: Adapter, fp16: boolean | null): string {
  const { description, vendor, architecture, software, limits, features } = adapter;
  const kind = software ? "software: computes on this machine's cores" : "GPU";
  const maker = [vendor, architecture].filter((part) => part !== "").join(", ");
  const rows: (readonly [string, string])[] = [
    ["adapter", description],
    ["kind", maker === "" ? kind : `${kind} (${maker})`],
  ];
  if (fp16 !== null) {
    rows.push(["computes", `yes; half precision ${fp16 ? "yes" : "no"}`]);
  }
  for (const name of LIMITS) {
    const value = limits[name];
    if (value !== undefined) {
      rows.push([name, value.toLocaleString("en-US")]);
    }
  }
  rows.push(
    features.length > 0
      ? ["features", features.join(", ")]
      : ["limits", "not known: install the npm package `webgpu` beside the node to have them listed (docs/gpu.md)"],
  );
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return `${rows.map(([name, value]) => `${name.padEnd(width)}${value}`).join("\n")}\n`;
}
