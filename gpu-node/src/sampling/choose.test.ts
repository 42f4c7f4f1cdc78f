import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TokenChoice } from "../backend/backend.ts";
import { chooseTokens, needsLogits } from "./choose.ts";
import { philox, uniform } from "./philox.ts";

const SEED = 77_101;
const CHOICE: TokenChoice = { temperature: 1, topP: null, topK: null, seed: 11, step: 3 };

const choose = (logits: readonly number[], choice: Partial<TokenChoice> = {}, position = 5, banned: number[] = []) => {
  const rows = { positions: Int32Array.of(position), vocab: logits.length, banned };
  const { tokens, confidences } = chooseTokens(Float32Array.from(logits), rows, { ...CHOICE, ...choice });
  return { token: tokens[0] ?? -1, confidence: confidences[0] ?? -1 };
};

/** Share of each token over many positions. */
function shares(
  logits: readonly number[],
  choice: Partial<TokenChoice>,
  draws = 20_000,
  banned: number[] = [],
): number[] {
  const positions = Int32Array.from({ length: draws }, (_, i) => i);
  const all = new Float32Array(draws * logits.length);
  for (let row = 0; row < draws; row++) {
    all.set(logits, row * logits.length);
  }
  const { tokens } = chooseTokens(all, { positions, vocab: logits.length, banned }, { ...CHOICE, ...choice });
  const counts = logits.map(() => 0);
  for (const token of tokens) {
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts.map((count) => count / draws);
}

function softmax(logits: readonly number[]): number[] {
  const weights = logits.map((value) => Math.exp(value));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

/** LLaDA's formula as written, exp(logit) / (−log u)^T, for small logits. */
function directChoice(logits: Float32Array, choice: TokenChoice, position: number): number {
  const words = new Uint32Array(4);
  let best = 0;
  let bestScore = -1;
  for (const [id, logit] of logits.entries()) {
    philox(words, id >>> 1, position, choice.step, 0, choice.seed, 0x44794c4d);
    const u = id % 2 === 0 ? uniform(words[0] ?? 0, words[1] ?? 0) : uniform(words[2] ?? 0, words[3] ?? 0);
    const score = Math.exp(logit) / (-Math.log(u)) ** choice.temperature;
    if (score > bestScore) {
      best = id;
      bestScore = score;
    }
  }
  return best;
}

describe("chooseTokens", () => {
  it("takes the largest logit at temperature 0, the lower id among equals", () => {
    expect(choose([1, 3, 2], { temperature: 0 }).token).toBe(1);
    expect(choose([1, 3, 3], { temperature: 0 }).token).toBe(1);
  });

  it("draws from the softmax at temperature 1", () => {
    const logits = [0, 1, 2, -1];
    for (const [id, share] of shares(logits, {}).entries()) {
      expect(share).toBeCloseTo(softmax(logits)[id] ?? 0, 1.9);
    }
  });

  it("draws from the softmax of logits over T at another temperature", () => {
    const logits = [0, 1, 2, -1];
    const expected = softmax(logits.map((value) => value / 0.5));
    for (const [id, share] of shares(logits, { temperature: 0.5 }).entries()) {
      expect(share).toBeCloseTo(expected[id] ?? 0, 1.9);
    }
  });

  it(`agrees with LLaDA's formula as written (seed ${SEED})`, () => {
    const values = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 64 });
    const temperatures = fc.double({ min: 0.05, max: 2, noNaN: true });
    fc.assert(
      fc.property(values, temperatures, fc.nat(), fc.nat({ max: 5000 }), (list, temperature, seed, position) => {
        const logits = Float32Array.from(list);
        const choice = { ...CHOICE, temperature, seed };
        const rows = { positions: Int32Array.of(position), vocab: logits.length, banned: [] };
        expect(chooseTokens(logits, rows, choice).tokens[0]).toBe(directChoice(logits, choice, position));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it("gives the clean probability, without noise and temperature, as the confidence", () => {
    const logits = [0.5, 1.5, -2];
    for (const position of [0, 1, 2, 3]) {
      const { token, confidence } = choose(logits, { temperature: 2 }, position);
      expect(confidence).toBeCloseTo(softmax(logits)[token] ?? -1, 12);
    }
  });

  it("keeps the confidence exact for logits far from zero", () => {
    expect(choose([1000, 1000], { temperature: 0 }).confidence).toBeCloseTo(0.5, 12);
    expect(choose([-5000, -5001], { temperature: 0 }).confidence).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });

  it(`gives a row the same token whatever rows are beside it (seed ${SEED})`, () => {
    const row = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 6, maxLength: 6 });
    const filters = fc.record({ topK: fc.constantFrom(null, 2), topP: fc.constantFrom(null, 0.7) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), filters, (list, filter) => {
        const positions = Int32Array.from(list, (_, i) => 10 + 3 * i);
        const all = Float32Array.from(list.flat());
        const together = chooseTokens(all, { positions, vocab: 6, banned: [4] }, { ...CHOICE, ...filter });
        for (const [i, logits] of list.entries()) {
          const alone = choose(logits, filter, positions[i] ?? 0, [4]);
          expect([together.tokens[i], together.confidences[i]]).toEqual([alone.token, alone.confidence]);
        }
      }),
      { seed: SEED },
    );
  });

  it("changes the noise with seed, step and position", () => {
    const logits = Array.from({ length: 512 }, () => 0);
    const base = choose(logits).token;
    expect(choose(logits).token).toBe(base);
    expect(choose(logits, { seed: 12 }).token).not.toBe(base);
    expect(choose(logits, { step: 4 }).token).not.toBe(base);
    expect(choose(logits, {}, 6).token).not.toBe(base);
  });

  it("never chooses a banned token and leaves it out of the confidence", () => {
    const greedy = choose([9, 1, 1], { temperature: 0 }, 5, [0]);
    expect(greedy.token).toBe(1);
    expect(greedy.confidence).toBeCloseTo(0.5, 12);
    expect(shares([9, 1, 1], {}, 500, [0])[0]).toBe(0);
    expect(shares([9, 1, 1], { topK: 1 }, 500, [0])).toEqual([0, 1, 0]);
  });

  it("draws from the k best only, the lower ids among equals", () => {
    const drawn = shares([1, 2, 2, 2, 0], { topK: 2 }, 2000);
    expect(drawn.map((share) => share > 0)).toEqual([false, true, true, false, false]);
  });

  it("draws from the smallest set that holds the share topP at the given temperature", () => {
    const logits = [0.5, 0.3, 0.15, 0.05].map(Math.log);
    const used = (choice: Partial<TokenChoice>) => shares(logits, choice, 4000).map((share) => share > 0);
    expect(used({ topP: 0.75 })).toEqual([true, true, false, false]);
    expect(used({ topP: 0.85 })).toEqual([true, true, true, false]);
    expect(used({ topP: 0.01 })).toEqual([true, false, false, false]);
    // Squared and normalised, the first token alone holds 68 %, the first two 93 %.
    expect(used({ topP: 0.85, temperature: 0.5 })).toEqual([true, true, false, false]);
    expect(used({ topP: 0.85, topK: 1 })).toEqual([true, false, false, false]);
  });

  it.each([
    ["a NaN", [1, Number.NaN, 2]],
    ["an infinity", [1, Number.POSITIVE_INFINITY, 2]],
    ["nothing finite", [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  ])("marks a row with %s by a confidence that is not a number, with an allowed token", (_what, logits) => {
    for (const choice of [{}, { temperature: 0 }, { topK: 1 }, { topP: 0.5 }]) {
      const { token, confidence } = choose(logits, choice, 5, [0]);
      expect(confidence).toBeNaN();
      expect(token).not.toBe(0);
    }
  });
});

describe("biases", () => {
  const bias = (token: number, value: number) => ({ logitBias: [{ token, bias: value }] });

  it("move the choice and its probability", () => {
    const { token, confidence } = choose([1, 3, 2], { temperature: 0, ...bias(0, 4) });
    expect(token).toBe(0);
    expect(confidence).toBeCloseTo(softmax([5, 3, 2])[0] ?? 0, 6);
  });

  it("of -100 ban a token altogether, however likely it was", () => {
    const { token, confidence } = choose([1, 300, 2], { temperature: 0, ...bias(1, -100) });
    expect(token).toBe(2);
    expect(confidence).toBeCloseTo(softmax([1, 2])[1] ?? 0, 6);
  });

  it("shift the shares of drawn tokens as they shift the softmax", () => {
    const logits = [0, 1, 2, -1];
    for (const [id, share] of shares(logits, bias(3, 2)).entries()) {
      expect(share).toBeCloseTo(softmax([0, 1, 2, 1])[id] ?? 0, 1.9);
    }
  });

  it("leave the caller's logits as they were", () => {
    const logits = Float32Array.of(1, 2, 3);
    const rows = { positions: Int32Array.of(0), vocab: 3, banned: [] };
    chooseTokens(logits, rows, { ...CHOICE, ...bias(0, 5) });
    expect([...logits]).toEqual([1, 2, 3]);
  });
});

describe("entropies", () => {
  it("are those of the softmax over the allowed tokens, in nats", () => {
    const logits = Float32Array.of(1, 1, 1, 50, 0, 200, 0, 0);
    const rows = { positions: Int32Array.of(0, 1), vocab: 4, banned: [3] };
    const { entropies } = chooseTokens(logits, rows, { ...CHOICE, entropies: true });
    expect(entropies?.[0]).toBeCloseTo(Math.log(3), 6);
    expect(entropies?.[1]).toBeCloseTo(0, 6);
  });
});

describe("candidates", () => {
  it("are the likeliest allowed tokens, likeliest first, equals by id, with their probabilities", () => {
    const logits = Float32Array.of(2, 5, 1, 5, 4, 0, 0, 9, 1, 3, 1, 0);
    const rows = { positions: Int32Array.of(0, 1), vocab: 6, banned: [] };
    const { candidates } = chooseTokens(logits, rows, { ...CHOICE, topCandidates: 3 });
    expect([...(candidates?.tokens ?? [])]).toEqual([1, 3, 4, 1, 3, 2]);
    const first = softmax([2, 5, 1, 5, 4, 0]);
    expect(Math.exp(candidates?.logprobs[0] ?? 0)).toBeCloseTo(first[1] ?? 0, 6);
    expect(Math.exp(candidates?.logprobs[2] ?? 0)).toBeCloseTo(first[4] ?? 0, 6);
  });

  it(`agree with sorting the whole row (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        (logits, topCandidates) => {
          const rows = { positions: Int32Array.of(0), vocab: logits.length, banned: [] };
          const { candidates } = chooseTokens(Float32Array.from(logits), rows, { ...CHOICE, topCandidates });
          const sorted = [...logits.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
          expect([...(candidates?.tokens ?? [])]).toEqual(sorted.slice(0, topCandidates));
        },
      ),
      { seed: SEED },
    );
  });

  it("need the logits, as noise and biases do; a greedy choice without them does not", () => {
    const greedy = { ...CHOICE, temperature: 0 };
    expect(needsLogits(greedy)).toBe(false);
    expect(
      [CHOICE, { ...greedy, topCandidates: 1 }, { ...greedy, logitBias: [{ token: 1, bias: 1 }] }].every(needsLogits),
    ).toBe(true);
  });
});
