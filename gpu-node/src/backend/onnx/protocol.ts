import type { ModelErrorCode } from "../../model/model-error.ts";
import type { BackendError, ModelShape, Slot, StepPlan, StepResult } from "../backend.ts";
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

/** What the worker answers to, by operation. */
export interface Operations {
  open: { argument: Int32Array; result: Slot };
  step: { argument: readonly StepPlan[]; result: readonly StepResult[] };
  warm: { argument: { readonly slot: Slot; readonly scope: string }; result: number };
  close: { argument: { readonly slot: Slot; readonly scope: string | null }; result: null };
  usage: { argument: null; result: { readonly slots: number; readonly cacheBytes: number } };
  dispose: { argument: null; result: null };
}

export type Operation = keyof Operations;

/** Main thread → worker. `id` pairs a reply with its call. */
export type Call = {
  [K in Operation]: { readonly id: number; readonly operation: K; readonly argument: Operations[K]["argument"] };
}[Operation];

/** An error as it crosses the thread: class instances do not. */
export type Failure =
  | { readonly source: "model"; readonly code: ModelErrorCode; readonly message: string }
  | { readonly source: "backend"; readonly code: BackendError["code"]; readonly message: string };

/** Worker → main thread. `ready` or `broken` comes first and once. */
export type Report =
  | {
      readonly type: "ready";
      readonly name: "cpu" | "wasm";
      readonly threads: number;
      readonly shape: ModelShape;
      /** Why `auto` did not take the native runtime; null when it did. */
      readonly fallback: string | null;
    }
  | { readonly type: "broken"; readonly failure: Failure }
  | { readonly type: "result"; readonly id: number; readonly result: Operations[Operation]["result"] }
  | { readonly type: "failure"; readonly id: number; readonly failure: Failure };
