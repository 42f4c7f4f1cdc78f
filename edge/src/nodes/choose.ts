import { DyllmError, type NodeModel, type NodeStatus } from "@dyllm/shared";
import type { NodeEntry } from "./registry.ts";

/** What the gateway knows of one node at the moment of choice. */
export interface NodeView {
  readonly node: NodeEntry;
  /** The last status it gave, or null when it never gave one. */
  readonly status: NodeStatus | null;
  /** Whether the last attempt to reach it succeeded. */
  readonly reachable: boolean;
  /** Generations this isolate has sent it since that status. */
  readonly assigned: number;
}

/** A node that can run the request. */
export interface Candidate {
  readonly node: NodeEntry;
  readonly model: NodeModel;
}

/** When a refusal for want of nodes is worth a second try, in ms. */
export const NO_NODE_RETRY_MS = 2_000;

/**
 * The nodes that serve a model, least loaded first. Full nodes come last rather than not at all: their status may be
 * seconds old, and they refuse for themselves.
 *
 * @param random tie-break in 0…1 per node, so that equal nodes share the work
 * @throws DyllmError `model_not_found` when no node serves it, `no_capacity` when those that do, or may, are away
 */
export function chooseNodes(views: readonly NodeView[], model: string, random: () => number): readonly Candidate[] {
  const serving = views.flatMap((view) => {
    const found = view.status?.models.find((candidate) => candidate.id === model);
    return found === undefined ? [] : [{ view, model: found }];
  });
  const ready = serving.filter(({ view }) => view.reachable && view.status?.draining === false);
  if (ready.length > 0) {
    return ready
      .map(({ view, model: found }) => ({ node: view.node, model: found, load: loadOf(view), tie: random() }))
      .sort((a, b) => a.load - b.load || a.tie - b.tie)
      .map(({ node, model: found }) => ({ node, model: found }));
  }
  if (serving.length > 0 || views.some((view) => view.status === null)) {
    const message = "No node is ready for this model at the moment. Try again in a few seconds.";
    throw new DyllmError("no_capacity", message, { retryAfterMs: NO_NODE_RETRY_MS });
  }
  throw modelNotFound();
}

/** The answer to a model id nobody serves. The id is not repeated: it may be anything. */
export function modelNotFound(): DyllmError {
  return new DyllmError("model_not_found", "The model does not exist or you do not have access to it.");
}

/** Work on the node relative to what it runs at once. */
function loadOf(view: NodeView): number {
  const { status, assigned } = view;
  return status === null
    ? Number.POSITIVE_INFINITY
    : (status.running + status.queued + assigned) / status.capacity.running;
}
