import { describe, expect, it } from "vitest";
import { OracleCanvas, type OracleChange } from "./dyllm.ts";
import { relativeDeviation, tinyModel } from "./fixture.ts";
import { denseForward } from "./forward.ts";
import { at } from "./math.ts";
import { randomInt, sample, seededRandom } from "./rng.ts";

const model = tinyModel();
const PROMPT = 10;
const ROWS = 30;
/** τ above any cosine: every row is selected. */
const ALL = 2;
const TOLERANCE = 1e-9;
const SEEDS = [1, 2, 3];
const everyRow = Array.from({ length: ROWS }, (_, row) => row);

function masked(random: () => number): number[] {
  return everyRow.map((row) => (row < PROMPT ? randomInt(random, 256) : model.mask));
}

function commits(random: () => number, canvas: OracleCanvas, count: number): OracleChange[] {
  const open = everyRow.filter((row) => canvas.tokens[row] === model.mask);
  return sample(random, open, count).map((row) => ({ row, token: randomInt(random, 256) }));
}

function deviationFromDense(canvas: OracleCanvas, logits: readonly Float64Array[]): number {
  const dense = denseForward(model, canvas.tokens);
  return Math.max(...dense.map((row, i) => relativeDeviation(at(logits, i), row)));
}

describe.each(SEEDS)("a sparse step of the oracle, seed %i", (seed) => {
  it("by the paper's rule equals the dense forward when every row enters salient and is selected", () => {
    const random = seededRandom(seed);
    const canvas = new OracleCanvas(model, masked(random));
    canvas.dense([], []);
    for (let step = 0; step < 3; step++) {
      const changed = new Map(commits(random, canvas, 4).map(({ row, token }) => [row, token]));
      const all = everyRow.map((row) => ({ row, token: changed.get(row) ?? at(canvas.tokens, row) }));
      const { logits } = canvas.sparse({ exact: false, firstRow: 0, tau: ALL }, all, everyRow);
      expect(deviationFromDense(canvas, logits)).toBeLessThan(TOLERANCE);
    }
  });

  it("with exact contexts equals the dense forward over many steps when every row is selected", () => {
    const random = seededRandom(seed);
    const canvas = new OracleCanvas(model, masked(random));
    canvas.dense([], []);
    for (let step = 0; step < 4; step++) {
      const plan = { exact: true, firstRow: 0, tau: ALL };
      const { logits, layers } = canvas.sparse(plan, commits(random, canvas, 3), everyRow);
      expect(layers.map(({ salient }) => salient.length)).toEqual([ROWS, ROWS]);
      expect(deviationFromDense(canvas, logits)).toBeLessThan(TOLERANCE);
    }
  });

  it("by the paper's rule leaves the dense result once layer 0 is approximated, whatever τ", () => {
    const random = seededRandom(seed);
    const canvas = new OracleCanvas(model, masked(random));
    canvas.dense([], []);
    const { logits } = canvas.sparse({ exact: false, firstRow: 0, tau: ALL }, commits(random, canvas, 3), everyRow);
    expect(deviationFromDense(canvas, logits)).toBeGreaterThan(1e-4);
  });

  it.each([false, true])("changes nothing when nothing changed (exact contexts: %s)", (exact) => {
    const random = seededRandom(seed);
    const canvas = new OracleCanvas(model, masked(random));
    canvas.dense([], []);
    const repeated = [12, 17].map((row) => ({ row, token: at(canvas.tokens, row) }));
    const { logits, layers } = canvas.sparse({ exact, firstRow: 0, tau: 0.999 }, repeated, everyRow);
    expect(layers.map(({ salient }) => salient.length)).toEqual([0, 0]);
    expect(deviationFromDense(canvas, logits)).toBeLessThan(TOLERANCE);
  });

  it("with exact contexts measures the cosine against the last commit, by the paper's rule against the last step", () => {
    // Nothing is selected at τ = −1, so the reference of the exact rule stays the dense step's through both steps.
    const cosines = (exact: boolean, steps: (canvas: OracleCanvas) => OracleChange[][]): readonly number[] => {
      const canvas = new OracleCanvas(model, masked(seededRandom(seed)));
      canvas.dense([], []);
      const plan = { exact, firstRow: PROMPT, tau: -1 };
      const results = steps(canvas).map((changes) => canvas.sparse(plan, changes, []));
      return at(at(results, results.length - 1).layers, 0).cosines;
    };
    const drawn = (canvas: OracleCanvas): OracleChange[] => commits(seededRandom(seed + 100), canvas, 6);
    const split = (canvas: OracleCanvas): OracleChange[][] => [drawn(canvas).slice(0, 3), drawn(canvas).slice(3)];
    const once = (canvas: OracleCanvas): OracleChange[][] => [drawn(canvas)];
    expect(relativeDeviation(cosines(true, split), cosines(true, once))).toBeLessThan(TOLERANCE);
    expect(relativeDeviation(cosines(false, split), cosines(false, once))).toBeGreaterThan(1e-4);
  });

  it("covers the answer rows only when told to, and leaves the prompt's contexts as they were", () => {
    const random = seededRandom(seed);
    const canvas = new OracleCanvas(model, masked(random));
    canvas.dense([], []);
    const step = canvas.sparse({ exact: true, firstRow: PROMPT, tau: ALL }, commits(random, canvas, 3), [PROMPT]);
    expect(step.activeRows).toBe(ROWS - PROMPT);
    expect(Math.min(...step.layers.flatMap(({ salient }) => salient))).toBe(PROMPT);
    expect(() => canvas.sparse({ exact: true, firstRow: PROMPT, tau: ALL }, [], [PROMPT - 1])).toThrow(RangeError);
  });
});
