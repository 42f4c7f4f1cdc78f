import { describe, expect, it } from "vitest";
import { confidentEnough, mostConfident } from "./commit.ts";

describe("mostConfident", () => {
  it("takes the highest confidences and returns them in row order", () => {
    expect(mostConfident(Float64Array.of(0.2, 0.9, 0.1, 0.8), 2)).toEqual([1, 3]);
    expect(mostConfident(Float64Array.of(0.9, 0.2, 0.95), 2)).toEqual([0, 2]);
  });

  it("prefers the lower row among equals", () => {
    expect(mostConfident(Float64Array.of(0.5, 0.5, 0.5), 2)).toEqual([0, 1]);
  });

  it("takes all rows when more are wanted than there are", () => {
    expect(mostConfident(Float64Array.of(0.5, 0.1), 8)).toEqual([0, 1]);
  });
});

describe("confidentEnough", () => {
  it("takes every row that reaches the threshold, the threshold itself included", () => {
    expect(confidentEnough(Float64Array.of(0.9, 0.3, 0.91, 0.89), 0.9)).toEqual([0, 2]);
  });

  it("takes the best row alone when none reaches it", () => {
    expect(confidentEnough(Float64Array.of(0.1, 0.3, 0.3), 0.9)).toEqual([1]);
  });
});
