import { DyllmError, type GenerateRequest } from "@dyllm/shared";
import type { Candidate } from "../nodes/choose.ts";
import { type NodePool, STATUS_TTL_MS, WAITING_TTL_MS } from "../nodes/pool.ts";
import type { Place } from "../nodes/wait-line.ts";
import { type Generation, type Started, startGeneration } from "./start-generation.ts";

/** How often a waiting request looks whether it is its turn, in ms: the longest a free place stays free. */
const LOOK_AGAIN_MS = 40;

/** When a gateway whose line is too long is worth a second try, in ms. */
const BUSY_RETRY_MS = 1_000;

/** What a request looks for a node with. */
export interface Search {
  readonly pool: NodePool;
  readonly signal: AbortSignal;
  /** What a conversation keeps through its turns; see `stickyWeight`. */
  readonly stickyKey?: string | undefined;
  /** Id of a node that is asked last: it has just lost this answer. */
  readonly avoid?: string;
  /** Told when the request begins to wait in the line, and when it no longer does. */
  readonly onWait?: (waiting: boolean) => void;
}

/**
 * Finds a node for a generation. When all are full it waits in the model's line, up to `queueWaitMs`; when all are gone it
 * waits up to `failoverWaitMs` for one to come back. Who comes later does not overtake those in line.
 *
 * @param first candidates known already, in order; null: ask the pool
 * @throws DyllmError the last refusal once the wait is over, or the signal's reason
 */
export async function placeGeneration(
  search: Search,
  request: GenerateRequest,
  first: readonly Candidate[] | null,
): Promise<Generation> {
  const { pool, signal } = search;
  const { model } = request;
  const startedMs = Date.now();
  let place: Place | null = pool.line.length(model, startedMs) > 0 ? pool.line.join(model, startedMs) : null;
  let candidates = first;
  let failed: Extract<Started, { ok: false }> | null = null;
  try {
    for (;;) {
      if (place === null || pool.line.isNext(place, Date.now())) {
        const found = await look(search, request, candidates, failed?.problem ?? null);
        if (found.ok) {
          return found.generation;
        }
        failed = found;
        candidates = null;
      }
      const waitMs = failed?.retry === "gone" ? pool.routing.failoverWaitMs : pool.routing.queueWaitMs;
      if (failed?.retry === "no" || Date.now() - startedMs >= waitMs) {
        throw failed?.problem ?? allBusy();
      }
      place ??= pool.line.join(model, Date.now());
      search.onWait?.(true);
      await sleep(LOOK_AGAIN_MS, signal);
    }
  } finally {
    search.onWait?.(false);
    if (place !== null) {
      pool.line.leave(place);
    }
  }
}

/** One try. One that was refused before asks only nodes that are not known to be full: a refusal costs them as much as a status. */
async function look(
  { pool, signal, stickyKey, avoid }: Search,
  request: GenerateRequest,
  known: readonly Candidate[] | null,
  refusal: DyllmError | null,
): Promise<Started> {
  let candidates: readonly Candidate[];
  try {
    const maxAgeMs = refusal !== null ? WAITING_TTL_MS : STATUS_TTL_MS;
    candidates = known ?? (await pool.candidates(request.model, { stickyKey, maxAgeMs }));
  } catch (thrown) {
    if (thrown instanceof DyllmError) {
      return { ok: false, problem: thrown, retry: thrown.code === "no_capacity" ? "gone" : "no" };
    }
    throw thrown;
  }
  const others = candidates.filter(({ node }) => node.id !== avoid);
  const order = [...others, ...candidates.filter(({ node }) => node.id === avoid)];
  const free = refusal !== null ? order.filter(({ full }) => !full) : order;
  if (free.length === 0) {
    return { ok: false, problem: refusal ?? allBusy(), retry: "busy" };
  }
  return await startGeneration(pool, free, request, signal);
}

function allBusy(): DyllmError {
  return new DyllmError("queue_full", "All nodes are busy, and others wait already.", { retryAfterMs: BUSY_RETRY_MS });
}

/** Waits, unless the signal is aborted first; then throws its reason. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
