import { describe, expect, it } from "vitest";
import { describeFamily, itemsOf, promptOf } from "./describe-family.ts";
import { ordering } from "./ordering.ts";

describeFamily(ordering, {
  keyOf: (item) => item.answer.split("\n")[0] ?? "",
  corrupt: (answer) => `${answer}a`,
});

const LOWER_END = ["slower", "shorter", "younger", "weaker", "poorer", "quieter"];

describe("ordering", () => {
  it("writes an order that agrees with every comparison of the question", () => {
    for (const item of itemsOf(ordering, "iid")) {
      const order = (item.answer.split("\n")[0] ?? "").replace("Order: ", "").split(" > ");
      const facts = [...promptOf(item).matchAll(/([A-Z]\w+) is (\w+) than ([A-Z]\w+)\./g)];
      expect(facts.length).toBe(order.length - 1);
      for (const [, left = "", comparative = "", right = ""] of facts) {
        const leftIsAbove = order.indexOf(left) < order.indexOf(right);
        expect(leftIsAbove, promptOf(item)).toBe(!LOWER_END.includes(comparative));
      }
    }
  });

  it("names the first, the second or the last of the order", () => {
    for (const item of itemsOf(ordering, "train")) {
      const order = (item.answer.split("\n")[0] ?? "").replace("Order: ", "").split(" > ");
      const second = promptOf(item).includes(" second ");
      const least = /slowest|shortest|youngest|weakest|poorest|quietest|lightest|smallest|saddest/.test(promptOf(item));
      expect(item.answer.split("#### ")[1]).toBe(second ? order[1] : least ? order.at(-1) : order[0]);
    }
  });
});
