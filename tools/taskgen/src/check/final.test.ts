import { expect, test } from "vitest";
import { checkFinal, equationsOf } from "./final.ts";

const verdict = (value: string, answer: string): boolean => checkFinal({ kind: "final", value }, answer).ok;

test("true steps and the right last line pass", () => {
  expect(verdict("933", "347 + 500 = 847. 847 + 80 = 927. 927 + 6 = 933.\n#### 933")).toBe(true);
  expect(verdict("48 minutes", "1 minute = 60 seconds.\n2880 / 60 = 48.\n####  48   minutes\n")).toBe(true);
});

test("the last #### line counts, not an earlier one", () => {
  expect(verdict("5", "#### 4\n#### 5")).toBe(true);
  expect(verdict("4", "#### 4\n#### 5")).toBe(false);
});

test("a missing or different #### line fails", () => {
  expect(verdict("5", "2 + 3 = 5.")).toBe(false);
  expect(verdict("5", "2 + 3 = 5.\n#### 50")).toBe(false);
});

test.each([
  "347 + 500 = 857.",
  "9 - 4 = 6.",
  "6 × 7 = 41.",
  "6*7=41",
  "8 / 2 = 3.",
  "5 / 0 = 0.",
  "2 + 3 × 4 = 20.",
  "46 = 40 + 7.",
  "$6 + $7 = $14.",
  "1 + 1 = 2 = 3.",
])("a false equation fails even with the right last line: %s", (step) => {
  expect(verdict("1", `${step}\n#### 1`)).toBe(false);
});

test.each([
  "46 = 40 + 6.",
  "34 = 7 × 4 + 6.",
  "2 + 3 × 4 = 14.",
  "0.1 + 0.2 = 0.3.",
  "3 - 5 = -2.",
  "-3 + 5 = 2.",
  "3 + 4 = 5 + 2.",
  "20% of 40 = 8.",
  "x - 2 + 3 = 8.",
  "1 week = 7 days.",
])("passes: %s", (step) => {
  expect(verdict("1", `${step}\n#### 1`)).toBe(true);
});

test("equations do not reach over a line end", () => {
  expect(equationsOf("2 + 3 = 5\n- 4 + 1 = -3\n#### 7")).toEqual(["2 + 3 = 5"]);
});
