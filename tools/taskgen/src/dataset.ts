/** Draws items for training and evaluation from the families. */
import { outOfDomainItems } from "./families/refusal.ts";
import { loosen } from "./loosen.ts";
import { fnv1a } from "./partition.ts";
import { createRng, type Rng } from "./rng.ts";
import type { Family, Item, Split, Turn } from "./types.ts";

/** Held-out items per family and split that training rows are compared with. */
const HELD_OUT_PER_SPLIT = 400;
/** Drawing a training item that equals a held-out prompt is rare; this many in a row means the splits overlap. */
const MAX_REDRAWS = 1000;

export const HELD_OUT_SPLITS = ["dev", "iid", "template", "range"] as const satisfies readonly Split[];

/** Hash of the conversation an item shows the model. */
export function promptHash(turns: readonly Turn[]): number {
  return fnv1a(turns.map((turn) => `${turn.role}\u0000${turn.content}`).join("\u0000"));
}

/** The first `count` items of a family's held-out split: the same on every machine, distinct prompts, in a fixed order. */
export function heldOutItems(family: Family, split: Exclude<Split, "train">, count: number): Item[] {
  const rng = createRng(fnv1a(`${family.name}/${split}`));
  const seen = new Set<number>();
  const items: Item[] = [];
  // A small family may have fewer distinct prompts than asked for.
  for (let tries = 0; items.length < count && tries < count * 20; tries++) {
    const item = family.generate(rng, split);
    const hash = promptHash(item.turns);
    if (!seen.has(hash)) {
      seen.add(hash);
      items.push(item);
    }
  }
  return items;
}

/** Prompt hashes that must not occur in training. */
export function heldOutPrompts(families: readonly Family[]): Set<number> {
  const hashes = new Set(outOfDomainItems().map((item) => promptHash(item.turns)));
  for (const family of families) {
    for (const split of HELD_OUT_SPLITS) {
      for (const item of heldOutItems(family, split, HELD_OUT_PER_SPLIT)) {
        hashes.add(promptHash(item.turns));
      }
    }
  }
  return hashes;
}

/** Draws a family by weight, then a training item of it whose prompt is in no held-out set. */
export function trainingDraw(families: readonly Family[], forbidden: ReadonlySet<number>): (rng: Rng) => Item {
  const total = families.reduce((sum, family) => sum + family.weight, 0);
  const pickFamily = (rng: Rng): Family => {
    let left = rng.next() * total;
    for (const family of families) {
      left -= family.weight;
      if (left < 0) {
        return family;
      }
    }
    return rng.pick(families);
  };
  return (rng) => {
    const family = pickFamily(rng);
    for (let tries = 0; tries < MAX_REDRAWS; tries++) {
      const item = family.generate(rng, "train");
      const dressed = loosen(rng, item);
      if (!forbidden.has(promptHash(item.turns)) && !forbidden.has(promptHash(dressed.turns))) {
        return dressed;
      }
    }
    throw new Error(`family ${family.name}: training prompts equal held-out prompts`);
  };
}
