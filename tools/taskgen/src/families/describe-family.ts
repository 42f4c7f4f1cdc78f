/** What every family must keep, as one set of tests: each family's test file calls it and adds its own examples. */
import { describe, expect, it } from "vitest";
import { check } from "../check/index.ts";
import type { Family, Item, Split } from "../types.ts";
import { drawItems, SPLITS } from "./draw-items.ts";

const ITEMS = 300;
const SEED = 20_260;
/** Training prompts drawn for each held-out one, where whole prompts are compared. */
const TRAINED_PER_HELD = 20;

/** `ITEMS` items of one split from the fixed seed. */
export function itemsOf(family: Family, split: Split, seed = SEED, count = ITEMS): Item[] {
  return drawItems(family, split, count, seed);
}

/** The text of the last user turn. */
export function promptOf(item: Item): string {
  return item.turns.at(-1)?.content ?? "";
}

const conversationOf = (item: Item): string => item.turns.map(({ content }) => content).join("\n");

/** An answer near the right one: its last word character (else its last character) is replaced. */
function nearMiss(answer: string): string {
  const at = answer.search(/\w\W*$/);
  const index = at < 0 ? answer.length - 1 : at;
  return `${answer.slice(0, index)}%${answer.slice(index + 1)}`;
}

/**
 * Registers the shared tests. `keyOf` names what train, dev and iid must not share (values); without it whole prompts are
 * compared. `corrupt` turns a right answer into a wrong one. `items` is less than 300 where the checker is slow.
 */
export function describeFamily(
  family: Family,
  options: {
    readonly keyOf?: (item: Item) => string;
    readonly corrupt?: (answer: string) => string;
    readonly items?: number;
  } = {},
): void {
  const { keyOf, corrupt = nearMiss, items: count = ITEMS } = options;
  const draw = (split: Split, seed = SEED): Item[] => itemsOf(family, split, seed, count);

  describe(`family ${family.name} (seed ${SEED})`, () => {
    it.each(SPLITS)("passes its own checker on reference answers and fails it on corrupted ones: %s", async (split) => {
      for (const item of draw(split)) {
        const where = `${promptOf(item)}\n${item.answer}`;
        expect(await check(item.check, item.answer), where).toEqual({ ok: true });
        const wrong = item.check.kind === "contains" ? "Something else." : corrupt(item.answer);
        expect((await check(item.check, wrong)).ok, `${where}\ncorrupted: ${wrong}`).toBe(false);
        expect(item.family).toBe(family.name);
      }
    });

    if (keyOf !== undefined) {
      it("shares no held-out key between train, dev and iid", () => {
        const keys = (split: Split): Set<string> =>
          new Set([1, 2, 3].flatMap((seed) => draw(split, seed)).map((item) => keyOf(item)));
        const [train, dev, iid] = [keys("train"), keys("dev"), keys("iid")];
        expect([...iid].filter((key) => train.has(key))).toEqual([]);
        expect([...dev].filter((key) => train.has(key) || iid.has(key))).toEqual([]);
      });
    }

    it("never shows an iid or template prompt in training", () => {
      const trained = new Set(itemsOf(family, "train", SEED, TRAINED_PER_HELD * count).map(conversationOf));
      const held = [...draw("iid"), ...draw("template")].map(conversationOf);
      expect(held.filter((text) => trained.has(text))).toEqual([]);
    });

    it("leaves no slot open and ends no line with a space", () => {
      for (const item of SPLITS.flatMap((split) => draw(split))) {
        const text = `${conversationOf(item)}\n${item.answer}`;
        expect(text).not.toMatch(/(?<!\$)\{[a-z]+\}| $|NaN/m);
      }
    });

    it("gives the same items for the same seed", () => {
      expect(draw("train")).toEqual(draw("train"));
    });
  });
}
