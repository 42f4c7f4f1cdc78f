import { describe, expect, test } from "vitest";
import { drawItems as draw, SPLITS } from "./draw-items.ts";
import { expectAnswersJudgedRight, shapeOf, valuesOf } from "./family-check.ts";
import { price } from "./price.ts";

describe.each(SPLITS)("price, split %s", (split) => {
  test("reference answers pass, a wrong result or a wrong step fails (seed 1)", () => {
    expectAnswersJudgedRight(price, split, 1);
  });
});

test.each(["iid", "dev"] as const)("train and %s share no values (seeds 2, 3)", (split) => {
  const trained = new Set(draw(price, "train", 5000, 2).map(valuesOf));
  const shared = draw(price, split, 1000, 3).filter((item) => trained.has(valuesOf(item)));
  expect(shared.map((item) => item.answer)).toEqual([]);
});

test("wordings of the split template never occur in training (seed 4)", () => {
  const trained = new Set(draw(price, "train", 5000, 4).map(shapeOf));
  const shared = draw(price, "template", 300, 4).filter((item) => trained.has(shapeOf(item)));
  expect(shared.map(shapeOf)).toEqual([]);
});

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
