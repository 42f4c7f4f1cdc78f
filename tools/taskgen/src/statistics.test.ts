import { describe, expect, it } from "vitest";
import { paired, wilson } from "./statistics.ts";

describe("wilson", () => {
  it("matches the published example 81 of 263 (Newcombe 1998): 0.2553 to 0.3662", () => {
    const { low, high } = wilson(81, 263);
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
  });

  it("never leaves [0, 1]", () => {
    expect(wilson(0, 10).low).toBe(0);
    expect(wilson(10, 10).high).toBeLessThanOrEqual(1);
  });
});

describe("paired", () => {
  it("counts what only one method solved", () => {
    expect(paired([true, true, false, false], [true, false, true, true])).toMatchObject({ onlyA: 1, onlyB: 2 });
  });

  it("gives p = 1 without disagreement, and the exact binomial value otherwise", () => {
    expect(paired([true], [true]).p).toBe(1);
    // 5 against 0 of 5: 2 · (1/2)^5.
    expect(paired(Array(5).fill(true), Array(5).fill(false)).p).toBeCloseTo(0.0625, 10);
  });
});
