import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, StepResult, UnplacedPlan } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { GREEDY, makePlan, rowRange } from "../../gpu-node/src/backend/testing/make-plan.ts";
import { DEVICE_START_MS, withoutVulkan } from "../support/software-vulkan.ts";
import { TINY_DIRECTORY, tinyModel } from "./fixture.ts";
import { at } from "./math.ts";
import { randomInt, sample, seededRandom } from "./rng.ts";

const ROWS = 52;
const PROMPT = 12;
const STEPS = 8;
const SEEDS = [51, 52, 53];

const { mask } = tinyModel();
/** A cold software driver compiles its kernels in half precision for more than a minute, in ms. */
const COLD_COMPILER_MS = 300_000;

const skipped = await withoutVulkan();

/** A canvas and the plans of a run on it: every kind of step, windows that end before the canvas, entropies, noise. */
function drawRun(seed: number): { readonly tokens: Int32Array; readonly plans: readonly UnplacedPlan[] } {
  const random = seededRandom(seed);
  const tokens = Int32Array.from({ length: ROWS }, (_, row) => (row < PROMPT ? randomInt(random, 256) : mask));
  const plans = Array.from({ length: STEPS }, (_, step): UnplacedPlan => {
    // The window grows once: the step that brings new rows must be dense.
    const endRow = step < 4 ? PROMPT + 24 : ROWS;
    const kind = step % 4 === 0 ? "dense" : step % 4 === 3 ? "block" : "sparse";
    const block = { first: PROMPT + 8, end: PROMPT + 16 };
    const firstRow = kind === "block" ? block.first : step % 2 === 0 ? 0 : PROMPT;
    const active = Array.from({ length: (kind === "block" ? block.end : endRow) - firstRow }, (_, i) => firstRow + i);
    const answer = active.filter((row) => row >= PROMPT);
    const positions = Int32Array.from(sample(random, answer, 1 + randomInt(random, 3)));
    return makePlan({
      kind,
      endRow,
      exact: seed % 2 === 1,
      firstRow,
      active: rowRange(block.first, block.end),
      ...(kind === "block" && seed % 2 === 0 && { keep: "keys-values" }),
      changes: { positions, tokens: positions.map(() => randomInt(random, 256)) },
      score: Int32Array.from(answer),
      tau: 0.985,
      choice: { ...GREEDY, temperature: step === 5 ? 0.8 : 0, seed: 3, step, entropies: step % 3 === 1 },
    });
  });
  return { tokens, plans };
}

async function run(backend: Backend, seed: number): Promise<StepResult[]> {
  const { tokens, plans } = drawRun(seed);
  const slot = await backend.open(tokens);
  const results: StepResult[] = [];
  for (const plan of plans) {
    results.push(...(await backend.step([{ ...plan, slot }])));
  }
  await backend.close(slot);
  return results;
}

describe.skipIf(skipped !== null)("every kind of step on the WebGPU backend", () => {
  let cpu: Backend;
  let webgpu: Backend;
  let half: Backend;

  beforeAll(async () => {
    const options = { directory: TINY_DIRECTORY, threads: null, maxSlots: 2 };
    [cpu, webgpu, half] = await Promise.all([
      createBackend({ ...options, kind: "cpu" }),
      createBackend({ ...options, kind: "webgpu", precision: "fp32" }),
      createBackend({ ...options, kind: "webgpu", precision: "fp16" }),
    ]);
  }, DEVICE_START_MS);

  afterAll(async () => {
    await Promise.all([cpu, webgpu, half].map((backend) => backend?.dispose()));
  });

  it.each(SEEDS)(
    "gives the CPU backend's results: dense, sparse, block, windows, entropies, noise (seed %i)",
    async (seed) => {
      const [ours, theirs] = [await run(webgpu, seed), await run(cpu, seed)];
      expect(ours).toHaveLength(STEPS);
      for (const [step, result] of ours.entries()) {
        const expected = at(theirs, step);
        expect([...result.tokens], `step ${step}`).toEqual([...expected.tokens]);
        expect([...result.salientRows], `step ${step}`).toEqual([...expected.salientRows]);
        expect([...result.recomputed], `step ${step}`).toEqual([...expected.recomputed]);
        expect(result.activeRows).toBe(expected.activeRows);
        for (const [row, confidence] of result.confidences.entries()) {
          expect(confidence, `step ${step}, row ${row}`).toBeCloseTo(at([...expected.confidences], row), 5);
        }
        expect(result.entropies?.length).toBe(expected.entropies?.length);
        for (const [row, entropy] of (result.entropies ?? []).entries()) {
          expect(entropy, `step ${step}, row ${row}`).toBeCloseTo(at([...(expected.entropies ?? [])], row), 3);
        }
      }
    },
  );

  // One seed: what it takes is the compiler's time.
  it.each(SEEDS.slice(0, 1))(
    "stays close to it in half precision, with saliency and softmax in single (seed %i)",
    async (seed) => {
      expect(half.device).toMatchObject({ precision: "fp16" });
      const [ours, theirs] = [await run(half, seed), await run(cpu, seed)];
      const dense = [0, 4];
      let same = 0;
      let all = 0;
      for (const step of dense) {
        const [result, expected] = [at(ours, step), at(theirs, step)];
        for (const [row, confidence] of result.confidences.entries()) {
          all++;
          same += result.tokens[row] === expected.tokens[row] ? 1 : 0;
          expect(Number.isFinite(confidence)).toBe(true);
          expect(Math.abs(confidence - at([...expected.confidences], row))).toBeLessThan(0.02);
        }
      }
      expect(same / all).toBeGreaterThan(0.95);
    },
    COLD_COMPILER_MS,
  );
});
