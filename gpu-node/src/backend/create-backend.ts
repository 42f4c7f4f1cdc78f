import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Backend } from "./backend.ts";
import { NATIVE_MODULE } from "./onnx/runtime.ts";
import { WorkerBackend } from "./onnx/worker-backend.ts";

/** Open canvases at once, unless asked otherwise: a bound against leaks, far above what a scheduler runs together. */
const DEFAULT_MAX_SLOTS = 64;

export interface BackendOptions {
  /** Model directory. */
  readonly directory: string;
  /** `auto`: the native runtime, or WebAssembly where it does not load. */
  readonly kind: "cpu" | "wasm" | "auto";
  /** Threads of one operator; null: all cores. */
  readonly threads: number | null;
  readonly maxSlots?: number;
  /** Told when `auto` fell back to WebAssembly. */
  readonly log?: (message: string) => void;
  /** Package of the native runtime; another name makes it unavailable, which is how the fallback is tried. */
  readonly nativeModule?: string;
}

/**
 * Loads a model's weights in a worker thread and returns the backend that runs it.
 *
 * @throws ModelError when the directory holds no model that can be run, naming file and tensor
 * @throws BackendError `unavailable` when the runtime does not load, `out_of_memory`, `failed`
 */
export function createBackend(options: BackendOptions): Promise<Backend> {
  return WorkerBackend.start(
    {
      directory: resolve(options.directory),
      kind: options.kind,
      threads: options.threads ?? availableParallelism(),
      maxSlots: options.maxSlots ?? DEFAULT_MAX_SLOTS,
      nativeModule: options.nativeModule ?? NATIVE_MODULE,
    },
    options.log ?? ((): void => {}),
  );
}
