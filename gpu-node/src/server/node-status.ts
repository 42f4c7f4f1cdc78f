import { type NodeDevice, type NodeModel, type NodeStatus, PROTOCOL_VERSION } from "@dyllm/shared";
import type { BackendDevice } from "../backend/backend.ts";
import type { ModelInfo } from "../model/types.ts";
import type { NodeContext } from "./context.ts";
import { SOFTWARE } from "./version.ts";

/** What the node says of itself to the edge. */
export function nodeStatusOf(context: NodeContext): NodeStatus {
  const { running, queued, stepsPerSecond, tokensPerSecond, salientFraction } = context.scheduler.snapshot();
  return {
    version: PROTOCOL_VERSION,
    nodeId: context.nodeId,
    software: SOFTWARE,
    backend: context.backendName,
    ...(context.backendReason !== null && { backendReason: context.backendReason }),
    ...(context.device !== null && { device: deviceOf(context.device) }),
    models: [nodeModelOf(context.model)],
    capacity: { running: context.limits.maxRunning, queued: context.limits.maxQueued },
    running,
    queued,
    stepsPerSecond,
    tokensPerSecond,
    salientFraction,
    draining: context.isDraining(),
  };
}

function deviceOf({ features, ...device }: BackendDevice): NodeDevice {
  return { ...device, features: [...features] };
}

function nodeModelOf(model: ModelInfo): NodeModel {
  return {
    id: model.id,
    created: model.created,
    ownedBy: model.ownedBy,
    contextLength: model.config.maxRows,
    defaultMaxTokens: model.defaultMaxTokens,
    denoising: model.denoising,
  };
}
