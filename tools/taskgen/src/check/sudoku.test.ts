import { describe, expect, it } from "vitest";
import { checkSudoku } from "./sudoku.ts";

const spec = {
  kind: "sudoku",
  givens: [
    [1, 0, 3, 4],
    [3, 4, 0, 2],
    [2, 1, 4, 0],
    [0, 3, 2, 1],
  ],
} as const;

describe("checkSudoku", () => {
  it("accepts the filled grid, spaces and empty lines around it folded", () => {
    expect(checkSudoku(spec, "1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 1")).toEqual({ ok: true });
    expect(checkSudoku(spec, "\n1234\n 3412 \n2143\n4321\n")).toEqual({ ok: true });
  });

  it("accepts any solution where the givens allow several", () => {
    const open = { kind: "sudoku", givens: [0, 1, 2, 3].map(() => [0, 0, 0, 0]) } as const;
    expect(checkSudoku(open, "1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 1").ok).toBe(true);
    expect(checkSudoku(open, "4 3 2 1\n2 1 4 3\n3 4 1 2\n1 2 3 4").ok).toBe(true);
  });

  it.each([
    ["empty text", "", "the answer is not four lines of four digits 1-4"],
    ["an empty cell", "1 2 3 4\n3 4 1 2\n2 1 4 3\n0 3 2 1", "the answer is not four lines of four digits 1-4"],
    ["a fifth line", "1 2 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 1\n1 2 3 4", "the answer is not four lines of four digits 1-4"],
    ["a changed given", "2 1 3 4\n3 4 1 2\n1 2 4 3\n4 3 2 1", "a given digit was changed"],
    ["a row that repeats", "1 1 3 4\n3 4 1 2\n2 1 4 3\n4 3 2 1", "row 1 repeats a digit"],
  ])("rejects %s", (_, answer, why) => {
    expect(checkSudoku(spec, answer)).toEqual({ ok: false, why });
  });

  it("rejects a broken column and a broken box when all rows are complete", () => {
    const open = { kind: "sudoku", givens: [] } as const;
    expect(checkSudoku(open, "1 2 3 4\n1 2 3 4\n2 1 4 3\n4 3 2 1")).toEqual({
      ok: false,
      why: "column 1 repeats a digit",
    });
    expect(checkSudoku(open, "1 2 3 4\n2 3 4 1\n3 4 1 2\n4 1 2 3")).toEqual({
      ok: false,
      why: "box 1 repeats a digit",
    });
  });
});
