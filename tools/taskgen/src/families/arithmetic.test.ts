import { describe, expect, test } from "vitest";
import { arithmetic } from "./arithmetic.ts";
import { drawItems as draw, SPLITS } from "./draw-items.ts";
import { expectAnswersJudgedRight, shapeOf, valuesOf } from "./family-check.ts";
import { addSteps, multiplySteps, subtractSteps } from "./steps.ts";

describe.each(SPLITS)("arithmetic, split %s", (split) => {
  test("reference answers pass, a wrong result or a wrong step fails (seed 1)", () => {
    expectAnswersJudgedRight(arithmetic, split, 1);
  });
});

test.each(["iid", "dev"] as const)("train and %s share no values (seeds 2, 3)", (split) => {
  const trained = new Set(draw(arithmetic, "train", 5000, 2).map(valuesOf));
  const shared = draw(arithmetic, split, 1000, 3).filter((item) => trained.has(valuesOf(item)));
  expect(shared.map((item) => item.answer)).toEqual([]);
});

test("wordings of the split template never occur in training (seed 4)", () => {
  const trained = new Set(draw(arithmetic, "train", 5000, 4).map(shapeOf));
  const shared = draw(arithmetic, "template", 300, 4).filter((item) => trained.has(shapeOf(item)));
  expect(shared.map(shapeOf)).toEqual([]);
});

test("an addition is written by the decimal parts of the second number", () => {
  expect(addSteps(347, 586)).toEqual({
    steps: ["347 + 500 = 847", "847 + 80 = 927", "927 + 6 = 933"],
    result: 933,
  });
});

test("a subtraction is written by the decimal parts of the second number, zeros left out", () => {
  expect(subtractSteps(933, 506)).toEqual({ steps: ["933 - 500 = 433", "433 - 6 = 427"], result: 427 });
});

test("a product splits the first number and adds the partial products part by part", () => {
  expect(multiplySteps(46, 7).steps).toEqual([
    "46 = 40 + 6",
    "40 × 7 = 280",
    "6 × 7 = 42",
    "280 + 40 = 320",
    "320 + 2 = 322",
  ]);
  expect(multiplySteps(40, 7).steps).toEqual(["40 × 7 = 280"]);
});

test("a second turn goes on from the first result (seed 5)", () => {
  const long = draw(arithmetic, "train", 500, 5).filter((item) => item.turns.length === 3);
  expect(long.length).toBeGreaterThan(20);
  for (const { turns, answer } of long) {
    const before = /#### (\d+)$/.exec(turns[1]?.content ?? "")?.[1];
    expect(answer.startsWith(`${before} `)).toBe(true);
  }
});
