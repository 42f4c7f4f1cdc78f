/** Wordings of the sudoku family. */
import { SUDOKU_MORE } from "./sudoku-more.ts";
import type { Wordings } from "./wording.ts";

export const SUDOKU: Wordings = {
  trained: [
    "Solve this 4 × 4 sudoku. 0 is an empty cell.\n{grid}",
    "Solve the sudoku.\n{grid}",
    "Fill in this 4 × 4 sudoku.\n{grid}",
    "Complete the sudoku grid. 0 means empty.\n{grid}",
    "Replace each 0 in this sudoku.\n{grid}",
    "Sudoku with digits 1 to 4. Fill the zeros.\n{grid}",
    "Find the solution of this sudoku.\n{grid}",
    "Please solve this small sudoku.\n{grid}",
    "What is the solution of this 4 × 4 sudoku?\n{grid}",
  ],
  heldOut: [
    "Here is a puzzle: every row, column and 2 × 2 box has 1 to 4 once.\n{grid}",
    "Can you finish my sudoku? Empty cells are 0.\n{grid}",
    "Write the full grid of this sudoku puzzle.\n{grid}",
  ],
  more: SUDOKU_MORE,
};
