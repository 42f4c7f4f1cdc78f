import { expect, test } from "vitest";
import { describeCalculation } from "./describe-calculation.ts";
import { drawItems as draw } from "./draw-items.ts";
import { wordProblems } from "./word-problems.ts";

describeCalculation(wordProblems);

test("a large share of training stories has three or more steps (seed 6)", () => {
  const items = draw(wordProblems, "train", 1000, 6);
  const long = items.filter((item) => item.answer.split("\n").length >= 4);
  expect(long.length).toBeGreaterThan(500);
});
