import { describe, expect, it } from "vitest";
import { type OracleDecoding, oracleDecode } from "./decode.ts";
import { tinyModel } from "./fixture.ts";
import { denseForward } from "./forward.ts";
import { greedy } from "./greedy.ts";
import { at } from "./math.ts";
import { randomInt, seededRandom } from "./rng.ts";

const model = tinyModel();
/** The same model with end tokens that mean nothing, where a test counts steps. */
const neverEnding = { ...model, eos: -1, eot: -1 };
const DECODING: OracleDecoding = {
  mode: "dense",
  tau: 0.99,
  maxTokens: 16,
  blockLength: 8,
  steps: 10,
  confidenceThreshold: null,
  denseSteps: 2,
  fullEvery: 4,
  refreshEvery: 0,
};

function prompt(seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: 9 }, () => randomInt(random, 256));
}

describe.each([1, 2, 3])("the oracle's decode of prompt seed %i", (seed) => {
  it("spreads steps over blocks and a block's masks over its steps, the earlier ones taking the remainder", () => {
    const { commits } = oracleDecode(neverEnding, prompt(seed), { ...DECODING, steps: 9 });
    expect(commits.map(({ positions }) => positions.length)).toEqual([2, 2, 2, 1, 1, 2, 2, 2, 2]);
  });

  it("leaves what lies past the answer's length masked", () => {
    const { answer } = oracleDecode(neverEnding, prompt(seed), { ...DECODING, maxTokens: 11 });
    expect(answer.flatMap((token, i) => (token === model.mask ? [i] : []))).toEqual([11, 12, 13, 14, 15]);
  });

  it("commits what a fresh dense forward likes best, block by block", () => {
    const ids = prompt(seed);
    const answer = new Array<number>(DECODING.maxTokens).fill(model.mask);
    for (const [step, commit] of oracleDecode(neverEnding, ids, { ...DECODING, steps: 16 }).commits.entries()) {
      const logits = denseForward(model, [...ids, ...answer]).slice(ids.length);
      const block = Math.floor(step / DECODING.blockLength) * DECODING.blockLength;
      const open = [...answer.keys()].filter(
        (i) => answer[i] === model.mask && i >= block && i < block + DECODING.blockLength,
      );
      const best = open.sort((a, b) => confidence(at(logits, b)) - confidence(at(logits, a)))[0];
      expect(commit.positions).toEqual([best]);
      answer[best ?? 0] = greedy(at(logits, best ?? 0), model.mask).token;
      expect(commit.tokens).toEqual([answer[best ?? 0]]);
    }
  });

  it("commits all rows that reach the threshold, or the best one", () => {
    const { commits } = oracleDecode(neverEnding, prompt(seed), { ...DECODING, confidenceThreshold: 0.3 });
    for (const { confidences } of commits) {
      expect(confidences.length === 1 || Math.min(...confidences) >= 0.3).toBe(true);
    }
    expect(Math.max(...commits.map(({ positions }) => positions.length))).toBeGreaterThan(1);
  });

  it("gives the dense answer where exact contexts are used and every row is selected", () => {
    const dense = oracleDecode(model, prompt(seed), DECODING);
    const exact = oracleDecode(model, prompt(seed), { ...DECODING, mode: "dyllm-exact", tau: 2, fullEvery: 1 });
    expect(exact.answer).toEqual(dense.answer);
  });
});

describe("the end of an oracle decode", () => {
  const seeds = Array.from({ length: 12 }, (_, i) => i + 1);
  const answers = seeds.map((seed) => oracleDecode(model, prompt(seed), DECODING).answer);

  it("is the first end token with no mask before it, seeds 1 to 12", () => {
    const ended = answers.filter((answer) => answer.includes(model.mask));
    expect(ended.length).toBeGreaterThan(0);
    for (const answer of ended) {
      const end = answer.findIndex((token) => token === model.eos || token === model.eot);
      expect(end).toBeGreaterThanOrEqual(0);
      expect(answer.slice(0, end)).not.toContain(model.mask);
    }
  });

  it("is the full window for the others", () => {
    expect(answers.some((answer) => !answer.includes(model.mask))).toBe(true);
  });
});

function confidence(logits: Float64Array): number {
  return greedy(logits, model.mask).confidence;
}
