/** What every family must keep, as one set of tests: each family's test file calls it and adds its own examples. */
import { describe, expect, it } from "vitest";
import { check } from "../check/index.ts";
import type { Family, Item, Split } from "../types.ts";
import { drawItems, SPLITS } from "./draw-items.ts";

const ITEMS = 300;
const SEED = 20_260;

/** `ITEMS` items of one split from the fixed seed. */
export function itemsOf(family: Family, split: Split, seed = SEED): Item[] {
  return drawItems(family, split, ITEMS, seed);
}

/** The text of the last user turn. */
export function promptOf(item: Item): string {
  return item.turns.at(-1)?.content ?? "";
}

/**
 * Registers the shared tests. `keyOf` names what the splits must not share (values, or the whole question where facts
 * are learnt by heart); `corrupt` turns a right answer into a wrong one.
 */
export function describeFamily(
  family: Family,
  keyOf: (item: Item) => string,
  corrupt: (answer: string) => string,
): void {
  describe(`family ${family.name} (seed ${SEED})`, () => {
    it.each(SPLITS)("passes its own checker on the reference answers of %s", async (split) => {
      for (const item of itemsOf(family, split)) {
        expect(await check(item.check, item.answer), `${promptOf(item)}\n${item.answer}`).toEqual({ ok: true });
      }
    });

    it.each(SPLITS)("fails its checker on corrupted answers of %s", async (split) => {
      for (const item of itemsOf(family, split)) {
        const wrong = corrupt(item.answer);
        expect((await check(item.check, wrong)).ok, `${promptOf(item)}\n${wrong}`).toBe(false);
      }
    });

    it("shares no held-out key between train, dev and iid", () => {
      const keys = (split: Split): Set<string> =>
        new Set([1, 2, 3].flatMap((n) => itemsOf(family, split, n)).map(keyOf));
      const [train, dev, iid] = [keys("train"), keys("dev"), keys("iid")];
      expect([...iid].filter((key) => train.has(key))).toEqual([]);
      expect([...dev].filter((key) => train.has(key) || iid.has(key))).toEqual([]);
    });

    it("asks in template with wordings that train never uses", () => {
      const train = new Set(itemsOf(family, "train").map(promptOf));
      expect(itemsOf(family, "template").filter((item) => train.has(promptOf(item)))).toEqual([]);
    });

    it("leaves no slot open and ends no line with a space", () => {
      for (const item of SPLITS.flatMap((split) => itemsOf(family, split))) {
        expect(`${promptOf(item)}\n${item.answer}`).not.toMatch(/[{}]| $/m);
      }
    });

    it("gives the same items for the same seed", () => {
      expect(itemsOf(family, "train")).toEqual(itemsOf(family, "train"));
    });
  });
}
