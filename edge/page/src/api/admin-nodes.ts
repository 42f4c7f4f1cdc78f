import { callJson } from "./http.ts";
import { list, number, record, text, texts } from "./read.ts";

/**
 * `drained`: an operator keeps new work from it; `draining`: it says itself that it is stopping; `broken`: it failed so often
 * that it gets a try now and then only.
 */
export const NODE_STATES = ["ready", "drained", "draining", "unreachable", "broken"] as const;

export type NodeState = (typeof NODE_STATES)[number];

/** A node as the gateway sees it. */
export interface AdminNode {
  readonly id: string;
  /** How it is reached: its URL, or that it dialled in. */
  readonly via: string;
  readonly state: NodeState;
  readonly backend: string | null;
  readonly models: readonly string[];
  readonly running: number;
  readonly capacity: number;
  readonly queued: number;
  readonly queueCapacity: number;
  readonly stepsPerSecond: number;
  readonly tokensPerSecond: number;
  readonly salientFraction: number;
}

/** All nodes. Throws ProblemError. */
export async function fetchNodes(key: string, signal?: AbortSignal): Promise<readonly AdminNode[]> {
  const body = record(await callJson("/admin/v1/nodes", { key, ...(signal !== undefined && { signal }) }));
  return list(body.data).map(nodeView);
}

/** Takes a node out of service once its running answers have ended, or puts it back. Throws ProblemError. */
export async function setDraining(key: string, id: string, draining: boolean): Promise<void> {
  const action = draining ? "drain" : "undrain";
  await callJson(`/admin/v1/nodes/${encodeURIComponent(id)}/${action}`, { key, method: "POST" });
}

function nodeView(value: unknown): AdminNode {
  const node = record(value);
  const capacity = record(node.capacity);
  return {
    id: text(node.id) ?? "",
    via: text(node.url) ?? text(node.kind) ?? "dialled in",
    state: NODE_STATES.find((state) => state === node.state) ?? "unreachable",
    backend: text(node.backend),
    models: texts(node.models) ?? [],
    running: number(node.running) ?? 0,
    capacity: number(capacity.running) ?? 0,
    queued: number(node.queued) ?? 0,
    queueCapacity: number(capacity.queued) ?? 0,
    stepsPerSecond: number(node.steps_per_second) ?? 0,
    tokensPerSecond: number(node.tokens_per_second) ?? 0,
    salientFraction: number(node.salient_fraction) ?? 0,
  };
}
