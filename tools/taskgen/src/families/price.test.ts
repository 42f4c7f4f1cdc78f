import { expect, test } from "vitest";
import { describeCalculation } from "./describe-calculation.ts";
import { drawItems as draw } from "./draw-items.ts";
import { price } from "./price.ts";

describeCalculation(price);

test("a discount leaves price × (100 - percent) / 100 (seed 7)", () => {
  let seen = 0;
  for (const item of draw(price, "train", 300, 7)) {
    const prompt = item.turns[0]?.content ?? "";
    const percent = /(\d+)%/.exec(prompt)?.[1];
    const cost = /(\d+) dollars/.exec(prompt)?.[1];
    if (percent !== undefined) {
      seen++;
      expect(item.check).toEqual({ kind: "final", value: String((Number(cost) * (100 - Number(percent))) / 100) });
    }
  }
  expect(seen).toBeGreaterThan(40);
});
