/** Wordings of the sudoku family for training only: what stands above the grid, and what below. */
import { compose, lines } from "./wording-lists.ts";

const ABOVE = lines(`
  sudoku
  Sudoku:
  sudoku please
  Sudoku 4 × 4:
  4x4 sudoku
  A small sudoku. Solve it.
  A sudoku for you. 0 stands for empty.
  Solve.
  Solve this.
  Solve this grid.
  Solve this puzzle. 0 marks an empty cell.
  Solve my sudoku.
  Solve the 4 × 4 sudoku below.
  Solve the following sudoku. Zeros are empty.
  Can you solve this sudoku?
  Can you solve this 4x4 sudoku? The zeros are empty.
  Can you fill in this grid?
  Could you solve this sudoku for me?
  Could you fill the empty cells? 0 is empty.
  Please solve.
  Please fill in the missing digits.
  Please complete this 4 × 4 grid.
  Help me with this sudoku.
  Help me solve this small sudoku.
  I am stuck with this sudoku.
  I need the solution of this sudoku.
  I cannot solve this sudoku. Can you?
  My sudoku is not finished. Fill the zeros.
  My little sister has this sudoku. Solve it.
  What is the solution?
  What goes in place of the zeros?
  What are the missing digits?
  What's the solution of this sudoku?
  Which digits are missing in this sudoku?
  Fill the grid.
  Fill the zeros in this sudoku.
  Fill the empty cells with 1 to 4.
  Fill every 0 with a digit from 1 to 4.
  Fill in the zeros. Each row, column and box has 1 to 4.
  Complete this grid.
  Complete the puzzle.
  Complete this 4 × 4 sudoku, 0 is empty.
  Finish this sudoku.
  Finish the grid. 0 is an empty cell.
  Find the missing digits of this sudoku.
  Find the missing numbers.
  Give me the solved grid.
  Give me the solution of this sudoku.
  Show the solved sudoku.
  Show me the solution.
  Replace the zeros.
  Replace every zero by the right digit.
  Put a digit in place of each 0.
  Work out this sudoku.
  Mini sudoku, digits 1 to 4:
  Puzzle time: a 4 × 4 sudoku.
`);

const BELOW = lines(`
  Solve this sudoku.
  Solve it.
  This is a sudoku. Solve it.
  What is the solution of this sudoku?
  Fill the zeros, please.
  Can you solve the sudoku above?
  Please complete the sudoku above.
  Find the missing digits.
  0 is empty. Solve the sudoku.
`);

export const SUDOKU_MORE = [...compose(["{core}\n{grid}"], ABOVE), ...compose(["{grid}\n{core}"], BELOW)];
