import { describe, expect, it } from "vitest";
import { OracleCanvas, type OracleChange } from "./dyllm.ts";
import { relativeDeviation, tinyModel } from "./fixture.ts";
import { denseForward } from "./forward.ts";
import { at } from "./math.ts";
import { randomInt, sample, seededRandom } from "./rng.ts";

const model = tinyModel();
const PROMPT = 9;
const BLOCK = 8;
const ROWS = PROMPT + 3 * BLOCK;
const TOLERANCE = 1e-9;
const SEEDS = [1, 2, 3];
const everyRow = Array.from({ length: ROWS }, (_, row) => row);
const block = everyRow.slice(PROMPT + BLOCK, PROMPT + 2 * BLOCK);
const blockAndBehind = everyRow.slice(PROMPT + BLOCK);

function canvasOf(random: () => number): OracleCanvas {
  const canvas = new OracleCanvas(
    model,
    everyRow.map((row) => (row < PROMPT + BLOCK ? randomInt(random, 256) : model.mask)),
  );
  canvas.dense([], []);
  return canvas;
}

function commits(random: () => number, count: number): OracleChange[] {
  return sample(random, block, count).map((row) => ({ row, token: randomInt(random, 256) }));
}

function deviationFromDense(canvas: OracleCanvas, logits: readonly Float64Array[], rows: readonly number[]): number {
  const dense = denseForward(model, canvas.tokens);
  return Math.max(...rows.map((row, i) => relativeDeviation(at(logits, i), at(dense, row))));
}

describe.each(SEEDS)("a block-cache step of the oracle, seed %i", (seed) => {
  it("equals the dense forward when every row is active", () => {
    const random = seededRandom(seed);
    const canvas = canvasOf(random);
    const { logits, activeRows } = canvas.block(everyRow, false, commits(random, 3), everyRow);
    expect(activeRows).toBe(ROWS);
    expect(deviationFromDense(canvas, logits, everyRow)).toBeLessThan(TOLERANCE);
  });

  it("equals the dense forward while nothing has changed, whatever rows are active", () => {
    const canvas = canvasOf(seededRandom(seed));
    const dual = canvas.block(block, false, [], block);
    expect(deviationFromDense(canvas, dual.logits, block)).toBeLessThan(TOLERANCE);
  });

  it("is not dense any more once a token has changed, and differs between prefix and dual cache", () => {
    const random = seededRandom(seed);
    const canvas = canvasOf(random);
    const changes = commits(random, 4);
    const dual = canvas.block(block, false, changes, block);
    const prefix = canvas.block(blockAndBehind, false, [], block);
    expect(deviationFromDense(canvas, dual.logits, block)).toBeGreaterThan(1e-6);
    expect(deviationFromDense(canvas, prefix.logits, block)).toBeGreaterThan(1e-6);
    const apart = dual.logits.map((row, i) => relativeDeviation(row, at(prefix.logits, i)));
    expect(Math.max(...apart)).toBeGreaterThan(1e-6);
  });

  it("leaves the caches as the dense step filled them", () => {
    const random = seededRandom(seed);
    const canvas = canvasOf(random);
    const changes = commits(random, 2);
    const once = canvas.block(blockAndBehind, false, changes, block);
    const again = canvas.block(blockAndBehind, false, [], block);
    expect(again.logits).toEqual(once.logits);
  });
});

describe.each(SEEDS)("a step of the oracle that keeps what it computes, seed %i", (seed) => {
  it("leaves rows it computed as it computed them for the steps that leave them out", () => {
    const random = seededRandom(seed);
    const [kept, whole] = [canvasOf(random), canvasOf(seededRandom(seed))];
    const changes = commits(random, 4);
    const settled = changes.map(({ row }) => row);
    const open = block.filter((row) => !settled.includes(row));
    kept.block(block, true, changes, block);
    whole.block(block, true, changes, block);
    // Without a change to any token, rows computed a second time differ from rows left alone only by what changed around them.
    const narrow = kept.block(open, true, [], open);
    const wide = whole.block(block, true, [], open);
    expect(narrow.activeRows).toBe(open.length);
    const apart = narrow.logits.map((row, i) => relativeDeviation(row, at(wide.logits, i)));
    expect(Math.max(...apart)).toBeLessThan(TOLERANCE);
  });

  it("takes in the rows that join, and then attends to them", () => {
    const random = seededRandom(seed);
    const tokens = everyRow.map((row) => (row < PROMPT ? randomInt(random, 256) : model.mask));
    const canvas = new OracleCanvas(model, tokens);
    const first = everyRow.slice(PROMPT, PROMPT + BLOCK);
    canvas.dense([], [], PROMPT + BLOCK);
    expect(() => canvas.block(first, true, [], first, PROMPT + 2 * BLOCK)).toThrow(RangeError);
    const joined = canvas.block([...first, ...block], true, [], block, PROMPT + 2 * BLOCK);
    expect(joined.activeRows).toBe(2 * BLOCK);
    const after = canvas.block(block, true, [], block);
    const apart = after.logits.map((row, i) => relativeDeviation(row, at(joined.logits, i)));
    expect(Math.max(...apart)).toBeLessThan(TOLERANCE);
  });
});

describe("a canvas of which rows take no part", () => {
  it.each(SEEDS)("is computed as the shorter canvas, in dense and in sparse steps, seed %i", (seed) => {
    const random = seededRandom(seed);
    const tokens = everyRow.map((row) => (row < PROMPT + BLOCK ? randomInt(random, 256) : model.mask));
    const end = PROMPT + 2 * BLOCK;
    const whole = new OracleCanvas(model, tokens);
    const shorter = new OracleCanvas(model, tokens.slice(0, end));
    expect(whole.dense([], block, end).logits).toEqual(shorter.dense([], block).logits);
    const changes = commits(random, 3);
    for (const exact of [false, true]) {
      const plan = { exact, firstRow: PROMPT, tau: 0.99 };
      expect(whole.sparse(plan, changes, block)).toEqual(shorter.sparse(plan, changes, block));
    }
  });
});
