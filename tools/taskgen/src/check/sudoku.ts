/** Rules of a filled 4×4 sudoku; any solution that keeps the givens passes, not only the reference. */
import type { Check } from "../types.ts";
import { type CheckResult, fail, PASS } from "./result.ts";

const SIZE = 4;
const ROW = /^[1-4](\s*[1-4]){3}$/;

/** Reads four lines of four digits 1-4 (spaces between them optional, empty lines skipped); undefined if it is none. */
function parseGrid(answer: string): readonly (readonly number[])[] | undefined {
  const lines = answer
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length !== SIZE || !lines.every((line) => ROW.test(line))) {
    return undefined;
  }
  return lines.map((line) => [...line.replace(/\s/g, "")].map(Number));
}

/** True when the values are 1, 2, 3 and 4 in any order. */
function complete(values: readonly number[]): boolean {
  return new Set(values).size === SIZE;
}

/** Passes when the answer is a full grid that keeps every given and has 1-4 once per row, column and 2×2 box. */
export function checkSudoku(spec: Extract<Check, { kind: "sudoku" }>, answer: string): CheckResult {
  const grid = parseGrid(answer);
  if (grid === undefined) {
    return fail("the answer is not four lines of four digits 1-4");
  }
  const changed = spec.givens.some((row, r) => row.some((given, c) => given !== 0 && grid[r]?.[c] !== given));
  if (changed) {
    return fail("a given digit was changed");
  }
  const indexes = [0, 1, 2, 3];
  const cell = (row: number, column: number): number => grid[row]?.[column] ?? 0;
  for (const i of indexes) {
    if (!complete(indexes.map((j) => cell(i, j)))) {
      return fail(`row ${i + 1} repeats a digit`);
    }
    if (!complete(indexes.map((j) => cell(j, i)))) {
      return fail(`column ${i + 1} repeats a digit`);
    }
    // Box i has its corner at row 2⌊i/2⌋ and column 2(i mod 2); cell j inside it is counted the same way.
    const box = indexes.map((j) => cell((i >> 1) * 2 + (j >> 1), (i % 2) * 2 + (j % 2)));
    if (!complete(box)) {
      return fail(`box ${i + 1} repeats a digit`);
    }
  }
  return PASS;
}
