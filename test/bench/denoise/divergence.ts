import type { Candidates } from "../../../gpu-node/src/backend/backend.ts";

/** How far a method's distributions are from the dense ones, over the scored rows of a step. */
export interface Divergence {
  /** Mean KL(dense‖method), nats. */
  readonly kl: number;
  /** Share of rows with the same likeliest token. */
  readonly sameTop: number;
  readonly rows: number;
}

/** Compares whole distributions, each a list of every token of the vocabulary with its log probability, by row. */
export function divergenceFrom(dense: Candidates, method: Candidates): Divergence | null {
  const { count } = dense;
  const rows = dense.tokens.length / count;
  if (rows === 0 || method.count !== count) {
    return null;
  }
  let kl = 0;
  let same = 0;
  for (let row = 0; row < rows; row++) {
    const logprobs = new Map<number, number>();
    for (let i = row * count; i < (row + 1) * count; i++) {
      logprobs.set(method.tokens[i] ?? -1, method.logprobs[i] ?? Number.NaN);
    }
    same += dense.tokens[row * count] === method.tokens[row * count] ? 1 : 0;
    for (let i = row * count; i < (row + 1) * count; i++) {
      const p = Math.exp(dense.logprobs[i] ?? Number.NaN);
      if (p > 0) {
        kl += p * ((dense.logprobs[i] ?? Number.NaN) - (logprobs.get(dense.tokens[i] ?? -1) ?? Number.NaN));
      }
    }
  }
  return { kl: kl / rows, sameTop: same / rows, rows };
}
