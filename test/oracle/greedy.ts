import { at } from "./math.ts";

/** The greedy choice for one row. */
export interface GreedyChoice {
  readonly token: number;
  /** Probability of the token under the softmax in which the banned token has no part. */
  readonly confidence: number;
  /** How far the best logit lies above the second best: below float32 noise the choice is a tie. */
  readonly gap: number;
}

/** Best token of a row's `[vocab]` logits, `banned` (the mask) excluded before the softmax; the lowest id among equals. */
export function greedy(logits: Float64Array, banned: number): GreedyChoice {
  let token = -1;
  let best = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (const [id, logit] of logits.entries()) {
    if (id === banned) {
      continue;
    }
    if (logit > best) {
      second = best;
      best = logit;
      token = id;
    } else if (logit > second) {
      second = logit;
    }
  }
  let sum = 0;
  for (let id = 0; id < logits.length; id++) {
    sum += id === banned ? 0 : Math.exp(at(logits, id) - best);
  }
  return { token, confidence: 1 / sum, gap: best - second };
}
