import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StepPlan } from "../../gpu-node/src/backend/backend.ts";
import { loadRuntime } from "../../gpu-node/src/backend/onnx/runtime.ts";
import { makePlan } from "../../gpu-node/src/backend/testing/make-plan.ts";
import { readConfig } from "../../gpu-node/src/model/config.ts";
import { streamWeights } from "../../gpu-node/src/model/load-weights.ts";
import { EventEngine, TERM_BUDGET } from "../bench/event/engine.ts";
import { EventCanvas, type EventLayer } from "./event.ts";
import { TINY_DIRECTORY, tinyModel } from "./fixture.ts";
import { greedy } from "./greedy.ts";
import { at } from "./math.ts";
import { randomInt, sample, seededRandom } from "./rng.ts";

/** Confidences of float32 against float64, relative. */
const TOLERANCE = 1e-4;
/** A comparison this near its tolerance (relative to it) may fall otherwise in float32. */
const TIE = 1e-4;
const PROMPT = 14;
const ROWS = 46;
const BLOCK = 8;
const STEPS = 10;
const MOST_CHANGES = 3;
const model = tinyModel();

interface Outcome {
  /** Steps compared before a comparison fell onto its tolerance. */
  readonly steps: number;
  readonly worst: number;
  readonly wrongRows: string[];
  /** Rows the steps committed and could have. */
  readonly committed: number;
  readonly possible: number;
}

describe.each(["cpu", "wasm"] as const)("the event-driven graph on %s against the float64 oracle", (kind) => {
  let engine: EventEngine;

  beforeAll(async () => {
    const config = await readConfig(TINY_DIRECTORY);
    const runtime = await loadRuntime(kind, 1);
    engine = await EventEngine.create(config, streamWeights(TINY_DIRECTORY, config), runtime);
  });

  afterAll(async () => {
    await engine.dispose();
  });

  async function compare(
    seed: number,
    tolerances: { tau: number; eps: number; far: number },
    sums: { plainShare?: number; termBudget?: number } = {},
  ): Promise<Outcome> {
    engine.settings = { ...tolerances, blockLength: BLOCK, plainShare: 0.5, termBudget: TERM_BUDGET, ...sums };
    const random = seededRandom(seed);
    const rows = Array.from({ length: ROWS }, (_, row) => row);
    const tokens = rows.map((row) => (row < PROMPT ? randomInt(random, 256) : model.mask));
    const oracle = new EventCanvas(model, tokens);
    const slot = engine.open(Int32Array.from(tokens));
    const outcome = { steps: 0, worst: 0, wrongRows: [] as string[], committed: 0, possible: 0 };
    for (let step = 0; step <= STEPS; step++) {
      const open = rows.filter((row) => oracle.tokens[row] === model.mask);
      const changes = sample(random, open, randomInt(random, MOST_CHANGES + 1)).map((row) => ({
        row,
        token: randomInt(random, 256),
      }));
      const left = open.filter((row) => changes.every((change) => change.row !== row));
      const block = Math.floor((at(left, 0) - PROMPT) / BLOCK);
      const near = { from: PROMPT + block * BLOCK, to: PROMPT + (block + 1) * BLOCK };
      const score = left.filter((row) => row < near.to);
      const ours = await engine.step(planOf(slot, step === 0, changes, score));
      const plan = { ...tolerances, near };
      const theirs: { logits: readonly Float64Array[]; layers: readonly EventLayer[] } =
        step === 0 ? { logits: oracle.dense(changes, score), layers: [] } : oracle.step(plan, changes, score);
      if (tolerances.tau < 1 && theirs.layers.some(({ margins }) => margins.some((margin) => margin < TIE))) {
        break;
      }
      for (const [l, layer] of theirs.layers.entries()) {
        const expected = [...layer.changed, ...layer.turned].sort((a, b) => a - b).join();
        const actual = at(ours.rows.committed, l).join();
        if (tolerances.tau < 1 && actual !== expected) {
          outcome.wrongRows.push(`step ${step}, layer ${l}: rows [${actual}], oracle [${expected}]`);
        }
        outcome.committed += at(ours.rows.committed, l).length;
        outcome.possible += ROWS;
      }
      for (const [i, logits] of theirs.logits.entries()) {
        const wanted = greedy(logits, model.mask).confidence;
        outcome.worst = Math.max(outcome.worst, Math.abs(at(ours.confidences, i) - wanted) / wanted);
      }
      outcome.steps++;
    }
    engine.close(slot);
    return outcome;
  }

  it.each([1, 2, 3])("is dense at tolerance 0, seed %i", async (seed) => {
    const outcome = await compare(seed, { tau: 1, eps: 0, far: 1 });
    expect(outcome.steps).toBe(1 + STEPS);
    expect(outcome.worst).toBeLessThan(TOLERANCE);
  });

  it.each([
    { tau: 0.999, eps: 0.005, far: 4, seed: 4 },
    { tau: 0.99, eps: 0.02, far: 1, seed: 5 },
    { tau: 0.995, eps: 0, far: 4, seed: 6 },
  ])("commits the oracle's rows at τ $tau, ε $eps, far $far, seed $seed", async ({ seed, ...tolerances }) => {
    const outcome = await compare(seed, tolerances);
    expect(outcome.steps, "a comparison lies on its tolerance: choose another seed").toBe(1 + STEPS);
    expect(outcome.wrongRows).toEqual([]);
    expect(outcome.worst).toBeLessThan(TOLERANCE);
    expect(outcome.committed).toBeGreaterThan(0);
    expect(outcome.committed).toBeLessThan(outcome.possible);
  });

  it.each([
    ["sums that are always made anew", { plainShare: 0 }],
    ["sums that are never made anew but by the error budget", { plainShare: 2 }],
    ["an error budget that every row exceeds at once", { plainShare: 2, termBudget: 1 }],
  ])("gives the same with %s, seed 4", async (_, sums) => {
    const outcome = await compare(4, { tau: 0.999, eps: 0.005, far: 4 }, sums);
    expect(outcome).toMatchObject({ steps: 1 + STEPS, wrongRows: [] });
    expect(outcome.worst).toBeLessThan(TOLERANCE);
  });
});

function planOf(
  slot: number,
  dense: boolean,
  changes: readonly { row: number; token: number }[],
  score: readonly number[],
): StepPlan {
  const plan = makePlan({
    kind: dense ? "dense" : "sparse",
    tau: 1,
    changes: {
      positions: Int32Array.from(changes, ({ row }) => row),
      tokens: Int32Array.from(changes, ({ token }) => token),
    },
    score: Int32Array.from(score),
  });
  return { slot, ...plan };
}
