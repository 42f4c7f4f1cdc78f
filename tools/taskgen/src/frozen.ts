/** The frozen evaluation sets: one compressed JSON-lines file a split, made once and versioned with the code. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { itemSchema } from "./item-schema.ts";
import type { Item, Split } from "./types.ts";

/** `ood` holds questions of no family, written by hand. */
export type FrozenSplit = Exclude<Split, "train"> | "ood";

export const FROZEN_SPLITS = ["dev", "iid", "template", "range", "ood"] as const satisfies readonly FrozenSplit[];

/** A frozen file that cannot be used. */
export class FrozenError extends Error {
  override readonly name = "FrozenError";
  readonly code: "frozen_missing" | "frozen_damaged";
  constructor(code: "frozen_missing" | "frozen_damaged", message: string) {
    super(message);
    this.code = code;
  }
}

/** Path of a split's file. */
export function frozenPath(split: FrozenSplit): string {
  return fileURLToPath(new URL(`../eval/${split}.jsonl.gz`, import.meta.url));
}

function parseLine(path: string, line: string, number: number): Item {
  try {
    return itemSchema.parse(JSON.parse(line));
  } catch {
    throw new FrozenError("frozen_damaged", `${path}: line ${number} is no item`);
  }
}

/** The items of a compressed JSON-lines file, in its order. Throws FrozenError when it is absent, damaged or empty. */
export async function readItems(path: string): Promise<Item[]> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new FrozenError("frozen_missing", error instanceof Error ? error.message : path);
  });
  let text: string;
  try {
    text = gunzipSync(bytes).toString("utf8").trimEnd();
  } catch {
    throw new FrozenError("frozen_damaged", `${path}: not a whole gzip file`);
  }
  if (text === "") {
    throw new FrozenError("frozen_damaged", `${path}: no items`);
  }
  return text.split("\n").map((line, i) => parseLine(path, line, i + 1));
}

/** All items of a split. */
export function readFrozen(split: FrozenSplit): Promise<Item[]> {
  return readItems(frozenPath(split));
}
