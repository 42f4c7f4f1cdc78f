/** What the families with written-out steps keep beyond `describe-family.ts`. */
import { describe, expect, it } from "vitest";
import { checkFinal, equationsOf } from "../check/final.ts";
import type { Family, Item } from "../types.ts";
import { describeFamily, itemsOf, promptOf } from "./describe-family.ts";
import { SPLITS } from "./draw-items.ts";

const SEED = 4;
const TRAINED = 5000;

/** The values of an item without its wording: all equations of its answer. */
const valuesOf = (item: Item): string => equationsOf(item.answer).join(", ");

/** The prompt without numbers: what is left of the wording. */
const shapeOf = (item: Item): string => promptOf(item).replace(/\d+/g, "0");

function passes(item: Item, answer: string): boolean {
  if (item.check.kind !== "final") {
    throw new Error(`unexpected check ${item.check.kind}`);
  }
  return checkFinal(item.check, answer).ok;
}

/** Registers the shared tests, and that a wrong step fails although the result is right. */
export function describeCalculation(family: Family): void {
  describeFamily(family, {
    keyOf: valuesOf,
    corrupt: (answer) => answer.replace(/#### (\d+)/, (_, n: string) => `#### ${Number(n) + 1}`),
  });

  describe(`steps of ${family.name} (seed ${SEED})`, () => {
    it.each(SPLITS)("are whole numbers up to a last line, and a wrong one fails: %s", (split) => {
      for (const item of itemsOf(family, split, SEED)) {
        const wrongStep = item.answer.replace(
          /([-+×/] \d+ = )(\d+)/,
          (_, left: string, n: string) => `${left}${Number(n) + 1}`,
        );
        expect(passes(item, wrongStep), `${promptOf(item)}\n${wrongStep}`).toBe(false);
        expect(item.answer).toMatch(/\n#### \d+[\w, ]*$/);
        expect(item.answer).not.toMatch(/\d\.\d|undefined/);
      }
    });

    it("are asked for in template with wordings that training never uses", () => {
      const trained = new Set(itemsOf(family, "train", SEED, TRAINED).map(shapeOf));
      expect(
        itemsOf(family, "template", SEED)
          .map(shapeOf)
          .filter((shape) => trained.has(shape)),
      ).toEqual([]);
    });
  });
}
