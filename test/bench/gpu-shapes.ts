import type { CheckpointOptions } from "../../tools/random-checkpoint/options.ts";

/** The shapes a GPU is measured with; all on a canvas of 512 rows of which 256 are the answer. */
export const ROWS = 512;
export const PROMPT = 256;
/** Rows scored in a step: a block's. */
export const BLOCK = 32;

export type GpuShape = Pick<CheckpointOptions, "layers" | "hidden" | "heads" | "ffn" | "vocab" | "shards">;

export const SHAPES: Readonly<Record<string, GpuShape>> = {
  /** For trying the script on a software driver. */
  tiny: { layers: 2, hidden: 64, heads: 4, ffn: 192, vocab: 320, shards: 1 },
  /** The target shape. */
  small: { layers: 8, hidden: 512, heads: 8, ffn: 1536, vocab: 8192, shards: 1 },
  "1b": { layers: 22, hidden: 2048, heads: 16, ffn: 5632, vocab: 32_000, shards: 4 },
  /** LLaDA-8B's. */
  "8b": { layers: 32, hidden: 4096, heads: 32, ffn: 12_288, vocab: 126_464, shards: 8 },
};

/** GFLOP of a dense step of one sequence: projections, attention and feed-forward of all rows, then the head. */
export function denseGflop({ layers, hidden, ffn, vocab }: GpuShape): number {
  const layer = ROWS * (8 * hidden * hidden + 6 * hidden * ffn) + 4 * ROWS * ROWS * hidden;
  return (layers * layer + 2 * BLOCK * hidden * vocab) / 1e9;
}
