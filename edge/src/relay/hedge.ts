import type { Frame, GenerateRequest } from "@dyllm/shared";
import type { Search } from "./place-generation.ts";
import { type Generation, startGeneration } from "./start-generation.ts";

/**
 * Starts a generation on a second node as well when the first has sent nothing for `hedgeAfterMs`: it is stuck in that
 * node's queue. Whoever sends a frame first goes on; the other is cancelled and, since its frames are never read, counts
 * for nothing. Both have the same seed, so the answer does not depend on who wins.
 *
 * @returns the generation to go on with: `first` itself where hedging is off, not needed, or no other node is free
 */
export async function hedged(search: Search, request: GenerateRequest, first: Generation): Promise<Generation> {
  const { pool, signal } = search;
  const { hedgeAfterMs } = pool.routing;
  if (hedgeAfterMs === null) {
    return first;
  }
  const waiting = peek(first);
  if (await settlesWithin(waiting.next, hedgeAfterMs)) {
    return waiting.generation;
  }
  const others = pool.order(request.model).filter(({ node, full }) => !full && node.id !== first.node.id);
  const second = others.length === 0 ? null : await startGeneration(pool, others, request, signal);
  if (second === null || !second.ok) {
    return waiting.generation;
  }
  const rival = peek(second.generation);
  const winner = await Promise.race([waiting.next.then(() => waiting), rival.next.then(() => rival)]);
  (winner === waiting ? rival : waiting).generation.end("left");
  return winner.generation;
}

interface Peeked {
  /** Settles with the first frame; never rejects, the failure is met by whoever reads on. */
  readonly next: Promise<void>;
  /** The same generation, the first frame included. */
  readonly generation: Generation;
}

function peek(generation: Generation): Peeked {
  const pending = generation.frames.next();
  const next = pending.then(
    () => {},
    () => {},
  );
  return { next, generation: { ...generation, frames: from(pending, generation.frames) } };
}

async function* from(
  pending: Promise<IteratorResult<Frame, void>>,
  rest: AsyncGenerator<Frame, void, undefined>,
): AsyncGenerator<Frame, void, undefined> {
  const first = await pending;
  if (first.done !== true) {
    yield first.value;
    yield* rest;
  }
}

async function settlesWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return await Promise.race([promise.then(() => true), late]).finally(() => clearTimeout(timer));
}
