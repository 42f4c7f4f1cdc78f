import { describe, expect, it } from "vitest";
import { EventCanvas, type EventPlan } from "./event.ts";
import { relativeDeviation, tinyModel } from "./fixture.ts";
import { denseForward } from "./forward.ts";
import { at } from "./math.ts";
import { randomInt, sample, seededRandom } from "./rng.ts";

const model = tinyModel();
const PROMPT = 10;
const ROWS = 30;
const TOLERANCE = 1e-9;
const everyRow = Array.from({ length: ROWS }, (_, row) => row);
/** No tolerance at all: whatever moves is committed. */
const EXACT: EventPlan = { tau: 1, eps: 0, far: 1, near: { from: 0, to: ROWS } };

function canvasOf(random: () => number): EventCanvas {
  const canvas = new EventCanvas(
    model,
    everyRow.map((row) => (row < PROMPT ? randomInt(random, 256) : model.mask)),
  );
  canvas.dense([], []);
  return canvas;
}

function commits(random: () => number, canvas: EventCanvas, count: number): { row: number; token: number }[] {
  const open = everyRow.filter((row) => canvas.tokens[row] === model.mask);
  return sample(random, open, count).map((row) => ({ row, token: randomInt(random, 256) }));
}

function deviationFromDense(canvas: EventCanvas, logits: readonly Float64Array[]): number {
  const dense = denseForward(model, canvas.tokens);
  return Math.max(...dense.map((row, i) => relativeDeviation(at(logits, i), row)));
}

describe.each([1, 2, 3])("event-driven steps of the oracle, seed %i", (seed) => {
  it("begin with the dense forward", () => {
    const random = seededRandom(seed);
    const canvas = canvasOf(random);
    expect(deviationFromDense(canvas, canvas.dense(commits(random, canvas, 3), everyRow))).toBeLessThan(TOLERANCE);
  });

  it("are dense at tolerance 0, over many steps", () => {
    const random = seededRandom(seed);
    const canvas = canvasOf(random);
    for (let step = 0; step < 5; step++) {
      const { logits } = canvas.step(EXACT, commits(random, canvas, 2), everyRow);
      expect(deviationFromDense(canvas, logits)).toBeLessThan(TOLERANCE);
    }
  });

  it("commit fewer rows at wider tolerances, and stay within reach of dense", () => {
    const rows = (plan: EventPlan): { count: number; deviation: number } => {
      const random = seededRandom(seed);
      const canvas = canvasOf(random);
      let count = 0;
      let deviation = 0;
      for (let step = 0; step < 5; step++) {
        const { logits, layers } = canvas.step(plan, commits(random, canvas, 1), everyRow);
        count += layers.reduce((sum, { changed, turned }) => sum + changed.length + turned.length, 0);
        deviation = deviationFromDense(canvas, logits);
      }
      return { count, deviation };
    };
    const strict = rows({ ...EXACT, tau: 0.9999, eps: 0.002 });
    const loose = rows({ ...EXACT, tau: 0.99, eps: 0.02 });
    expect(loose.count).toBeLessThan(strict.count);
    expect(strict.deviation).toBeLessThan(loose.deviation);
    expect(strict.deviation).toBeLessThan(0.1);
  });

  it("hold a row for as long as its context stays near the committed one, however many steps that takes", () => {
    const random = seededRandom(seed);
    const canvas = canvasOf(random);
    const never = { ...EXACT, tau: -1, eps: 0.01 };
    const first = canvas.step(never, commits(random, canvas, 1), everyRow).logits;
    const second = canvas.step(never, [], everyRow);
    expect(second.logits).toEqual(first);
    expect(second.layers.map(({ changed, turned }) => [changed.length, turned.length])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it("are looser outside of the current block by the factor asked for", () => {
    // Layer 0 only: its rows see the same change, whatever the tolerance of the others.
    const turned = (far: number): number => {
      const random = seededRandom(seed);
      const canvas = canvasOf(random);
      const plan = { tau: 0.999, eps: 0.005, far, near: { from: PROMPT, to: PROMPT + 8 } };
      const { layers } = canvas.step(plan, commits(random, canvas, 2), everyRow);
      return at(layers, 0).turned.filter((row) => row >= PROMPT + 8).length;
    };
    expect(turned(20)).toBeLessThan(turned(1));
  });
});
