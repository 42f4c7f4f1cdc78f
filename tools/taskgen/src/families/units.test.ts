import { describe, expect, test } from "vitest";
import { drawItems as draw, SPLITS } from "./draw-items.ts";
import { expectAnswersJudgedRight, shapeOf, valuesOf } from "./family-check.ts";
import { units } from "./units.ts";

describe.each(SPLITS)("units, split %s", (split) => {
  test("reference answers pass, a wrong result or a wrong step fails (seed 1)", () => {
    expectAnswersJudgedRight(units, split, 1);
  });
});

test.each(["iid", "dev"] as const)("train and %s share no values (seeds 2, 3)", (split) => {
  const trained = new Set(draw(units, "train", 5000, 2).map(valuesOf));
  const shared = draw(units, split, 1000, 3).filter((item) => trained.has(valuesOf(item)));
  expect(shared.map((item) => item.answer)).toEqual([]);
});

test("wordings of the split template never occur in training (seed 4)", () => {
  const trained = new Set(draw(units, "train", 5000, 4).map(shapeOf));
  const shared = draw(units, "template", 300, 4).filter((item) => trained.has(shapeOf(item)));
  expect(shared.map(shapeOf)).toEqual([]);
});

test("the factor stands on the first line, and the result carries the unit asked for (seed 8)", () => {
  for (const item of draw(units, "train", 300, 8)) {
    expect(item.answer).toMatch(/^1 [a-z]+ = \d+ [a-z]+\.\n/);
    const unit = /#### .* ([a-z]+)$/.exec(item.answer)?.[1] ?? "none";
    expect(item.turns[0]?.content).toContain(` ${unit}`);
  }
});
