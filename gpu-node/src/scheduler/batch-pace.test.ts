import { describe, expect, it } from "vitest";
import { BatchPace } from "./batch-pace.ts";

/** Sizes after `rounds` rounds in which each sequence costs `msEach` on top of `msFixed`. */
function sizes(pace: BatchPace, rounds: number, msFixed: number, msEach: number): number[] {
  return Array.from({ length: rounds }, () => {
    const { size } = pace;
    pace.record(size, msFixed + msEach * size);
    return size;
  });
}

describe("the number of sequences in a step", () => {
  it("is all that run where no target is set", () => {
    expect(sizes(new BatchPace(null, 16), 3, 1000, 1000)).toEqual([16, 16, 16]);
  });

  it("grows to the most that the target allows, and stays below it", () => {
    const reached = sizes(new BatchPace(100, 32), 50, 20, 5).slice(20);
    expect(Math.max(...reached)).toBeLessThanOrEqual(16);
    expect(Math.min(...reached)).toBeGreaterThanOrEqual(12);
  });

  it("falls at once when steps become dearer, and is never less than one", () => {
    const pace = new BatchPace(100, 32);
    sizes(pace, 50, 20, 5);
    pace.record(pace.size, 400);
    expect(pace.size).toBeLessThanOrEqual(4);
    pace.record(pace.size, 100_000);
    expect(pace.size).toBe(1);
  });

  it("does not grow on rounds that had fewer sequences than it allows", () => {
    const pace = new BatchPace(100, 32);
    sizes(pace, 5, 1, 1);
    const { size } = pace;
    pace.record(1, 2);
    expect(pace.size).toBe(size);
  });
});
