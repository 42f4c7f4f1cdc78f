import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { compareRun } from "./compare.ts";
import { TINY_DIRECTORY, tinyModel } from "./fixture.ts";

/** Confidences of float32 against float64, relative. */
const TOLERANCE = 1e-4;
const STEPS = 13;

const model = tinyModel();

const RUNS = [false, true].flatMap((exact) =>
  (["response", "whole", "mixed"] as const).flatMap((span) =>
    [0.9, 0.99, 0.999].map((tau, i) => ({ exact, span, tau, seed: 11 + i, rule: exact ? "dyllm-exact" : "dyllm" })),
  ),
);

describe.each(["cpu", "wasm"] as const)("the %s backend against the float64 oracle", (kind) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await createBackend({ directory: TINY_DIRECTORY, kind, threads: 1 });
  });

  afterAll(async () => {
    await backend.dispose();
  });

  it.each(RUNS)("$rule, $span rows, τ $tau, seed $seed: a dense step and 13 sparse ones", async (run) => {
    const result = await compareRun(backend, model, { ...run, promptRows: 14, answerRows: 42, steps: STEPS });
    expect(result.tie, "a cosine lies on τ: choose another seed").toBeNull();
    expect(result.steps).toBe(1 + STEPS);
    expect(result.wrongCounts).toEqual([]);
    expect(result.wrongTokens).toEqual([]);
    expect(result.worstConfidence).toBeLessThan(TOLERANCE);
    expect(result.worstEntropy).toBeLessThan(TOLERANCE);
    // The run says something only if some rows were selected and some were not.
    expect(result.salientRows).toBeGreaterThan(0);
    expect(result.salientRows).toBeLessThan(result.activeRows);
  });

  it.each([
    ["dyllm", { exact: false, span: "mixed" }],
    ["dyllm-exact", { exact: true, span: "mixed" }],
    ["dual cache", { exact: true, span: "whole", block: { from: 22, to: 30 } }],
    ["prefix cache", { exact: true, span: "whole", block: { from: 22, to: 44 } }],
  ] as const)("%s with 12 rows that take no part, seed 41", async (_rule, options) => {
    const run = { ...options, tau: 0.99, seed: 41, promptRows: 14, answerRows: 42, hiddenRows: 12, steps: 4 };
    const result = await compareRun(backend, model, run);
    expect(result).toMatchObject({ steps: 5, wrongCounts: [], wrongTokens: [], tie: null });
    expect(result.worstConfidence).toBeLessThan(TOLERANCE);
    expect(result.worstEntropy).toBeLessThan(TOLERANCE);
  });

  it.each([31, 32, 33].flatMap((seed) => [false, true].map((keep) => ({ seed, keep }))))(
    "steps of a block cache over the whole canvas, keeping what they compute: $keep, seed $seed",
    async ({ seed, keep }) => {
      const block = { from: 20, to: 36, keep };
      const run = {
        exact: true,
        span: "whole",
        tau: 0.99,
        seed,
        promptRows: 20,
        answerRows: 32,
        steps: 6,
        block,
      } as const;
      const result = await compareRun(backend, model, run);
      expect(result).toMatchObject({ steps: 7, wrongCounts: [], wrongTokens: [], tie: null });
      expect(result.worstConfidence).toBeLessThan(TOLERANCE);
    },
  );

  it("serves canvases of one row, of the model's longest, and of prompt only", async () => {
    for (const [promptRows, answerRows, seed] of [
      [0, 1, 21],
      [100, 28, 22],
      [128, 0, 23],
    ] as const) {
      const run = { exact: false, span: "whole", tau: 0.99, seed, promptRows, answerRows, steps: 2 } as const;
      const result = await compareRun(backend, model, run);
      expect(result).toMatchObject({ steps: 3, wrongCounts: [], wrongTokens: [], tie: null });
      expect(result.worstConfidence).toBeLessThan(TOLERANCE);
    }
  });

  it("keeps the canvases of several slots apart when their steps share a call", async () => {
    const runs = [31, 32, 33].map((seed, i) => ({
      exact: i === 1,
      span: "response" as const,
      tau: 0.97,
      seed,
      promptRows: 5 + 7 * i,
      answerRows: 20 + i,
      steps: 6,
    }));
    const results = await Promise.all(runs.map((run) => compareRun(backend, model, run)));
    for (const result of results) {
      expect(result).toMatchObject({ steps: 7, wrongCounts: [], wrongTokens: [], tie: null });
      expect(result.worstConfidence).toBeLessThan(TOLERANCE);
    }
  });
});
