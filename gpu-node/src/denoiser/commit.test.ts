import { describe, expect, it } from "vitest";
import { confidentEnough, mostConfident, withinEntropyBound } from "./commit.ts";

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

describe("withinEntropyBound", () => {
  it("takes rows by rising entropy while the sum of all but the largest keeps within the bound", () => {
    // Taken in the order 0.1, 0.2, 0.4: sums before the last one are 0, 0.1, 0.3; with 0.9 it would be 0.7.
    expect(withinEntropyBound(Float64Array.of(0.9, 0.1, 0.4, 0.2), 0.35)).toEqual([1, 2, 3]);
    expect(withinEntropyBound(Float64Array.of(0.9, 0.1, 0.4, 0.2), 0.25)).toEqual([1, 3]);
    expect(withinEntropyBound(Float64Array.of(0.9, 0.1, 0.4, 0.2), 0.75)).toEqual([0, 1, 2, 3]);
  });

  it("takes the surest row alone at a bound of 0, and every row of no entropy with it", () => {
    expect(withinEntropyBound(Float64Array.of(0.5, 0.1, 0.3), 0)).toEqual([1]);
    expect(withinEntropyBound(Float64Array.of(0.5, 0, 0), 0)).toEqual([0, 1, 2]);
  });
});
