import type { ErrorCode, GenerateRequest } from "@dyllm/shared";
import type { StepPlan } from "../backend/backend.ts";

/** How much a node takes on at a time. */
export interface SchedulerLimits {
  /** Sequences that share the backend step by step. At least 1. */
  readonly maxRunning: number;
  /** Requests that wait for one of those places; more are refused with `queue_full`. */
  readonly maxQueued: number;
  /** What one round may take, in ms; running sequences take turns where all together would take longer. Absent: no limit. */
  readonly stepTargetMs?: number | null;
}

/** One round of the step loop: one backend call for all running sequences. */
export interface StepObservation {
  /** Time of the backend call, in ms. */
  readonly ms: number;
  /** Sequences in the call. */
  readonly batch: number;
  /** `mixed`: dense and sparse sequences shared the call. */
  readonly kind: "dense" | "sparse" | "mixed";
  /** Rows whose feed-forward was recomputed, mean over the layers, summed over the sequences. */
  readonly salient: number;
  /** Active rows, summed over the sequences. */
  readonly active: number;
}

/** One request that left the node, whatever way. Refused requests never entered and are not reported. */
export interface RequestObservation {
  /** Finish reason of a complete answer, else the code of the error frame (`cancelled` when the reader left). */
  readonly outcome: "stop" | "length" | ErrorCode;
  /** Answer tokens delivered. */
  readonly tokens: number;
  /** Denoising steps spent, those of an earlier node included. */
  readonly steps: number;
  /** From receipt to the end, queue time included, in ms. */
  readonly ms: number;
}

/** One sequence's part in a round of the step loop. */
export interface SequenceStep {
  readonly kind: StepPlan["kind"];
  /** Time of the backend call, in ms, which other sequences may have shared. */
  readonly ms: number;
  /** Sequences in the call. */
  readonly batch: number;
  /** Rows whose feed-forward was recomputed, mean over the layers, and active rows. */
  readonly salient: number;
  readonly active: number;
}

/** Told of the life of one request, where somebody follows it. Must not throw. */
export interface RequestTrace {
  /** After each of its steps; the last one may come after `end`. */
  step(step: SequenceStep): void;
  /** Once. `queuedMs`: how long it waited for a place in the step loop. */
  end(request: RequestObservation, queuedMs: number): void;
}

/** Callbacks for metrics and logs. They must not throw. */
export interface SchedulerObserver {
  /** Asked for each request taken in; null when nobody follows it. */
  trace?(request: GenerateRequest): RequestTrace | null;
  stepFinished?(step: StepObservation): void;
  requestFinished?(request: RequestObservation): void;
  /** NaN or infinity came up in one sequence's step. The first time it is repeated as a dense step, the second time it fails. */
  numericalTrouble?(kind: StepPlan["kind"]): void;
  /** A backend call failed; the requests it was for got an error frame. */
  backendFailed?(error: unknown): void;
}

/** What the scheduler is doing, for the node's status. */
export interface SchedulerSnapshot {
  readonly running: number;
  readonly queued: number;
  /** Sequence steps per second of backend time, over the last minute; 0 when idle. */
  readonly stepsPerSecond: number;
  /** Committed answer tokens per second of backend time, over the last minute; 0 when idle. */
  readonly tokensPerSecond: number;
  /** Mean salient share of the sparse steps of the last minute; 1 when there were only dense ones, 0 when idle. */
  readonly salientFraction: number;
}
