import type { TokenChoice } from "../backend/backend.ts";

/** What top-k and top-p leave of one row: every logit above `limit`, and the first `ties` that equal it. */
export interface Kept {
  limit: number;
  ties: number;
}

/**
 * Top-k and top-p of one row. Top-p keeps the smallest set of most probable tokens whose probabilities under
 * `softmax(logits / temperature)` add up to at least `topP`; top-k then keeps the `topK` best of these (the order of
 * Dream's sampler). Both sets are prefixes of the same descending order, so one limit describes the result.
 *
 * @param sorted logits of the row's allowed tokens, ascending, `[n]`, n ≥ 1, no NaN
 * @param kept receives the result
 */
export function filterTokens(sorted: Float32Array, choice: TokenChoice, kept: Kept): void {
  let count = sorted.length;
  if (choice.topP !== null && choice.topP < 1) {
    count = nucleusSize(sorted, choice.temperature, choice.topP);
  }
  if (choice.topK !== null) {
    count = Math.min(count, choice.topK);
  }
  kept.limit = sorted[sorted.length - count] ?? Number.NEGATIVE_INFINITY;
  kept.ties = 0;
  for (let i = sorted.length - count; i < sorted.length && sorted[i] === kept.limit; i++) {
    kept.ties++;
  }
}

function nucleusSize(sorted: Float32Array, temperature: number, topP: number): number {
  const last = sorted.length - 1;
  const max = sorted[last] ?? 0;
  let total = 0;
  for (let i = 0; i <= last; i++) {
    total += Math.exp(((sorted[i] ?? 0) - max) / temperature);
  }
  let sum = 0;
  for (let i = last; i >= 0; i--) {
    sum += Math.exp(((sorted[i] ?? 0) - max) / temperature);
    if (sum >= topP * total) {
      return last - i + 1;
    }
  }
  return sorted.length;
}
