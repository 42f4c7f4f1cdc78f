/** 4×4 sudoku puzzles with one solution. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Split } from "../types.ts";
import { singleTurn } from "./one-turn.ts";
import { SUDOKU } from "./sudoku-data.ts";
import { say } from "./wording.ts";

const NAME = "sudoku";

/** Rows of a 4×4 grid, 0 = empty. */
type Grid = readonly (readonly number[])[];

const DIGITS = [1, 2, 3, 4] as const;

/** The grid as four lines of digits with spaces. */
export function printGrid(grid: Grid): string {
  return grid.map((row) => row.join(" ")).join("\n");
}

/** All solutions of a 4×4 grid (0 = empty), at most `limit` of them. */
export function solveGrid(givens: Grid, limit: number): Grid[] {
  const cells = givens.flat();
  const found: Grid[] = [];
  const visit = (): void => {
    const at = cells.indexOf(0);
    if (at === -1) {
      found.push([0, 4, 8, 12].map((start) => cells.slice(start, start + 4)));
      return;
    }
    for (const digit of DIGITS) {
      if (found.length < limit && fits(cells, at, digit)) {
        cells[at] = digit;
        visit();
        cells[at] = 0;
      }
    }
  };
  visit();
  return found;
}

function fits(cells: readonly number[], at: number, digit: number): boolean {
  return cells.every((value, other) => value !== digit || !sameUnit(at, other));
}

/** True when two cells (0-15, row by row) share a row, a column or a 2×2 box. */
function sameUnit(a: number, b: number): boolean {
  const [rowA, rowB, columnA, columnB] = [Math.floor(a / 4), Math.floor(b / 4), a % 4, b % 4];
  return rowA === rowB || columnA === columnB || (rowA >> 1 === rowB >> 1 && columnA >> 1 === columnB >> 1);
}

/** All 288 solved 4×4 grids. */
const SOLUTIONS = solveGrid(
  [0, 1, 2, 3].map(() => [0, 0, 0, 0]),
  Number.POSITIVE_INFINITY,
);

/** Four to eight cells are emptied in training, nine or ten in `range`; redrawn until the solution is unique. */
function drawPuzzle(rng: Rng, split: Split): { readonly givens: Grid; readonly solution: Grid } {
  for (;;) {
    const solution = rng.pick(SOLUTIONS);
    const blanks = split === "range" ? rng.int(9, 10) : rng.int(4, 8);
    const empty = new Set(
      rng.sample(
        Array.from({ length: 16 }, (_, i) => i),
        blanks,
      ),
    );
    const givens = solution.map((row, r) => row.map((value, c) => (empty.has(r * 4 + c) ? 0 : value)));
    if (solveGrid(givens, 2).length === 1) {
      return { givens, solution };
    }
  }
}

/** The show-piece of decoding in any order: forced cells first, wherever they stand. */
export const sudoku: Family = {
  name: NAME,
  description: "4×4 sudoku with four to eight empty cells and one solution",
  weight: 4,
  generate(rng, split) {
    const puzzle = drawAllowed(
      split,
      () => drawPuzzle(rng, split),
      (value) => printGrid(value.givens),
    );
    const prompt = say(rng, split, SUDOKU, { grid: printGrid(puzzle.givens) });
    return singleTurn(NAME, prompt, printGrid(puzzle.solution), { kind: "sudoku", givens: puzzle.givens });
  },
};
