import { parseArgs } from "node:util";
import { z } from "zod";

/** Rows of the vocabulary that are not plain bytes: the special tokens come after the 256 bytes. */
export const BYTE_TOKENS = 256;
export const SPECIAL_TOKENS = [
  "<|startoftext|>",
  "<|endoftext|>",
  "<|start_header_id|>",
  "<|end_header_id|>",
  "<|eot_id|>",
  "<|mdm_mask|>",
] as const;

const count = z.coerce.number().int().min(1);

const schema = z
  .object({
    layers: count.default(2),
    hidden: count.default(64),
    heads: count.default(4),
    ffn: count.default(192),
    vocab: count.min(BYTE_TOKENS + SPECIAL_TOKENS.length).default(320),
    maxRows: count.default(512),
    dtype: z.enum(["F32", "F16", "BF16"]).default("F32"),
    seed: z.coerce.number().int().min(0).default(1),
    shards: count.default(1),
    directory: z.string().min(1),
  })
  .refine((o) => o.hidden % (2 * o.heads) === 0, "hidden must be a multiple of 2 × heads");

/** Shape, element type and place of a random checkpoint. */
export type CheckpointOptions = z.infer<typeof schema>;

export const USAGE = `usage: random-checkpoint --out <directory> [--layers 2] [--hidden 64] [--heads 4] [--ffn 192]
  [--vocab 320] [--max-rows 512] [--dtype F32|F16|BF16] [--seed 1] [--shards 1]`;

const text = { type: "string" } as const;

/** Reads a command line. Throws on an unknown flag (TypeError) or a bad value (ZodError). */
export function parseCommandLine(args: readonly string[]): CheckpointOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      layers: text,
      hidden: text,
      heads: text,
      ffn: text,
      vocab: text,
      "max-rows": text,
      dtype: text,
      seed: text,
      shards: text,
      out: text,
    },
  });
  const { "max-rows": maxRows, out: directory, ...rest } = values;
  return schema.parse({ ...rest, maxRows, directory });
}
