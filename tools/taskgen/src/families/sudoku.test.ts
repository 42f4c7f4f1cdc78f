import { describe, expect, it } from "vitest";
import { describeFamily, itemsOf } from "./describe-family.ts";
import { printGrid, solveGrid, sudoku } from "./sudoku.ts";

function givensOf(item: { readonly check: { readonly kind: string; readonly givens?: unknown } }): number[][] {
  return item.check.givens as number[][];
}

describeFamily(sudoku, {
  keyOf: (item) => printGrid(givensOf(item)),
  // The last two digits of the grid change places, so a column breaks.
  corrupt: (answer) => answer.replace(/(\d) (\d)$/, "$2 $1"),
});

describe("sudoku", () => {
  it("knows the 288 grids of size 4", () => {
    const empty = [0, 1, 2, 3].map(() => [0, 0, 0, 0]);
    expect(new Set(solveGrid(empty, Number.POSITIVE_INFINITY).map(printGrid)).size).toBe(288);
  });

  it("asks only for puzzles with one solution and four to eight empty cells", () => {
    for (const item of itemsOf(sudoku, "train")) {
      const givens = givensOf(item);
      expect(solveGrid(givens, 2).map(printGrid)).toEqual([item.answer]);
      const blanks = givens.flat().filter((value) => value === 0).length;
      expect(blanks).toBeGreaterThanOrEqual(4);
      expect(blanks).toBeLessThanOrEqual(8);
    }
  });
});
