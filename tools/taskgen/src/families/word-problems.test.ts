import { describe, expect, test } from "vitest";
import { drawItems as draw, SPLITS } from "./draw-items.ts";
import { expectAnswersJudgedRight, shapeOf, valuesOf } from "./family-check.ts";
import { wordProblems } from "./word-problems.ts";

describe.each(SPLITS)("word-problems, split %s", (split) => {
  test("reference answers pass, a wrong result or a wrong step fails (seed 1)", () => {
    expectAnswersJudgedRight(wordProblems, split, 1);
  });
});

test.each(["iid", "dev"] as const)("train and %s share no values (seeds 2, 3)", (split) => {
  const trained = new Set(draw(wordProblems, "train", 5000, 2).map(valuesOf));
  const shared = draw(wordProblems, split, 1000, 3).filter((item) => trained.has(valuesOf(item)));
  expect(shared.map((item) => item.answer)).toEqual([]);
});

test("wordings of the split template never occur in training (seed 4)", () => {
  const trained = new Set(draw(wordProblems, "train", 5000, 4).map(shapeOf));
  const shared = draw(wordProblems, "template", 300, 4).filter((item) => trained.has(shapeOf(item)));
  expect(shared.map(shapeOf)).toEqual([]);
});

test("a large share of training stories has three or more steps (seed 6)", () => {
  const items = draw(wordProblems, "train", 1000, 6);
  const long = items.filter((item) => item.answer.split("\n").length >= 4);
  expect(long.length).toBeGreaterThan(500);
});
