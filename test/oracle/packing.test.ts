import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend, Slot, StepResult, UnplacedPlan } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { GREEDY, makePlan, rowRange } from "../../gpu-node/src/backend/testing/make-plan.ts";
import { TINY_DIRECTORY, TINY_MAX_ROWS, tinyModel } from "./fixture.ts";
import { at } from "./math.ts";
import { OracleBackend } from "./oracle-backend.ts";
import { randomInt, sample, seededRandom } from "./rng.ts";

/** Float32 against float64, relative. */
const TOLERANCE = 1e-4;
const SEQUENCES = 5;
const STEPS = 6;
const BLOCK = 8;

const model = tinyModel();

interface Canvas {
  readonly tokens: Int32Array;
  readonly prompt: number;
}

function drawCanvas(random: () => number): Canvas {
  const prompt = 3 + randomInt(random, 12);
  const rows = prompt + 3 * BLOCK;
  return {
    prompt,
    tokens: Int32Array.from({ length: rows }, (_, row) => (row < prompt ? randomInt(random, 256) : model.mask)),
  };
}

/** Block steps that keep what they compute: some rows of the block, and, from the third step on, the rows that join. */
function planAt(random: () => number, canvas: Canvas, step: number): UnplacedPlan {
  const { prompt } = canvas;
  const from = step < 3 ? prompt : prompt + BLOCK;
  const endRow = from + BLOCK;
  const open = [...rowRange(step === 3 ? prompt : from, endRow)];
  const active = step === 3 ? open : open.filter(() => random() < 0.7);
  const rows = active.length > 0 ? active : open;
  const positions = Int32Array.from(sample(random, rows, 1 + randomInt(random, Math.min(2, rows.length))));
  return makePlan({
    kind: step === 0 ? "dense" : "block",
    keep: "keys-values",
    endRow,
    active: Int32Array.from(rows),
    changes: { positions, tokens: positions.map(() => randomInt(random, 256)) },
    score: Int32Array.from(rows),
    choice: { ...GREEDY, step, entropies: step % 2 === 1 },
  });
}

async function run(backend: Backend, seed: number, together: boolean): Promise<StepResult[]> {
  const random = seededRandom(seed);
  const canvases = Array.from({ length: SEQUENCES }, () => drawCanvas(random));
  const slots: Slot[] = [];
  for (const { tokens } of canvases) {
    slots.push(await backend.open(tokens));
  }
  const results: StepResult[] = [];
  for (let step = 0; step < STEPS; step++) {
    const plans = canvases.map((canvas, i) => ({ slot: at(slots, i), ...planAt(random, canvas, step) }));
    if (together) {
      results.push(...(await backend.step(plans)));
    } else {
      for (const plan of plans) {
        results.push(...(await backend.step([plan])));
      }
    }
  }
  await Promise.all(slots.map((slot) => backend.close(slot)));
  return results;
}

describe.each(["cpu", "wasm"] as const)("block steps of several sequences in one call of the %s backend", (kind) => {
  let backend: Backend;

  beforeAll(async () => {
    backend = await createBackend({ directory: TINY_DIRECTORY, kind, threads: 1 });
  });

  afterAll(async () => {
    await backend.dispose();
  });

  it.each([61, 62, 63, 64])("give each what the float64 oracle gives it alone (seed %i)", async (seed) => {
    const [ours, theirs] = [
      await run(backend, seed, true),
      await run(new OracleBackend(model, TINY_MAX_ROWS), seed, false),
    ];
    expect(ours).toHaveLength(SEQUENCES * STEPS);
    for (const [i, result] of ours.entries()) {
      const expected = at(theirs, i);
      expect(result.activeRows, `result ${i}`).toBe(expected.activeRows);
      expect([...result.recomputed], `result ${i}`).toEqual([...expected.recomputed]);
      expect([...result.tokens], `result ${i}`).toEqual([...expected.tokens]);
      for (const [row, confidence] of result.confidences.entries()) {
        const wanted = at([...expected.confidences], row);
        expect(Math.abs(confidence - wanted) / wanted, `result ${i}, row ${row}`).toBeLessThan(TOLERANCE);
      }
      expect(result.entropies?.length).toBe(expected.entropies?.length);
    }
    expect(await backend.usage()).toEqual({ slots: 0, cacheBytes: 0 });
  });
});
