import { expect, test } from "vitest";
import { arithmetic } from "./arithmetic.ts";
import { describeCalculation } from "./describe-calculation.ts";
import { drawItems as draw } from "./draw-items.ts";
import { addSteps, multiplySteps, subtractSteps } from "./steps.ts";

describeCalculation(arithmetic);

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
