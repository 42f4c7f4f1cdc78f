import type { ModelErrorCode } from "../../model/model-error.ts";
import type { BackendError, Slot, StepPlan, StepResult } from "../backend.ts";

/** What an engine in another thread or process answers to, by operation. */
export interface Operations {
  open: { argument: Int32Array; result: Slot };
  step: { argument: readonly StepPlan[]; result: readonly StepResult[] };
  warm: { argument: { readonly slot: Slot; readonly scope: string }; result: number };
  close: { argument: { readonly slot: Slot; readonly scope: string | null }; result: null };
  usage: { argument: null; result: { readonly slots: number; readonly cacheBytes: number } };
  dispose: { argument: null; result: null };
}

export type Operation = keyof Operations;

/** To the engine. `id` pairs a reply with its call. */
export type Call = {
  [K in Operation]: { readonly id: number; readonly operation: K; readonly argument: Operations[K]["argument"] };
}[Operation];

/** An error as it crosses threads and processes: class instances do not. */
export type Failure =
  | { readonly source: "model"; readonly code: ModelErrorCode; readonly message: string }
  | { readonly source: "backend"; readonly code: BackendError["code"]; readonly message: string };

/** From the engine, one for each call. */
export type Reply =
  | { readonly type: "result"; readonly id: number; readonly result: Operations[Operation]["result"] }
  | { readonly type: "failure"; readonly id: number; readonly failure: Failure };

/** From the engine, first and once: it is loaded, or why it is not. */
export type Start<Loaded> =
  | (Loaded & { readonly type: "ready" })
  | { readonly type: "broken"; readonly failure: Failure };
