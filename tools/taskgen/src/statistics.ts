/** Intervals and paired comparisons for evaluation tables. */

/** 97.5 % point of the normal distribution. */
const Z = 1.959964;

/** Wilson score interval (95 %) of a proportion; [0, 1] when there are no trials. */
export function wilson(successes: number, trials: number): { readonly low: number; readonly high: number } {
  if (trials === 0) {
    return { low: 0, high: 1 };
  }
  const p = successes / trials;
  const denominator = 1 + (Z * Z) / trials;
  const centre = p + (Z * Z) / (2 * trials);
  const half = Z * Math.sqrt((p * (1 - p)) / trials + (Z * Z) / (4 * trials * trials));
  return { low: Math.max(0, (centre - half) / denominator), high: Math.min(1, (centre + half) / denominator) };
}

/** Outcomes of two methods on the same items: how many only one of them solved, and the exact McNemar p-value. */
export function paired(
  a: readonly boolean[],
  b: readonly boolean[],
): { readonly onlyA: number; readonly onlyB: number; readonly p: number } {
  if (a.length !== b.length) {
    throw new RangeError(`${a.length} outcomes against ${b.length}`);
  }
  let onlyA = 0;
  let onlyB = 0;
  for (const [i, solved] of a.entries()) {
    if (solved && b[i] !== true) {
      onlyA++;
    } else if (!solved && b[i] === true) {
      onlyB++;
    }
  }
  return { onlyA, onlyB, p: binomialTwoSided(onlyA, onlyA + onlyB) };
}

/** Two-sided exact binomial test against one half. */
function binomialTwoSided(k: number, n: number): number {
  if (n === 0) {
    return 1;
  }
  const tail = Math.min(k, n - k);
  let term = 0.5 ** n;
  let sum = 0;
  for (let i = 0; i <= tail; i++) {
    sum += term;
    term *= (n - i) / (i + 1);
  }
  return Math.min(1, 2 * sum);
}
