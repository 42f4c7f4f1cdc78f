import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { type Backend, BackendError } from "./backend.ts";
import { NATIVE_MODULE } from "./onnx/runtime.ts";
import type { HostPrecision } from "./onnx/session-tensors.ts";
import { WorkerBackend } from "./onnx/worker-backend.ts";
import { hasGpuDevice } from "./webgpu/gpu-device-files.ts";
import { startWebGpu } from "./webgpu/start-webgpu.ts";

/** Open canvases at once, unless asked otherwise: a bound against leaks, far above what a scheduler runs together. */
const DEFAULT_MAX_SLOTS = 64;

/** What can be asked for. `auto`: a GPU where there is one, else the native runtime, else WebAssembly. */
export const BACKEND_KINDS = ["cpu", "wasm", "webgpu", "auto"] as const;
export type BackendKind = (typeof BACKEND_KINDS)[number];

/**
 * Element types that can be asked for. `auto`: half precision where a real GPU has it, else `fp32`. `fp16` is a device's, `int8`
 * (matrices only) the host's.
 */
export const PRECISIONS = ["auto", "fp32", "fp16", "int8"] as const;

export interface BackendOptions {
  /** Model directory. */
  readonly directory: string;
  readonly kind: BackendKind;
  /** Threads of one operator; null: all cores. Nothing to a device. */
  readonly threads: number | null;
  readonly maxSlots?: number;
  /** Device only: bytes that weights, working space and caches may take together; null: what `maxSlots` canvases take. */
  readonly memoryBytes?: number | null;
  readonly precision?: (typeof PRECISIONS)[number];
  /** Bytes of keys and values of closed canvases kept for warm starts; absent: none. */
  readonly retainBytes?: number;
  /** Told when `auto` fell back from what this machine has. */
  readonly log?: (message: string) => void;
  /** Told what else an operator may want to know: why `auto` takes the CPU, where operators run, a device replaced. */
  readonly notice?: (message: string) => void;
  /** Package of the native runtime; another name makes it unavailable, which is how the fallback is tried. */
  readonly nativeModule?: string;
}

/**
 * Loads a model's weights, in a worker thread or in the process that holds the device, and returns the backend that runs
 * it.
 *
 * @throws ModelError when the directory holds no model that can be run, naming file and tensor
 * @throws BackendError `unavailable` when the runtime does not load or finds no device, `out_of_memory`, `failed`
 */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { kind } = options;
  switch (kind) {
    case "webgpu":
      return startWebGpu(gpuOptions(options, devicePrecision(options)), { real: false });
    case "auto":
      return (await tryGpu(options)) ?? startWorker(options, kind);
    case "cpu":
    case "wasm":
      return startWorker(options, kind);
    default:
      throw new Error(`unknown backend ${kind satisfies never}`);
  }
}

/** The backend on a real GPU, or null where there is none that works or what is asked for is not a GPU's. */
async function tryGpu(options: BackendOptions): Promise<Backend | null> {
  if (options.precision === "int8") {
    options.notice?.("int8 is computed on the CPU");
    return null;
  }
  if (!hasGpuDevice()) {
    options.notice?.("this machine has no GPU device: computing on the CPU");
    return null;
  }
  try {
    return await startWebGpu(gpuOptions(options, devicePrecision(options)), { real: true });
  } catch (error) {
    if (!(error instanceof BackendError)) {
      throw error;
    }
    options.log?.(`no GPU is used, computing on the CPU: ${error.message}`);
    return null;
  }
}

function devicePrecision({ precision = "auto" }: BackendOptions) {
  if (precision === "int8") {
    throw new BackendError("unavailable", "int8 is computed on the CPU only: use --backend cpu or wasm");
  }
  return precision;
}

function hostPrecision({ precision = "auto" }: BackendOptions): HostPrecision {
  if (precision === "fp16") {
    throw new BackendError("unavailable", "half precision needs a GPU: the CPU computes in fp32 or int8");
  }
  return precision === "auto" ? "fp32" : precision;
}

function gpuOptions(options: BackendOptions, precision: ReturnType<typeof devicePrecision>) {
  return {
    directory: resolve(options.directory),
    slots: options.maxSlots ?? DEFAULT_MAX_SLOTS,
    memoryBytes: options.memoryBytes ?? null,
    precision,
    retainBytes: options.retainBytes ?? 0,
    nativeModule: options.nativeModule ?? NATIVE_MODULE,
    notice: options.notice ?? ((): void => {}),
  };
}

async function startWorker(options: BackendOptions, kind: "cpu" | "wasm" | "auto"): Promise<Backend> {
  return WorkerBackend.start(
    {
      directory: resolve(options.directory),
      kind,
      threads: options.threads ?? availableParallelism(),
      maxSlots: options.maxSlots ?? DEFAULT_MAX_SLOTS,
      precision: hostPrecision(options),
      retainBytes: options.retainBytes ?? 0,
      nativeModule: options.nativeModule ?? NATIVE_MODULE,
    },
    options.log ?? ((): void => {}),
  );
}
