import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckpointOptions } from "../../../../tools/random-checkpoint/options.ts";
import { writeRandomCheckpoint } from "../../../../tools/random-checkpoint/write.ts";

/** A checkpoint that loads in milliseconds. */
export const TINY: Omit<CheckpointOptions, "directory"> = {
  layers: 2,
  hidden: 32,
  heads: 2,
  ffn: 48,
  vocab: 272,
  maxRows: 64,
  dtype: "F32",
  seed: 7,
  shards: 1,
};

/** Writes a random checkpoint into a new directory, runs `use` with it and removes it again. */
export async function withCheckpoint<T>(
  options: Partial<CheckpointOptions>,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-checkpoint-"));
  try {
    await writeRandomCheckpoint({ ...TINY, directory, ...options });
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}
