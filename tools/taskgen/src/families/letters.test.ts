import { describe, expect, it } from "vitest";
import { describeFamily, itemsOf, promptOf } from "./describe-family.ts";
import { letters } from "./letters.ts";
import { ACRONYM, COUNT, LOWER, REVERSE, UPPER } from "./letters-data.ts";

describeFamily(letters, { keyOf: promptOf, corrupt: (answer) => `${answer}x` });

describe("letters", () => {
  it("has eight trained and three held-out wordings of every task, none in both", () => {
    for (const wordings of [COUNT, REVERSE, ACRONYM, UPPER, LOWER]) {
      expect(new Set(wordings.trained).size).toBeGreaterThanOrEqual(8);
      expect(wordings.heldOut.length).toBe(3);
      expect(wordings.heldOut.filter((wording) => wordings.trained.includes(wording))).toEqual([]);
    }
  });

  it("counts what a plain scan of the phrase counts", () => {
    const items = itemsOf(letters, "iid").filter((item) => promptOf(item).startsWith("How many times does"));
    expect(items.length).toBeGreaterThan(5);
    for (const item of items) {
      const [, letter = "", phrase = ""] = promptOf(item).match(/letter (\w) appear in ([a-z ]+) \?/) ?? [];
      expect(item.answer.split("#### ")[1]).toBe(String([...phrase].filter((char) => char === letter).length));
    }
  });

  it("shows the spelled letters before a reversed word", () => {
    const items = itemsOf(letters, "iid").filter((item) => promptOf(item).endsWith("spelled backwards?"));
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      const [first = "", second = ""] = item.answer.split("\n");
      expect(second).toBe([...first].toReversed().join(""));
    }
  });
});
