import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, Slot, StepResult, UnplacedPlan } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { NATIVE_MODULE } from "../../gpu-node/src/backend/onnx/runtime.ts";
import { GREEDY, makePlan } from "../../gpu-node/src/backend/testing/make-plan.ts";
import { startWebGpu } from "../../gpu-node/src/backend/webgpu/start-webgpu.ts";
import { DEVICE_START_MS, withoutVulkan } from "../support/software-vulkan.ts";
import { compareRun } from "./compare.ts";
import { TINY_DIRECTORY, tinyModel } from "./fixture.ts";
import { at } from "./math.ts";
import { randomInt, sample, seededRandom } from "./rng.ts";

/** Confidences of float32 against float64, relative. */
const TOLERANCE = 1e-4;
const STEPS = 9;
const LAYERS = 2;

const model = tinyModel();
const skipped = await withoutVulkan();

const RUNS = [false, true].flatMap((exact) =>
  (["response", "whole", "mixed"] as const).flatMap((span) =>
    [0.9, 0.99, 0.999].map((tau, i) => ({ exact, span, tau, seed: 11 + i, rule: exact ? "dyllm-exact" : "dyllm" })),
  ),
);

describe.skipIf(skipped !== null)("the WebGPU backend against the float64 oracle", () => {
  let backend: Backend;
  const notices: string[] = [];

  beforeAll(async () => {
    backend = await createBackend({
      directory: TINY_DIRECTORY,
      kind: "webgpu",
      threads: null,
      maxSlots: 4,
      precision: "fp32",
      notice: (message) => notices.push(message),
    });
  }, DEVICE_START_MS);

  afterAll(async () => {
    await backend.dispose();
  });

  it("says what it runs on, and that no operator on values fell back to the host", () => {
    expect(backend).toMatchObject({ name: "webgpu", device: { precision: "fp32", adapter: expect.any(String) } });
    expect(notices).toEqual([
      expect.stringMatching(/: \d+ operators on the device, \d+ on lists of rows on the host$/),
    ]);
  });

  it.each(RUNS)("$rule, $span rows, τ $tau, seed $seed: a dense step and 9 sparse ones", async (run) => {
    const result = await compareRun(backend, model, { ...run, promptRows: 14, answerRows: 42, steps: STEPS });
    expect(result.tie, "a cosine lies on τ: choose another seed").toBeNull();
    expect(result.steps).toBe(1 + STEPS);
    expect(result.wrongCounts).toEqual([]);
    expect(result.wrongTokens).toEqual([]);
    expect(result.worstConfidence).toBeLessThan(TOLERANCE);
    // The run says something only if some rows were selected and some were not.
    expect(result.salientRows).toBeGreaterThan(0);
    expect(result.salientRows).toBeLessThan(result.activeRows);
  });

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

  it.each([41, 42, 43])(
    "gives each sequence of a packed step what it gets alone: dense, paper's and exact rule, lengths of their own (seed %i)",
    async (seed) => {
      const random = seededRandom(seed);
      const canvases = Array.from({ length: 4 }, () => {
        const rows = 24 + randomInt(random, 30);
        const prompt = 4 + randomInt(random, 12);
        return {
          prompt,
          tokens: Int32Array.from({ length: rows }, (_, i) => (i < prompt ? randomInt(random, 256) : model.mask)),
        };
      });
      const open = (): Promise<Slot[]> => Promise.all(canvases.map(({ tokens }) => backend.open(tokens)));
      const rounds = Array.from({ length: 5 }, (_, step) =>
        canvases.map(({ tokens, prompt }, i) => planAt(random, tokens.length, prompt, step, i)),
      );
      const run = async (slots: readonly Slot[], together: boolean): Promise<StepResult[]> => {
        const results: StepResult[] = [];
        for (const round of rounds) {
          const plans = round.map((plan, i) => ({ ...plan, slot: at(slots, i) }));
          results.push(
            ...(together
              ? await backend.step(plans)
              : (await Promise.all(plans.map((plan) => backend.step([plan])))).flat()),
          );
        }
        await Promise.all(slots.map((slot) => backend.close(slot)));
        return results;
      };
      const [alone, packed] = [await run(await open(), false), await run(await open(), true)];
      expect(packed).toHaveLength(rounds.length * canvases.length);
      for (const [i, result] of packed.entries()) {
        const single = at(alone, i);
        expect([...result.tokens], `result ${i}`).toEqual([...single.tokens]);
        expect([...result.salientRows], `result ${i}`).toEqual([...single.salientRows]);
        expect([...result.recomputed], `result ${i}`).toEqual([...single.recomputed]);
        for (const [row, confidence] of result.confidences.entries()) {
          expect(confidence).toBeCloseTo(single.confidences[row] ?? Number.NaN, 5);
        }
      }
      expect(await backend.usage()).toEqual({ slots: 0, cacheBytes: 0 });
    },
  );

  it("recomputes nothing when nothing changed, and runs a step that scores nothing", async () => {
    const canvas = Int32Array.from({ length: 20 }, (_, i) => (i < 6 ? 65 + i : model.mask));
    const slot = await backend.open(canvas);
    const score = Int32Array.from({ length: 14 }, (_, i) => 6 + i);
    const [dense] = await backend.step([{ slot, ...makePlan({ kind: "dense", score }) }]);
    for (const exact of [false, true]) {
      const sparse = { slot, ...makePlan({ kind: "sparse", exact, tau: 0.999, score }) };
      const [same] = await backend.step([sparse]);
      expect([...(same?.salientRows ?? [])]).toEqual([0, 0]);
      expect([...(same?.tokens ?? [])]).toEqual([...(dense?.tokens ?? [])]);
      const [silent] = await backend.step([{ ...sparse, score: new Int32Array() }]);
      expect(silent).toMatchObject({ tokens: new Int32Array(), confidences: new Float64Array() });
    }
    await backend.close(slot);
  });

  it("refuses a canvas for which the pool has no rows, and takes it when another is closed", async () => {
    const full = new Int32Array(128).fill(model.mask);
    const slots = await Promise.all([0, 1, 2, 3].map(() => backend.open(full)));
    await expect(backend.open(Int32Array.of(model.mask))).rejects.toMatchObject({ code: "out_of_memory" });
    await backend.close(at(slots, 2));
    const again = await backend.open(full);
    await Promise.all([...slots, again].map((slot) => backend.close(slot)));
    expect(await backend.usage()).toEqual({ slots: 0, cacheBytes: 0 });
  });
});

describe("asking for a device", () => {
  const options = {
    directory: TINY_DIRECTORY,
    slots: 1,
    memoryBytes: null,
    retainBytes: 0,
    nativeModule: NATIVE_MODULE,
    notice: () => {},
  };

  it("without a driver is refused with what is missing and how to get it", { timeout: DEVICE_START_MS }, async () => {
    const before = { files: process.env.VK_DRIVER_FILES, older: process.env.VK_ICD_FILENAMES };
    process.env.VK_DRIVER_FILES = "/nonexistent";
    process.env.VK_ICD_FILENAMES = "/nonexistent";
    try {
      await expect(startWebGpu({ ...options, precision: "auto" }, { real: false })).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(/^no_(driver|loader): .*software-vulkan/),
      });
    } finally {
      restore("VK_DRIVER_FILES", before.files);
      restore("VK_ICD_FILENAMES", before.older);
    }
  });

  it.skipIf(skipped !== null || process.env.DYLLM_TEST_ANY_ADAPTER !== undefined)(
    "a real one is not given a software one, which is slower than the CPU backend",
    { timeout: DEVICE_START_MS },
    async () => {
      await expect(startWebGpu({ ...options, precision: "auto" }, { real: true })).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(/^the only adapter computes on the CPU \(/),
      });
    },
  );

  it.skipIf(skipped !== null)(
    "with too little memory is refused with what it needs",
    { timeout: DEVICE_START_MS },
    async () => {
      const little = { ...options, precision: "fp32", memoryBytes: 500_000 } as const;
      await expect(startWebGpu(little, { real: false })).rejects.toMatchObject({
        code: "out_of_memory",
        message: expect.stringMatching(/^the model needs \d+\.\d MB .*--memory allows 0\.5 MB$/),
      });
    },
  );
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) {
    delete process.env[name];
  } else {
    process.env[name] = value;
  }
}

/** Step `step` of sequence `i`: a dense one first, then kinds and rules that differ between the sequences. */
function planAt(random: () => number, rows: number, prompt: number, step: number, i: number): UnplacedPlan {
  const answer = Array.from({ length: rows - prompt }, (_, row) => prompt + row);
  const positions = Int32Array.from(sample(random, answer, 1 + randomInt(random, 3)));
  return makePlan({
    kind: step === 0 || (step === 3 && i === 0) ? "dense" : "sparse",
    exact: i % 2 === 1,
    firstRow: step % 2 === 0 ? 0 : prompt,
    changes: { positions, tokens: positions.map(() => randomInt(random, 256)) },
    score: Int32Array.from(answer),
    tau: 0.97 + 0.008 * i,
    choice: { ...GREEDY, temperature: i === 3 ? 0.5 : 0, seed: 7, step: step * LAYERS },
  });
}
