import { DyllmError, type ErrorCode, type Frame, type GenerateRequest } from "@dyllm/shared";
import { type Candidate, modelNotFound } from "../nodes/choose.ts";
import { startOnNode } from "../nodes/client.ts";
import type { NodeLease } from "../nodes/node-state.ts";
import type { NodePool } from "../nodes/pool.ts";
import { SilenceError } from "../nodes/read-stream.ts";
import type { NodeEntry } from "../nodes/registry.ts";
import { toStreamError } from "./client-error.ts";

/** The end of a stream comes with its `done` frame; a node that keeps it open longer than this, in ms, loses the connection. */
const END_OF_STREAM_MS = 50;

type AcceptedFrame = Extract<Frame, { type: "accepted" }>;

/** A generation that a node has accepted. */
export interface Generation {
  readonly node: NodeEntry;
  readonly accepted: AcceptedFrame;
  /** All frames after `accepted`; reading them throws as {@link startOnNode} says. */
  readonly frames: AsyncGenerator<Frame, void, undefined>;
  /** Tells the pool that the node computes. */
  progressed(): void;
  /** Ends the work on the node, if it still runs, and tells the pool how it went. Harmless when repeated. */
  end(verdict: Parameters<NodeLease["end"]>[0]): void;
  /** Ends it after `done`: reads the end of the stream, so that the connection can carry another request. */
  complete(): Promise<void>;
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

/** Refusals that only mean "not now": the node is well. */
const NO_ROOM: ReadonlySet<ErrorCode> = new Set(["queue_full", "no_capacity"]);

/** What became of the attempts on several nodes. */
export type Started =
  | { readonly ok: true; readonly generation: Generation }
  | {
      readonly ok: false;
      /** As the caller may be told it. */
      readonly problem: DyllmError;
      /** Whether another node, or the same one later, may still take it. */
      readonly retry: "busy" | "gone" | "no";
    };

/**
 * Starts a generation on the first candidate that accepts it. Before its first frame a node has given nothing to the
 * client, so the same request may go to the next one.
 *
 * @returns the generation, or the last node's refusal, or the signal's reason
 */
export async function startGeneration(
  pool: NodePool,
  candidates: readonly Candidate[],
  request: GenerateRequest,
  signal: AbortSignal,
): Promise<Started> {
  let last: Extract<Started, { ok: false }> | undefined;
  for (const { node } of candidates) {
    const attempt = new Attempt(pool, node, signal);
    try {
      return { ok: true, generation: await attempt.start(request) };
    } catch (thrown) {
      const code = thrown instanceof DyllmError ? thrown.code : "node_lost";
      const problem = toStreamError(thrown, signal);
      attempt.end(signal.aborted ? "left" : code === "node_lost" ? "failed" : "served");
      if (signal.aborted || !TRY_ANOTHER.has(code)) {
        return { ok: false, problem, retry: "no" };
      }
      if (NO_ROOM.has(code)) {
        pool.refused(node);
      } else if (code === "node_lost" || code === "draining") {
        pool.lost(node);
      }
      last = { ok: false, problem, retry: NO_ROOM.has(code) || last?.retry === "busy" ? "busy" : "gone" };
    }
  }
  return last ?? { ok: false, problem: modelNotFound(), retry: "no" };
}

/** One generation on one node, with an abort of its own: a node that is given up must not end the whole request. */
class Attempt {
  readonly #pool: NodePool;
  readonly #node: NodeEntry;
  readonly #lease: NodeLease;
  readonly #signal: AbortSignal;
  readonly #abort = new AbortController();
  readonly #onAbort = (): void => {
    this.#abort.abort(this.#signal.reason);
    this.end("left");
  };

  constructor(pool: NodePool, node: NodeEntry, signal: AbortSignal) {
    this.#pool = pool;
    this.#node = node;
    this.#signal = signal;
    this.#lease = pool.begin(node);
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  async start(request: GenerateRequest): Promise<Generation> {
    const { keepAliveMs, stallMs } = this.#pool.routing;
    this.#signal.throwIfAborted();
    const silent = setTimeout(() => this.#abort.abort(new SilenceError(stallMs)), stallMs);
    const frames = await startOnNode(
      this.#node,
      this.#pool.send,
      { ...request, keepAliveMs },
      stallMs,
      this.#abort.signal,
    ).finally(() => clearTimeout(silent));
    const first = await frames.next();
    if (first.done === true) {
      throw new DyllmError("node_lost", "The node ended the stream before its first frame.");
    }
    if (first.value.type === "error") {
      const { code, message, param } = first.value;
      throw new DyllmError(code, message, { param });
    }
    if (first.value.type !== "accepted") {
      throw new DyllmError("node_lost", "The node's first frame does not accept the request.");
    }
    return {
      node: this.#node,
      accepted: first.value,
      frames,
      progressed: () => this.#lease.progressed(),
      end: (verdict) => this.end(verdict),
      complete: () => this.#complete(frames),
    };
  }

  /** An abort would close the connection, and then every request would open one of its own. */
  async #complete(frames: AsyncGenerator<Frame, void, undefined>): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), END_OF_STREAM_MS);
    });
    const ended = frames.next().then(
      ({ done }) => done === true,
      () => false,
    );
    const clean = await Promise.race([ended, late]);
    clearTimeout(timer);
    if (clean) {
      this.#signal.removeEventListener("abort", this.#onAbort);
      this.#lease.end("served");
    } else {
      this.end("served");
    }
  }

  end(verdict: Parameters<NodeLease["end"]>[0]): void {
    this.#signal.removeEventListener("abort", this.#onAbort);
    this.#lease.end(verdict);
    this.#abort.abort(new DyllmError("cancelled", "The gateway gave this attempt up."));
  }
}
