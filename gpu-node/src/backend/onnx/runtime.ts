import type { InferenceSession, InferenceSessionFactory, Tensor, TensorConstructor } from "onnxruntime-node";
import { BackendError } from "../backend.ts";

/** What the engine needs of onnxruntime; the native and the WebAssembly package both have it. */
export interface Runtime {
  readonly name: "cpu" | "wasm";
  readonly threads: number;
  readonly Tensor: TensorConstructor;
  /** Whether a session can read its tensors from files. */
  readonly mapsFiles: boolean;
  /** Builds a session. Buffers may be dropped afterwards. */
  createSession(graph: Uint8Array, data: ExternalData): Promise<InferenceSession>;
}

/** Where a graph's external tensors are. */
export type ExternalData =
  | { readonly kind: "buffers"; readonly byLocation: ReadonlyMap<string, ArrayBufferView<ArrayBuffer>> }
  /** Locations are paths from this folder. */
  | { readonly kind: "files"; readonly folder: string };

export type { InferenceSession, Tensor };

/** Package of the native runtime. */
export const NATIVE_MODULE = "onnxruntime-node";
const WASM_MODULE = "onnxruntime-web";

interface OnnxModule {
  readonly Tensor: TensorConstructor;
  readonly InferenceSession: InferenceSessionFactory;
}

/**
 * Loads onnxruntime. The module is imported on demand, so a machine without the native library can still run `wasm`.
 *
 * @param threads threads of one operator
 * @param nativeModule the native package, replaceable so that its absence can be tried
 * @throws BackendError `unavailable` when the package or its library does not load
 */
export async function loadRuntime(
  name: "cpu" | "wasm",
  threads: number,
  nativeModule: string = NATIVE_MODULE,
): Promise<Runtime> {
  try {
    return name === "cpu" ? await loadNative(threads, nativeModule) : await loadWasm(threads);
  } catch (error) {
    throw new BackendError("unavailable", `the ${name} runtime does not load: ${String(error)}`, { cause: error });
  }
}

/** Longer than the gap between two operators of a step, far shorter than a time slice. In µs. */
const SPIN_US = "30";

async function loadNative(threads: number, nativeModule: string): Promise<Runtime> {
  const module: OnnxModule & { default?: OnnxModule } = await import(nativeModule);
  return runtime("cpu", module.default ?? module, threads, {
    // Without the device allocator every weight stays twice in memory, as loaded and as packed for the kernels (measured:
    // 2.4 copies against 1.4).
    use_device_allocator_for_initializers: "1",
    // A pool thread looks for work for a moment before it sleeps (measured: sparse steps 16 % faster than without, since they
    // are hundreds of short operators) and stops when the run is over. Unbounded spinning collapses as soon as anything else
    // wants the cores.
    force_spinning_stop: "1",
    intra_op: { allow_spinning: "1", spin_duration_us: SPIN_US },
  });
}

async function loadWasm(threads: number): Promise<Runtime> {
  const module = await import(WASM_MODULE);
  module.env.wasm.numThreads = threads;
  return runtime("wasm", module, threads, {});
}

/** 3: errors only. The optimizer warns about every constant it folds. */
const LOG_SEVERITY = 3;

/** Settings by onnxruntime's own names (`session.…`), which only the native runtime takes. */
type SessionEntries = Readonly<Record<string, unknown>>;

function runtime(name: "cpu" | "wasm", module: OnnxModule, threads: number, entries: SessionEntries): Runtime {
  const native = name === "cpu";
  return {
    name,
    threads,
    Tensor: module.Tensor,
    mapsFiles: native,
    createSession: (graph, data) =>
      module.InferenceSession.create(graph, {
        ...(native && { intraOpNumThreads: threads }),
        ...dataOptions(data, entries),
        executionProviders: [name],
        logSeverityLevel: LOG_SEVERITY,
        // onnxruntime keeps a memory plan for every combination of input shapes it has met, and the number of salient rows is
        // another in nearly every step: the node's memory would grow for as long as new lengths come.
        enableMemPattern: false,
      }),
  };
}

/** Session options that say where the external tensors are, `entries` among them. */
export function dataOptions(data: ExternalData, entries: SessionEntries): InferenceSession.SessionOptions {
  switch (data.kind) {
    case "buffers": {
      const externalData = Array.from(data.byLocation, ([path, { buffer, byteOffset, byteLength }]) => ({
        path,
        data: new Uint8Array(buffer, byteOffset, byteLength),
      }));
      return { externalData, extra: { session: entries } };
    }
    case "files":
      return { extra: { session: { ...entries, model_external_initializers_file_folder_path: data.folder } } };
    default:
      throw new Error(`unknown data ${data satisfies never}`);
  }
}
