import { DyllmError, type ErrorCode, type Frame, type GenerateRequest } from "@dyllm/shared";
import { type Candidate, modelNotFound } from "../nodes/choose.ts";
import { startOnNode } from "../nodes/client.ts";
import type { NodePool } from "../nodes/pool.ts";
import type { NodeEntry } from "../nodes/registry.ts";
import { toStreamError } from "./client-error.ts";

/** A generation that a node has accepted. */
export interface Generation {
  readonly node: NodeEntry;
  /** All frames from `accepted` on. */
  readonly frames: AsyncIterable<Frame>;
}

/** Refusals after which another node may still take the request. */
const TRY_ANOTHER: ReadonlySet<ErrorCode> = new Set([
  "node_lost",
  "queue_full",
  "no_capacity",
  "draining",
  "model_not_found",
  "bad_signature",
  "stale_request",
  "replayed_request",
  "unsupported_version",
]);

/**
 * Starts a generation on the first candidate that accepts it. Before its first frame a node has given nothing to the
 * client, so the same request may go to the next one; after that it is bound to its node.
 *
 * @throws DyllmError the last node's refusal, `model_not_found` when there is no candidate, or the signal's reason
 */
export async function startGeneration(
  pool: NodePool,
  candidates: readonly Candidate[],
  request: GenerateRequest,
  signal: AbortSignal,
): Promise<Generation> {
  let problem = modelNotFound();
  for (const { node } of candidates) {
    pool.assigned(node);
    try {
      const frames = await startOnNode(node, pool.signingKey, request, signal);
      const first = await frames.next();
      if (first.done === true) {
        throw new DyllmError("node_lost", "The node ended the stream before its first frame.");
      }
      if (first.value.type === "error") {
        const { code, message, param } = first.value;
        throw new DyllmError(code, message, { param });
      }
      return { node, frames: withFirst(first.value, frames) };
    } catch (thrown) {
      problem = toStreamError(thrown, signal);
      if (signal.aborted) {
        break;
      }
      const code = thrown instanceof DyllmError ? thrown.code : "node_lost";
      if (code === "node_lost") {
        pool.lost(node);
      }
      if (!TRY_ANOTHER.has(code)) {
        break;
      }
    }
  }
  throw problem;
}

async function* withFirst(first: Frame, rest: AsyncIterable<Frame>): AsyncGenerator<Frame, void, undefined> {
  yield first;
  yield* rest;
}
