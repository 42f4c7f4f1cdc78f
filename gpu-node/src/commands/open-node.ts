import type { Backend } from "../backend/backend.ts";
import { type BackendKind, type BackendOptions, createBackend } from "../backend/create-backend.ts";
import { loadModel } from "../model/load-model.ts";
import type { ModelInfo } from "../model/types.ts";
import { Scheduler } from "../scheduler/scheduler.ts";
import type { SchedulerLimits, SchedulerObserver } from "../scheduler/types.ts";

export interface OpenNodeOptions {
  readonly directory: string;
  readonly backend: BackendKind;
  /** Null: as many as the backend finds sensible. */
  readonly threads: number | null;
  /** On a GPU: bytes it may take; null or absent: what `maxRunning` canvases take. */
  readonly memoryBytes?: number | null;
  /** On a GPU; absent: `auto`. */
  readonly precision?: NonNullable<BackendOptions["precision"]>;
  /** Bytes of keys and values of ended requests kept for those that begin alike; absent: none. */
  readonly retainBytes?: number;
  readonly nodeId: string;
  readonly limits: SchedulerLimits;
  readonly observer?: SchedulerObserver;
  /** Told why `auto` did not take the first choice. */
  readonly onFallback?: (reason: string) => void;
  /** Told what else an operator may want to know of the backend. */
  readonly onNotice?: (message: string) => void;
}

/** A loaded model with its backend and step loop. */
export interface OpenNode {
  readonly model: ModelInfo;
  readonly backend: Backend;
  /** Why it is this backend, for the status; null where there is nothing to say. */
  readonly backendReason: string | null;
  readonly scheduler: Scheduler;
  /** Ends running requests and frees the backend. */
  close(): Promise<void>;
}

/**
 * Loads a model directory and starts its backend.
 * @throws ModelError, BackendError
 */
export async function openNode(options: OpenNodeOptions): Promise<OpenNode> {
  const { directory, nodeId, limits, observer } = options;
  const loaded = await loadModel(directory);
  let backendReason: string | null = null;
  const backend = await createBackend({
    directory,
    kind: options.backend,
    threads: options.threads,
    maxSlots: limits.maxRunning,
    memoryBytes: options.memoryBytes ?? null,
    precision: options.precision ?? "auto",
    retainBytes: options.retainBytes ?? 0,
    log: (reason) => {
      backendReason = reason;
      options.onFallback?.(reason);
    },
    notice: (message) => {
      backendReason ??= message;
      options.onNotice?.(message);
    },
  });
  // A device short of memory takes shorter canvases than the model does: the status and the refusals go by what it takes.
  const maxRows = Math.min(loaded.config.maxRows, backend.shape.maxRows);
  const model = { ...loaded, config: { ...loaded.config, maxRows } };
  const scheduler = new Scheduler({ model, backend, nodeId, limits, ...(observer === undefined ? {} : { observer }) });
  return {
    model,
    backend,
    backendReason,
    scheduler,
    async close() {
      await scheduler.close();
      await backend.dispose();
    },
  };
}
