import { DyllmError, type NodeModel, type NodeStatus } from "@dyllm/shared";
import type { BreakerState } from "./breaker.ts";
import type { NodeEntry } from "./registry.ts";

/** What the gateway knows of one node at the moment of choice. */
export interface NodeView {
  readonly node: NodeEntry;
  /** The last status it gave, or null when it never gave one. */
  readonly status: NodeStatus | null;
  /** Whether it can be sent work: it answers, its breaker lets work through, no operator drains it. */
  readonly ready: boolean;
  /** Whether it answered when it was last asked, and has not broken off since. */
  readonly reachable: boolean;
  /** Whether an operator keeps work from it. */
  readonly drained: boolean;
  readonly breaker: BreakerState;
  /** Generations it runs and holds queued, by its last status and by what this isolate has sent and seen end since. */
  readonly load: number;
  /** Whether it is known to take no more: another one should be asked first. */
  readonly full: boolean;
  /** Denoising steps a second over the last minute in which it worked; null when it never said. */
  readonly stepsPerSecond: number | null;
  /** Above 0, up to 1: a node that has just come (back) gets a smaller share, while its caches and JIT warm up. */
  readonly warmth: number;
}

/** A node that can run the request. */
export interface Candidate {
  readonly node: NodeEntry;
  readonly model: NodeModel;
  /** Known to take no more at the moment; it may still be asked, since what is known is seconds old. */
  readonly full: boolean;
}

/** How a choice is made. */
export interface ChoiceOptions {
  /** 0…1, exclusive, as `Math.random`. */
  readonly random: () => number;
  /** Same text, same usual node: what a conversation keeps through its turns. */
  readonly stickyKey?: string | undefined;
  /** How much worse than the best the usual node may look and still be taken; 0: no preference. */
  readonly stickyWeight?: number;
}

/** When a refusal for want of nodes is worth a second try, in ms. */
export const NO_NODE_RETRY_MS = 2_000;

interface Scored {
  readonly candidate: Candidate;
  readonly score: number;
}

/**
 * The nodes that serve a model, in the order they should be asked. Power of two choices: of two drawn at random the one
 * with the shorter expected wait comes first, then of the rest, and so on; so several isolates with the same stale
 * picture do not all run to the same node. Full nodes come last rather than not at all: they refuse for themselves.
 *
 * @throws DyllmError `model_not_found` when no node serves it, `no_capacity` when those that do, or may, are away
 */
export function chooseNodes(views: readonly NodeView[], model: string, options: ChoiceOptions): readonly Candidate[] {
  const serving = views.flatMap((view) => {
    const found = view.status?.models.find((candidate) => candidate.id === model);
    return found === undefined ? [] : [{ view, model: found }];
  });
  const ready = serving.filter(({ view }) => view.ready && view.status?.draining === false);
  if (ready.length === 0) {
    if (serving.length > 0 || views.some((view) => view.status === null)) {
      const message = "No node is ready for this model at the moment. Try again in a few seconds.";
      throw new DyllmError("no_capacity", message, { retryAfterMs: NO_NODE_RETRY_MS });
    }
    throw modelNotFound();
  }
  const speedOf = speeds(ready.map(({ view }) => view));
  const scored = ready.map(({ view, model: found }) => ({
    candidate: { node: view.node, model: found, full: view.full },
    score: (view.load + 1) / (speedOf(view) * view.warmth),
  }));
  const free = twoChoices(
    scored.filter(({ candidate }) => !candidate.full),
    options.random,
  );
  const full = twoChoices(
    scored.filter(({ candidate }) => candidate.full),
    options.random,
  );
  return [...usualFirst(free, options), ...full].map(({ candidate }) => candidate);
}

/** The answer to a model id nobody serves. The id is not repeated: it may be anything. */
export function modelNotFound(): DyllmError {
  return new DyllmError("model_not_found", "The model does not exist or you do not have access to it.");
}

/**
 * Speed of each node in steps a second. One that has never worked is taken to be as fast as the others are for each
 * sequence they run at once; while nobody has worked, that number alone tells them apart.
 */
function speeds(views: readonly NodeView[]): (view: NodeView) => number {
  const known = views.flatMap((view) =>
    view.stepsPerSecond === null ? [] : [view.stepsPerSecond / (view.status?.capacity.running ?? 1)],
  );
  const usual = known.length === 0 ? 1 : known.reduce((sum, value) => sum + value, 0) / known.length;
  return (view) => view.stepsPerSecond ?? usual * (view.status?.capacity.running ?? 1);
}

function twoChoices(scored: readonly Scored[], random: () => number): Scored[] {
  const left = [...scored];
  const order: Scored[] = [];
  while (left.length > 0) {
    const a = draw(left, random);
    const b = draw(left, random);
    const first = b === undefined || (a !== undefined && a.score <= b.score) ? a : b;
    const second = first === a ? b : a;
    if (first !== undefined) {
      order.push(first);
    }
    if (second !== undefined) {
      left.push(second);
    }
  }
  return order;
}

function draw(from: Scored[], random: () => number): Scored | undefined {
  const index = Math.min(Math.floor(random() * from.length), from.length - 1);
  return from.splice(index, 1)[0];
}

/** Puts the conversation's usual node first, unless waiting for it would cost more than keeping to it is worth. */
function usualFirst(free: readonly Scored[], { stickyKey, stickyWeight = 0 }: ChoiceOptions): readonly Scored[] {
  if (stickyKey === undefined || stickyWeight <= 0 || free.length < 2) {
    return free;
  }
  const rank = (scored: Scored): number => hash(`${stickyKey}|${scored.candidate.node.id}`);
  // Rendezvous hashing: when a node goes, only its own conversations move.
  const usual = free.reduce((best, scored) => (rank(scored) > rank(best) ? scored : best));
  const best = Math.min(...free.map(({ score }) => score));
  return usual.score <= best * (1 + stickyWeight) ? [usual, ...free.filter((scored) => scored !== usual)] : free;
}

/** 32-bit FNV-1a with a final mix (MurmurHash3's), so that keys that differ in their last letter rank independently. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
