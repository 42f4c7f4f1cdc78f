import { type EventSettings, TERM_BUDGET } from "./engine.ts";
import type { Contender } from "./replay.ts";

/** Rows of a block, in all paths of this bench. */
export const BLOCK_LENGTH = 32;

/** From half of the rows on, old and new columns together are as many as all columns. */
const PLAIN_SHARE = 0.5;

/** Changed rows' share from which sums are made anew in the variant that never updates them. */
const ALWAYS_ANEW = 0;

function event(tau: number, eps: number, far: number, plainShare: number = PLAIN_SHARE): Contender {
  const settings: EventSettings = { tau, eps, far, blockLength: BLOCK_LENGTH, plainShare, termBudget: TERM_BUDGET };
  const sums = plainShare === ALWAYS_ANEW ? ", sums anew" : "";
  return { name: `event τ ${tau} ε ${eps} far ${far}${sums}`, rule: "event", settings };
}

/** What every time is compared with: the fastest mode there is. */
export const REFERENCE = "block-cache";

/** Tolerances from loose to tight; the middle two are the ones `event-driven` denoising was first recommended with. */
export const EVENTS: readonly Contender[] = [
  event(0.9, 0.05, 4),
  event(0.98, 0.02, 4),
  event(0.995, 0.005, 4),
  event(0.999, 0.005, 4),
];

/**
 * For random weights: their attention is nearly uniform, a token moves the contexts of others by parts in a thousand, and a
 * block cache is exact to 2e-6 nats. Only tolerances this tight come near that.
 */
export const TIGHT_EVENTS: readonly Contender[] = [event(0.9999, 0.002, 2), event(0.99999, 0.0005, 1)];

/** Tolerances that nothing exceeds: what an event-driven step costs before it commits a single row. */
const FLOOR: Contender = { ...event(-1, 1, 1), name: "event floor (commits nothing)" };

/** Everything compared on the default model; the same canvases for all. */
export const CONTENDERS: readonly Contender[] = [
  { name: "dense", rule: "dense" },
  { name: REFERENCE, rule: "block-cache" },
  { name: "dyllm-exact τ 0.99", rule: "dyllm-exact", tau: 0.99 },
  ...EVENTS,
  event(0.98, 0.02, 4, ALWAYS_ANEW),
  FLOOR,
];
