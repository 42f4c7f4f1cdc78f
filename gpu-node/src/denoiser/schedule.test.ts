import { describe, expect, it } from "vitest";
import { scheduledCommits } from "./schedule.ts";

function counts(steps: number, window: number, blockLength: number): number[][] {
  const blocks = window / blockLength;
  const result: number[][] = Array.from({ length: blocks }, () => []);
  let step = 0;
  for (const [block, list] of result.entries()) {
    for (let left = blockLength; left > 0; step++) {
      const count = Math.min(scheduledCommits({ steps, window, blockLength }, block, step), left);
      list.push(count);
      left -= count;
    }
  }
  return result;
}

describe("scheduledCommits", () => {
  it("commits ⌊m/s⌋ a step and one more in the first m mod s steps", () => {
    expect(counts(8, 20, 10)).toEqual([
      [3, 3, 2, 2],
      [3, 3, 2, 2],
    ]);
  });

  it("commits one token a step when there are as many steps as tokens", () => {
    expect(counts(8, 8, 4)).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
  });

  it("gives the first blocks one step more when the steps do not divide by the blocks", () => {
    expect(counts(5, 12, 4).map((list) => list.length)).toEqual([2, 2, 1]);
  });

  it("spends exactly the planned steps for every window, block and step count", () => {
    for (const blockLength of [1, 3, 8]) {
      for (const blocks of [1, 2, 5]) {
        for (let steps = blocks; steps <= blocks * blockLength; steps++) {
          const all = counts(steps, blocks * blockLength, blockLength).flat();
          expect([all.length, Math.min(...all) > 0]).toEqual([steps, true]);
        }
      }
    }
  });

  it("commits all that is left when a block's steps are already spent", () => {
    expect(scheduledCommits({ steps: 4, window: 8, blockLength: 8 }, 0, 9)).toBe(8);
  });
});
