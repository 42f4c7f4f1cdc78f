/**
 * Low-confidence remasking: of the scored rows, the `count` most confident keep their token, the others stay masked.
 * Equal confidences go to the lower row.
 *
 * @param confidences `[m]`, no NaN
 * @returns indices into `confidences`, ascending
 */
export function mostConfident(confidences: Float64Array, count: number): number[] {
  const order = Array.from(confidences.keys());
  order.sort((a, b) => (confidences[b] ?? 0) - (confidences[a] ?? 0) || a - b);
  return order.slice(0, count).sort((a, b) => a - b);
}

/**
 * Threshold rule: every row whose confidence reaches the threshold keeps its token, and at least the best one does.
 *
 * @param confidences `[m]`, no NaN
 * @returns indices into `confidences`, ascending
 */
export function confidentEnough(confidences: Float64Array, threshold: number): number[] {
  const chosen = Array.from(confidences.keys()).filter((i) => (confidences[i] ?? 0) >= threshold);
  return chosen.length > 0 ? chosen : mostConfident(confidences, 1);
}

/**
 * Entropy bound (EB-Sampler, arXiv 2505.24857; Dream ranks by the same score): in order of rising entropy, rows keep their
 * token for as long as the sum of the entropies but the largest stays within the bound. That sum bounds the information
 * the rows could have about each other, which committing them together ignores. At least the surest row is taken.
 *
 * @param entropies `[m]`, nats, no NaN
 * @returns indices into `entropies`, ascending
 */
export function withinEntropyBound(entropies: Float64Array, bound: number): number[] {
  const order = Array.from(entropies.keys());
  order.sort((a, b) => (entropies[a] ?? 0) - (entropies[b] ?? 0) || a - b);
  let before = 0;
  let count = 0;
  // The entropies come in ascending order, so the sum of all but the largest is the sum of those taken before.
  while (count < order.length && before <= bound) {
    before += entropies[order[count] ?? 0] ?? 0;
    count++;
  }
  return order.slice(0, count).sort((a, b) => a - b);
}
