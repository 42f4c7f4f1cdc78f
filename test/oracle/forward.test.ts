import { describe, expect, it } from "vitest";
import { OracleCanvas } from "./dyllm.ts";
import { dumpedCanvases, relativeDeviation, TINY_MAX_ROWS, tinyModel } from "./fixture.ts";
import { denseForward } from "./forward.ts";
import { at } from "./math.ts";

/** Float64 sums in another order; measured 3e-15. */
const TOLERANCE = 1e-9;

const model = tinyModel();
const canvases = dumpedCanvases();

describe("the oracle's dense forward", () => {
  it("is checked on a canvas with masks, one without, and one as long as the model allows", () => {
    expect(canvases.some(({ ids }) => ids.includes(model.mask))).toBe(true);
    expect(canvases.some(({ ids }) => !ids.includes(model.mask))).toBe(true);
    expect(Math.max(...canvases.map(({ ids }) => ids.length))).toBe(TINY_MAX_ROWS);
  });

  it.each(canvases)("gives PyTorch's float64 logits: $name", ({ ids, rows, logits }) => {
    const ours = denseForward(model, ids);
    for (const [i, row] of rows.entries()) {
      expect(relativeDeviation(at(ours, row), at(logits, i))).toBeLessThan(TOLERANCE);
    }
  });

  it.each(canvases)("is what a dense step of the cached canvas computes: $name", ({ ids, rows, logits }) => {
    const step = new OracleCanvas(model, ids).dense([], rows);
    for (const [i, row] of step.logits.entries()) {
      expect(relativeDeviation(row, at(logits, i))).toBeLessThan(TOLERANCE);
    }
  });
});
