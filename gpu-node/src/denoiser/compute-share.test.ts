import { describe, expect, it } from "vitest";
import { denseCost, type StepCounts, stepCost } from "./compute-share.ts";

const SHAPE = { layers: 2, hidden: 4, ffn: 8, vocab: 16 };
const SPARSE: StepCounts = {
  dense: false,
  exact: false,
  rows: 10,
  activeRows: 6,
  changed: 1,
  salientRows: Int32Array.of(2, 3),
  scored: 3,
};

describe("the cost of a step", () => {
  it("of a dense step is that of every row, written out", () => {
    // 4 projections of 10 rows, scores and contexts of 10 × 10, three matrices of the feed-forward, in 2 layers; the head.
    const layer = 4 * 10 * 16 + 2 * 10 * 10 * 4 + 3 * 10 * 4 * 8;
    expect(denseCost(SHAPE, SPARSE)).toBe(2 * layer + 3 * 4 * 16);
  });

  it("of a sparse step counts salient rows only where the rule does, written out", () => {
    const first = 2 * 6 * 16 + 2 * 1 * 16 + 6 * 10 * 4 + (1 * 10 * 4 + 5 * 1 * 4) + 3 * 2 * 4 * 8;
    const second = 2 * 6 * 16 + 2 * 2 * 16 + 6 * 10 * 4 + (2 * 10 * 4 + 4 * 2 * 4) + 3 * 3 * 4 * 8;
    expect(stepCost(SHAPE, SPARSE)).toBe(first + second + 3 * 4 * 16);
  });

  it("of a sparse step with exact contexts lies between the published rule's and a dense step's", () => {
    const exact = stepCost(SHAPE, { ...SPARSE, exact: true });
    expect(exact).toBeGreaterThan(stepCost(SHAPE, SPARSE));
    expect(exact).toBeLessThan(denseCost(SHAPE, SPARSE));
  });

  it("of a sparse step in which every row is salient is a dense step's", () => {
    const all = { ...SPARSE, exact: true, activeRows: 10, changed: 10, salientRows: Int32Array.of(10, 10) };
    expect(stepCost(SHAPE, all)).toBe(denseCost(SHAPE, SPARSE));
  });
});
