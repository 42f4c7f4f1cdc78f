import { expect, test } from "vitest";
import { describeCalculation } from "./describe-calculation.ts";
import { drawItems as draw } from "./draw-items.ts";
import { price } from "./price.ts";

describeCalculation(price);

test("a discount leaves price × (100 - percent) / 100 (seed 7)", () => {
  let seen = 0;
  for (const item of draw(price, "iid", 300, 7)) {
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

test("the training situations beside a discount give the part itself, or the price with the part on top (seed 8)", () => {
  const values = (start: RegExp, of: (cost: number, percent: number) => number): void => {
    const items = draw(price, "train", 3000, 8).filter((item) => start.test(item.turns[0]?.content ?? ""));
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      const [percent, cost] = (item.turns[0]?.content.match(/(\d+)% (?:of|to) (\d+)/) ?? []).slice(1).map(Number);
      expect(item.check).toEqual({ kind: "final", value: String(of(cost ?? 0, percent ?? 0)) });
    }
  };
  values(/^Calculate \d+% of/, (cost, percent) => (cost * percent) / 100);
  values(/^Add \d+% to/, (cost, percent) => (cost * (100 + percent)) / 100);
});
