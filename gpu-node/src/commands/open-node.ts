import type { Backend } from "../backend/backend.ts";
import { createBackend } from "../backend/create-backend.ts";
import { loadModel } from "../model/load-model.ts";
import type { ModelInfo } from "../model/types.ts";
import { Scheduler } from "../scheduler/scheduler.ts";
import type { SchedulerLimits, SchedulerObserver } from "../scheduler/types.ts";

export const BACKEND_KINDS = ["cpu", "wasm", "auto"] as const;

export interface OpenNodeOptions {
  readonly directory: string;
  readonly backend: (typeof BACKEND_KINDS)[number];
  /** Null: as many as the backend finds sensible. */
  readonly threads: number | null;
  readonly nodeId: string;
  readonly limits: SchedulerLimits;
  readonly observer?: SchedulerObserver;
  /** Told why `auto` did not take the first choice. */
  readonly onFallback?: (reason: string) => void;
}

/** A loaded model with its backend and step loop. */
export interface OpenNode {
  readonly model: ModelInfo;
  readonly backend: Backend;
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
  const model = await loadModel(directory);
  const backend = await createBackend({
    directory,
    kind: options.backend,
    threads: options.threads,
    maxSlots: limits.maxRunning,
    ...(options.onFallback === undefined ? {} : { log: options.onFallback }),
  });
  const scheduler = new Scheduler({ model, backend, nodeId, limits, ...(observer === undefined ? {} : { observer }) });
  return {
    model,
    backend,
    scheduler,
    async close() {
      await scheduler.close();
      await backend.dispose();
    },
  };
}
