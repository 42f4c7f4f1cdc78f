/** A process that tries the drivers out, and nothing else: a driver that crashes takes only it down. */
import { NATIVE_MODULE } from "../onnx/runtime.ts";
import type { Adapter, ProbeReport } from "./adapter.ts";
import type { OnnxModule } from "./device.ts";
import { tryAdapter } from "./trial.ts";

/** Not a dependency (132 MB for limits and names): used where the operator has installed it beside the node. */
const DESCRIBING_PACKAGE = "webgpu";

/** The best adapter first; some drivers give another for the second question, and a software one only for the third. */
const QUESTIONS = [
  { powerPreference: "high-performance" },
  { powerPreference: "low-power" },
  { forceFallbackAdapter: true },
] as const;

/** The part of WebGPU's interface that is used (W3C WebGPU, §4 Initialization). */
interface GpuAdapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter: boolean;
  };
  readonly features: ReadonlySet<string>;
  readonly limits: object;
}

interface WebGpuModule {
  create(flags: readonly string[]): { requestAdapter(options: object): Promise<GpuAdapter | null> };
}

async function probe(): Promise<ProbeReport> {
  try {
    const module: OnnxModule & { default?: OnnxModule } = await import(NATIVE_MODULE);
    const { fp16 } = await tryAdapter(module.default ?? module);
    return { type: "computes", fp16, adapters: await describedAdapters() };
  } catch (error) {
    return { type: "failed", message: String(error) };
  }
}

async function describedAdapters(): Promise<Adapter[]> {
  let module: WebGpuModule;
  try {
    module = await import(DESCRIBING_PACKAGE);
  } catch {
    return [];
  }
  const gpu = module.create([]);
  const found = new Map<string, Adapter>();
  for (const question of QUESTIONS) {
    const answer = await gpu.requestAdapter(question);
    if (answer !== null) {
      const described = describe(answer);
      found.set(`${described.vendor} ${described.description}`, described);
    }
  }
  return [...found.values()];
}

function describe({ info, features, limits }: GpuAdapter): Adapter {
  const numbers: Record<string, number> = {};
  for (const name in limits) {
    const value: unknown = Reflect.get(limits, name);
    if (typeof value === "number") {
      numbers[name] = value;
    }
  }
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  return {
    description: description === "" ? device : description,
    vendor,
    architecture,
    software: isFallbackAdapter,
    limits: numbers,
    features: [...features].toSorted(),
  };
}

const report = await probe();
process.send?.(report, () => process.exit());
