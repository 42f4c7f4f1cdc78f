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
