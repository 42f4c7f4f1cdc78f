/** The frozen evaluation sets: one compressed JSON-lines file a split, made once and versioned with the code. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Item, Split } from "./types.ts";

export type FrozenSplit = Exclude<Split, "train">;

/** Path of a split's file. */
export function frozenPath(split: FrozenSplit): string {
  return fileURLToPath(new URL(`../eval/${split}.jsonl.gz`, import.meta.url));
}

/** All items of a split, in their fixed order. Throws when the file is absent or damaged. */
export async function readFrozen(split: FrozenSplit): Promise<Item[]> {
  const text = gunzipSync(await readFile(frozenPath(split))).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Item);
}
