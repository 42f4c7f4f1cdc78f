/** What the tests of every calculating family assert, in one place. */
import { expect } from "vitest";
import { checkFinal, equationsOf } from "../check/final.ts";
import type { Family, Item, Split } from "../types.ts";
import { drawItems } from "./draw-items.ts";

function verdict(item: Item, answer: string): boolean {
  if (item.check.kind !== "final") {
    throw new Error(`unexpected check ${item.check.kind}`);
  }
  return checkFinal(item.check, answer).ok;
}

/** The values of an item without its wording: all equations of its answer. */
export function valuesOf(item: Item): string {
  return equationsOf(item.answer).join(", ");
}

/** The prompt without numbers: what is left of the wording. */
export function shapeOf(item: Item): string {
  return (item.turns.at(-1)?.content ?? "").replace(/\d+/g, "0");
}

/** Fails when a reference answer does not pass, or when a wrong result or a wrong step does. */
export function expectAnswersJudgedRight(family: Family, split: Split, seed: number): void {
  for (const item of drawItems(family, split, 300, seed)) {
    const where = `seed ${seed}, ${split}: ${item.turns.at(-1)?.content}\n${item.answer}`;
    expect(verdict(item, item.answer), where).toBe(true);
    expect(
      verdict(
        item,
        item.answer.replace(/#### (\d+)/, (_, n: string) => `#### ${Number(n) + 1}`),
      ),
      where,
    ).toBe(false);
    const wrongStep = item.answer.replace(
      /([-+×/] \d+ = )(\d+)/,
      (_, left: string, n: string) => `${left}${Number(n) + 1}`,
    );
    expect(verdict(item, wrongStep), where).toBe(false);
    expect(item.answer).toMatch(/\n#### \d+[\w, ]*$/);
    expect(item.family).toBe(family.name);
    expect(item.answer).not.toMatch(/\d\.\d|NaN|undefined|\{/);
    expect(item.turns.map((turn) => turn.content).join(), where).not.toMatch(/NaN|undefined|\{/);
  }
}
