import type { Cell } from "./trace.ts";

/** What fits into a cell; the line below the grid tells the whole piece. */
const CELL_CHARACTERS = 9;

/** A piece with its white space made visible. */
export function visible(piece: string): string {
  return piece
    .replaceAll("\n", "⏎")
    .replaceAll("\t", "⇥")
    .replace(/^ +$/, (run) => "␣".repeat(run.length));
}

/**
 * A token as its cell shows it. The space a word begins with is left out: most have one, and it takes the place of a letter.
 * A token without text (an end, or one that only means something to the model) is a dot.
 */
export function cellText({ piece, end }: Pick<Cell, "piece" | "end">): string {
  if (end || piece === "") {
    return "·";
  }
  const shown = visible(piece).replace(/^ /, "");
  return shown.length > CELL_CHARACTERS ? `${shown.slice(0, CELL_CHARACTERS - 1)}…` : shown;
}
