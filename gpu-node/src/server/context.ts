import type { BackendDevice } from "../backend/backend.ts";
import type { ModelInfo } from "../model/types.ts";
import type { NodeLog } from "../observe/log.ts";
import type { NodeMetrics } from "../observe/metrics.ts";
import type { Scheduler } from "../scheduler/scheduler.ts";
import type { SchedulerLimits } from "../scheduler/types.ts";
import type { NodeAuth } from "./signature.ts";

/** What the routes work with. */
export interface NodeContext {
  readonly nodeId: string;
  readonly model: ModelInfo;
  /** `cpu`, `wasm` or `webgpu`, for the status. */
  readonly backendName: string;
  /** Why it is this backend; null where there is nothing to say. */
  readonly backendReason: string | null;
  /** What it computes on; null: this machine's cores. */
  readonly device: BackendDevice | null;
  readonly scheduler: Pick<Scheduler, "submit" | "snapshot">;
  readonly limits: SchedulerLimits;
  readonly auth: NodeAuth;
  readonly metrics: NodeMetrics;
  readonly log: NodeLog;
  /** Unix time in ms. */
  readonly clock: () => number;
  /** True from the first termination signal on. */
  readonly isDraining: () => boolean;
  /** How long a client may let a frame wait, in ms. */
  readonly stalledMs: number;
}
