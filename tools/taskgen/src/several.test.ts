import { describe, expect, it } from "vitest";
import { HELD_OUT_SPLITS, heldOutItems } from "./dataset.ts";
import { FAMILIES } from "./registry.ts";

const PER_SPLIT = 100;
const several = FAMILIES.find((family) => family.name === "several");

describe("several questions in one prompt", () => {
  it.each(HELD_OUT_SPLITS)("numbers as many answers as questions (%s)", (split) => {
    if (several === undefined) {
      throw new Error("the family is not registered");
    }
    for (const item of heldOutItems(several, split, PER_SPLIT)) {
      const numbers = (text: string): string[] => text.match(/^\d+\. /gm) ?? [];
      const answered = numbers(item.answer);
      expect(answered.length).toBeGreaterThan(1);
      expect(numbers(item.turns[0]?.content ?? "")).toEqual(answered);
      expect(answered).toEqual(answered.map((_, i) => `${i + 1}. `));
      expect(item.check).toEqual({ kind: "exact", text: item.answer });
    }
  });
});
