import { describe, expect, it } from "vitest";
import { check } from "../check/index.ts";
import type { Family, Item, Split } from "../types.ts";
import { drawItems, SPLITS } from "./draw-items.ts";

const SEED = 20_261_123;

const prompt = (item: Item): string => item.turns.map(({ content }) => content).join("\n");

const draw = (family: Family, split: Split, count: number): Item[] => drawItems(family, split, count, SEED);

/** An answer near the right one: its last word character (else its last character) is replaced. */
function corrupt(answer: string): string {
  const at = answer.search(/\w\W*$/);
  const index = at < 0 ? answer.length - 1 : at;
  return `${answer.slice(0, index)}%${answer.slice(index + 1)}`;
}

/** What every family promises, over `count` items of each split. */
export function describeFamily(family: Family, count: number): void {
  describe(`${family.name}, seed ${SEED}`, () => {
    it.each(SPLITS)("passes its own reference answers and is repeatable: %s", async (split) => {
      const items = draw(family, split, count);
      expect(draw(family, split, count)).toEqual(items);
      for (const item of items) {
        expect({ prompt: prompt(item), answer: item.answer, result: await check(item.check, item.answer) }).toEqual({
          prompt: prompt(item),
          answer: item.answer,
          result: { ok: true },
        });
      }
    });

    it("never shows an iid or template prompt in training", () => {
      const trained = new Set(draw(family, "train", 20 * count).map(prompt));
      const held = [...draw(family, "iid", count), ...draw(family, "template", count)].map(prompt);
      expect(held.filter((text) => trained.has(text))).toEqual([]);
    });

    it("fails a corrupted answer", async () => {
      for (const item of draw(family, "iid", Math.min(count, 60))) {
        const wrong = item.check.kind === "contains" ? "Something else." : corrupt(item.answer);
        expect({ answer: wrong, ok: (await check(item.check, wrong)).ok }).toEqual({ answer: wrong, ok: false });
      }
    });
  });
}
