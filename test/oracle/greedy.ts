import { at } from "./math.ts";

/** The greedy choice for one row. */
export interface GreedyChoice {
  readonly token: number;
  /** Probability of the token under the softmax in which the banned token has no part. */
  readonly confidence: number;
  /** How far the best logit lies above the second best: below float32 noise the choice is a tie. */
  readonly gap: number;
  /** −Σ p·ln p of the same softmax, nats. */
  readonly entropy: number;
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
  let weighted = 0;
  for (let id = 0; id < logits.length; id++) {
    if (id !== banned) {
      const exponent = at(logits, id) - best;
      sum += Math.exp(exponent);
      weighted += exponent * Math.exp(exponent);
    }
  }
  return { token, confidence: 1 / sum, gap: best - second, entropy: Math.log(sum) - weighted / sum };
}
