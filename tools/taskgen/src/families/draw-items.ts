/** Items for the families' tests, the same for the same seed. */
import { createRng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";

export const SPLITS: readonly Split[] = ["train", "dev", "iid", "template", "range"];

/** `count` items of a split. */
export function drawItems(family: Family, split: Split, count: number, seed: number): Item[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => family.generate(rng, split));
}
