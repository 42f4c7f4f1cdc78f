/** The part of the options that decides how much of the canvas takes part in a step. */
export interface CanvasWindow {
  /** Masked tokens beyond the current block that take part; null: all of them. */
  readonly lookahead: number | null;
  readonly blockLength: number;
  /** Answer rows of the canvas. */
  readonly window: number;
}

/**
 * Suffix pruning: how many answer rows take part in a step, counted from the answer's start. Masks far beyond the current
 * block carry next to no information but cost as much as any row, so they are left out until the answer comes near. The
 * count grows in whole blocks only, because rows that join need a dense step, and never shrinks while blocks are filled
 * from left to right.
 *
 * @param block index of the current block
 */
export function activeAnswerRows(options: CanvasWindow, block: number): number {
  const { lookahead, blockLength, window } = options;
  if (lookahead === null) {
    return window;
  }
  const blocks = block + 1 + Math.ceil(lookahead / blockLength);
  return Math.min(blocks * blockLength, window);
}
