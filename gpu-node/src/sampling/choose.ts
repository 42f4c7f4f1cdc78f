import { BANNED, type Candidates, type TokenChoice } from "../backend/backend.ts";
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

/** Whether a choice needs the logits themselves, and not just the likeliest token, its probability and the entropy. */
export function needsLogits(choice: TokenChoice): boolean {
  return choice.temperature > 0 || (choice.logitBias?.length ?? 0) > 0 || (choice.topCandidates ?? 0) > 0;
}

/** What {@link chooseTokens} gives for its rows. */
export interface Chosen {
  /** `[m]`. */
  readonly tokens: Int32Array;
  /** `[m]`; NaN where a row's logits are not numbers, and its token then means nothing. */
  readonly confidences: Float64Array;
  /** In nats, under the softmax of the confidences, `[m]`; present when the choice asks for it. */
  readonly entropies?: Float64Array;
  /** Present when the choice asks for candidates. */
  readonly candidates?: Candidates;
}

/**
 * Chooses a token for every row by LLaDA's Gumbel noise in float64, `argmax exp(logit) / (−log u)^T` with u uniform
 * (ML-GSAI/LLaDA `generate.py`), computed as `argmax logit − T·log(−log u)`. At T = 0 there is no noise. Top-p and top-k
 * filter the tokens first. Ties go to the lower id.
 *
 * The choice's biases are added to the logits first, so they move choice, confidences and candidates alike.
 *
 * The noise of a row is a function of seed, step, the row's position and the token id alone.
 *
 * @param logits `[m, vocab]` row-major, clean
 * @returns chosen ids, their probabilities under the softmax of the logits (biased, without noise) over the allowed tokens,
 *   and the likeliest tokens under the same softmax
 */
export function chooseTokens(logits: Float32Array, rows: ChoiceRows, choice: TokenChoice): Chosen {
  const { positions, vocab } = rows;
  const tokens = new Int32Array(positions.length);
  const confidences = new Float64Array(positions.length);
  const allowed = new Uint8Array(vocab).fill(1);
  for (const id of rows.banned) {
    allowed[id] = 0;
  }
  const biases = choice.logitBias ?? [];
  for (const { token, bias } of biases) {
    if (bias <= BANNED) {
      allowed[token] = 0;
    }
  }
  const entropies = choice.entropies === true ? new Float64Array(positions.length) : null;
  const biased = biases.length > 0 ? new Float32Array(vocab) : null;
  const wanted = Math.min(
    choice.topCandidates ?? 0,
    allowed.reduce((sum, value) => sum + value, 0),
  );
  const candidates = wanted > 0 ? noCandidates(wanted, positions.length) : null;
  const filtered = choice.temperature > 0 && ((choice.topP ?? 1) < 1 || (choice.topK ?? vocab) < vocab);
  const scratch = filtered ? new Float32Array(vocab) : null;
  const kept: Kept = { limit: Number.NEGATIVE_INFINITY, ties: vocab };
  const words = new Uint32Array(4);
  for (const [row, position] of positions.entries()) {
    let values = logits.subarray(row * vocab, (row + 1) * vocab);
    if (biased !== null) {
      biased.set(values);
      for (const { token, bias } of biases) {
        biased[token] = (biased[token] ?? 0) + bias;
      }
      values = biased;
    }
    const normaliser = logNormaliser(values, allowed);
    if (scratch !== null) {
      filterTokens(sortAllowed(values, allowed, scratch), choice, kept);
    }
    const token = noisyArgmax(values, allowed, kept, choice, position, words);
    tokens[row] = token;
    confidences[row] = Math.exp((values[token] ?? Number.NaN) - normaliser);
    if (entropies !== null) {
      entropies[row] = entropyOf(values, allowed, normaliser);
    }
    if (candidates !== null) {
      findCandidates(values, allowed, normaliser, candidates, row);
    }
  }
  return {
    tokens,
    confidences,
    ...(entropies !== null && { entropies }),
    ...(candidates !== null && { candidates }),
  };
}

/** `−Σ p log p` over the allowed tokens, in nats. */
function entropyOf(values: Float32Array, allowed: Uint8Array, normaliser: number): number {
  let sum = 0;
  for (let id = 0; id < values.length; id++) {
    const logprob = (values[id] ?? 0) - normaliser;
    const probability = allowed[id] === 1 ? Math.exp(logprob) : 0;
    // A probability that has vanished adds nothing; 0 · −∞ would not be a number.
    sum -= probability === 0 ? 0 : probability * logprob;
  }
  return Math.max(sum, 0);
}

function noCandidates(count: number, rows: number): Candidates {
  return { count, tokens: new Int32Array(rows * count), logprobs: new Float64Array(rows * count) };
}

/** The `count` largest values of a row by insertion: there are at most 20, and few values ever reach the list. */
function findCandidates(
  values: Float32Array,
  allowed: Uint8Array,
  normaliser: number,
  candidates: Candidates,
  row: number,
): void {
  const { count, tokens, logprobs } = candidates;
  const start = row * count;
  let found = 0;
  for (let id = 0; id < values.length; id++) {
    const logprob = (values[id] ?? 0) - normaliser;
    if (allowed[id] === 0 || (found === count && logprob <= (logprobs[start + count - 1] ?? 0))) {
      continue;
    }
    let at = found < count ? found++ : count - 1;
    for (; at > 0 && (logprobs[start + at - 1] ?? 0) < logprob; at--) {
      logprobs[start + at] = logprobs[start + at - 1] ?? 0;
      tokens[start + at] = tokens[start + at - 1] ?? 0;
    }
    logprobs[start + at] = logprob;
    tokens[start + at] = id;
  }
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
