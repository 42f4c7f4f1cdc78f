import { describe, expect, it } from "vitest";
import { ago, count } from "./numbers.ts";

describe("a count", () => {
  it.each([
    [0, "0"],
    [4_321, "4,321"],
    [99_999, "99,999"],
    [1_250_000, "1.3M"],
    [1_000_000_000, "1B"],
  ])("of %i is shown as %s", (value, shown) => {
    expect(count(value)).toBe(shown);
  });
});

describe("how long ago a time was", () => {
  it.each([
    [0, "just now"],
    [59, "just now"],
    [61, "1 min. ago"],
    [7_300, "2 hr. ago"],
    [90_000, "1 day ago"],
    [-30, "just now"],
  ])("%i s before", (seconds, shown) => {
    expect(ago(100_000 - seconds, 100_000)).toBe(shown);
  });
});
