import { describe, expect, it } from "vitest";
import { describeFamily, itemsOf, promptOf } from "./describe-family.ts";
import { sorting } from "./sorting.ts";
import { NUMBERS, ORDER_AGAIN, WORDS } from "./sorting-data.ts";

/** The list as it stands in the first turn. */
function listOf(item: { readonly turns: readonly { readonly content: string }[] }): string {
  return item.turns[0]?.content.match(/\w+(?:, \w+){2,}/)?.[0] ?? "";
}

describeFamily(sorting, { keyOf: listOf, corrupt: (answer) => `${answer}, 0` });

describe("sorting", () => {
  it("has eight trained and three held-out wordings of every task, none in both", () => {
    for (const wordings of [NUMBERS, WORDS, ORDER_AGAIN].flatMap((table) => Object.values(table))) {
      expect(new Set(wordings.trained).size).toBeGreaterThanOrEqual(8);
      expect(wordings.heldOut.length).toBe(3);
      expect(wordings.heldOut.filter((wording) => wordings.trained.includes(wording))).toEqual([]);
    }
  });

  it("sorts by value, not by digits", () => {
    const items = itemsOf(sorting, "iid").filter((item) => promptOf(item).startsWith("Sort ascending"));
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      const values = item.answer.split(", ").map(Number);
      expect(values.every((value, i) => i === 0 || value > (values[i - 1] ?? 0))).toBe(true);
    }
  });

  it("asks for 12-15 elements in range and for at most nine in training", () => {
    const lengths = (split: "train" | "range"): number[] =>
      itemsOf(sorting, split).map((item) => listOf(item).split(", ").length);
    expect(Math.min(...lengths("range"))).toBe(12);
    expect(Math.max(...lengths("range"))).toBe(15);
    expect(Math.max(...lengths("train"))).toBe(9);
  });

  it("answers the second turn with the reversed first answer", () => {
    const items = itemsOf(sorting, "train").filter((item) => item.turns.length === 3);
    expect(items.length).toBeGreaterThan(10);
    for (const item of items) {
      expect(item.answer.split(", ").toReversed().join(", ")).toBe(item.turns[1]?.content);
    }
  });
});
