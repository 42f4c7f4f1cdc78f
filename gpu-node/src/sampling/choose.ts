import type { TokenChoice } from "../backend/backend.ts";
import { filterTokens, type Kept } from "./filter.ts";
import { philox, uniform } from "./philox.ts";

/** The rows that want a token. */
export interface ChoiceRows {
  /** Canvas position of each row, `[m]`: with seed and step it keys the row's noise. */
  readonly positions: Int32Array;
  /** Logits a row has. */
  readonly vocab: number;
  /** Token ids that are never chosen (the mask's); the others must leave at least one. */
  readonly banned: readonly number[];
}

/** Second key word of the noise: keeps these draws apart from any other use of the same seed. */
const NOISE_DOMAIN = 0x44794c4d;

/** Largest value `−log(−log u)` takes for the `uniform` of `philox.ts`: bounds what noise can add to a logit. */
const MAX_GUMBEL = -Math.log(-Math.log(1 - 2 ** -53));

/**
 * Chooses a token for every row by LLaDA's Gumbel noise in float64, `argmax exp(logit) / (−log u)^T` with u uniform
 * (ML-GSAI/LLaDA `generate.py`), computed as `argmax logit − T·log(−log u)`. At T = 0 there is no noise. Top-p and top-k
 * filter the tokens first. Ties go to the lower id.
 *
 * The noise of a row is a function of seed, step, the row's position and the token id alone.
 *
 * @param logits `[m, vocab]` row-major, clean
 * @returns chosen ids `[m]` and their probabilities `[m]` under the softmax of the clean logits over the allowed tokens;
 *   the probability is NaN where a row's logits are not numbers, and the id then means nothing
 */
export function chooseTokens(
  logits: Float32Array,
  rows: ChoiceRows,
  choice: TokenChoice,
): { tokens: Int32Array; confidences: Float64Array } {
  const { positions, vocab } = rows;
  const tokens = new Int32Array(positions.length);
  const confidences = new Float64Array(positions.length);
  const allowed = new Uint8Array(vocab).fill(1);
  for (const id of rows.banned) {
    allowed[id] = 0;
  }
  const filtered = choice.temperature > 0 && ((choice.topP ?? 1) < 1 || (choice.topK ?? vocab) < vocab);
  const scratch = filtered ? new Float32Array(vocab) : null;
  const kept: Kept = { limit: Number.NEGATIVE_INFINITY, ties: vocab };
  const words = new Uint32Array(4);
  for (const [row, position] of positions.entries()) {
    const values = logits.subarray(row * vocab, (row + 1) * vocab);
    const normaliser = logNormaliser(values, allowed);
    if (scratch !== null) {
      filterTokens(sortAllowed(values, allowed, scratch), choice, kept);
    }
    const token = noisyArgmax(values, allowed, kept, choice, position, words);
    tokens[row] = token;
    confidences[row] = Math.exp((values[token] ?? Number.NaN) - normaliser);
  }
  return { tokens, confidences };
}

/** `log Σ exp(logit)` over the allowed tokens; NaN when a logit is NaN or +∞, or none is finite. */
function logNormaliser(values: Float32Array, allowed: Uint8Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < values.length; id++) {
    const value = values[id] ?? 0;
    if (allowed[id] === 1 && value > max) {
      max = value;
    }
  }
  let sum = 0;
  for (let id = 0; id < values.length; id++) {
    if (allowed[id] === 1) {
      sum += Math.exp((values[id] ?? 0) - max);
    }
  }
  return max + Math.log(sum);
}

function sortAllowed(values: Float32Array, allowed: Uint8Array, scratch: Float32Array): Float32Array {
  let count = 0;
  for (let id = 0; id < values.length; id++) {
    if (allowed[id] === 1) {
      scratch[count++] = values[id] ?? 0;
    }
  }
  return scratch.subarray(0, count).sort();
}

/** Scratch of the caller: `words` `[4]`. Allocates nothing. */
function noisyArgmax(
  values: Float32Array,
  allowed: Uint8Array,
  kept: Kept,
  choice: TokenChoice,
  position: number,
  words: Uint32Array,
): number {
  const { temperature, seed, step } = choice;
  const reach = temperature * MAX_GUMBEL;
  let best = -1;
  let bestScore = Number.NEGATIVE_INFINITY;
  let ties = kept.ties;
  let drawn = -1;
  for (let id = 0; id < values.length; id++) {
    const value = values[id] ?? 0;
    if (allowed[id] === 0 || value < kept.limit || (value === kept.limit && ties-- <= 0)) {
      continue;
    }
    if (best === -1) {
      best = id; // also the answer for a row without one usable number
    }
    if (value + reach <= bestScore) {
      continue; // no noise could make it win: the result is the same, the draw is saved
    }
    let score = value;
    if (temperature > 0) {
      const pair = id >>> 1;
      if (pair !== drawn) {
        philox(words, pair, position, step, 0, seed, NOISE_DOMAIN);
        drawn = pair;
      }
      const u = (id & 1) === 0 ? uniform(words[0] ?? 0, words[1] ?? 0) : uniform(words[2] ?? 0, words[3] ?? 0);
      score -= temperature * Math.log(-Math.log(u));
    }
    if (score > bestScore) {
      best = id;
      bestScore = score;
    }
  }
  return Math.max(best, 0);
}
