import { z } from "zod";
import { denoisingOptions } from "./denoising.ts";
import { protocolVersion } from "./version.ts";

/** Where a node says how it is. Signed like every edge → node request. */
export const STATUS_PATH = "/dyllm/v1/status";

/** One model a node serves. */
export const nodeModel = z.object({
  id: z.string().min(1).max(256),
  /** Unix seconds the model was made, for `GET /v1/models`. */
  created: z.int().min(0),
  ownedBy: z.string(),
  /** Longest canvas (prompt + answer) in tokens. */
  contextLength: z.int().min(1),
  /** Answer tokens a request may ask for when it names none. */
  defaultMaxTokens: z.int().min(1),
  /** What the node fills in for absent denoising options. */
  denoising: denoisingOptions,
});

export type NodeModel = z.infer<typeof nodeModel>;

/** The accelerator a node computes on. */
export const nodeDevice = z.object({
  /** Name of the adapter, with its driver where that is known. */
  adapter: z.string(),
  vendor: z.string(),
  architecture: z.string(),
  /** Whether it computes on the node's own cores. */
  software: z.boolean(),
  precision: z.enum(["fp32", "fp16"]),
  /** Weights and caches, in bytes. */
  memoryBytes: z.number().min(0),
  limits: z.record(z.string(), z.number()),
  features: z.array(z.string()),
});

export type NodeDevice = z.infer<typeof nodeDevice>;

/** What a node says of itself; the edge routes by it. */
export const nodeStatus = z.object({
  version: protocolVersion,
  nodeId: z.string(),
  software: z.string(),
  backend: z.string(),
  /** Why it is this backend: no GPU here, a fallback, or where its operators run. */
  backendReason: z.string().optional(),
  /** Absent: the node computes on its own cores. */
  device: nodeDevice.optional(),
  models: z.array(nodeModel),
  capacity: z.object({ running: z.int().min(1), queued: z.int().min(0) }),
  running: z.int().min(0),
  queued: z.int().min(0),
  /** Over the last minute of work; 0 when idle. */
  stepsPerSecond: z.number().min(0),
  tokensPerSecond: z.number().min(0),
  salientFraction: z.number().min(0).max(1),
  draining: z.boolean(),
});

export type NodeStatus = z.infer<typeof nodeStatus>;
