import type { ModelShape } from "../../../gpu-node/src/backend/backend.ts";
import type { EventRows } from "./caches.ts";

/** Counts of one event-driven step. */
export interface EventCounts {
  /** Rows that take part. */
  readonly rows: number;
  readonly scored: number;
  /** See `EventSettings`. */
  readonly plainShare: number;
  readonly events: EventRows;
}

/**
 * Floating-point operations of the matrix products of an event-driven step: q, k, v and attention for the changed rows,
 * output projection and feed-forward for the committed ones, the old and new columns of the changed rows for all others.
 */
export function eventFlops(shape: ModelShape, step: EventCounts): number {
  const { hidden: d, ffn, vocab, layers } = shape;
  let multiplyAdds = step.scored * d * vocab;
  for (let l = 0; l < layers; l++) {
    const changed = step.events.changed[l]?.length ?? 0;
    const committed = step.events.committed[l]?.length ?? 0;
    const plain = changed >= Math.ceil(step.plainShare * step.rows);
    multiplyAdds += changed * 3 * d * d + committed * (d * d + 3 * d * ffn);
    multiplyAdds += plain ? 2 * step.rows * step.rows * d : 2 * changed * step.rows * d + 4 * changed * step.rows * d;
  }
  return 2 * multiplyAdds;
}
