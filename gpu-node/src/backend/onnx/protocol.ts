import type { ModelShape } from "../backend.ts";
import type { Reply, Start } from "../calls/protocol.ts";
import type { HostPrecision } from "./session-tensors.ts";

/** What the worker is started with. */
export interface WorkerSettings {
  readonly directory: string;
  readonly kind: "cpu" | "wasm" | "auto";
  readonly threads: number;
  readonly maxSlots: number;
  readonly precision: HostPrecision;
  readonly retainBytes: number;
  readonly nativeModule: string;
}

/** A worker with a loaded model. */
export interface LoadedWorker {
  readonly name: "cpu" | "wasm";
  readonly threads: number;
  readonly shape: ModelShape;
  /** Why `auto` did not take the native runtime; null when it did. */
  readonly fallback: string | null;
}

/** Worker → main thread. */
export type Report = Start<LoadedWorker> | Reply;
