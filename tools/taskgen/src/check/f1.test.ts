import { describe, expect, it } from "vitest";
import { checkF1, wordF1 } from "./f1.ts";

describe("wordF1", () => {
  it("is 1 for the same words, whatever the case and punctuation", () => {
    expect(wordF1("Tree: a tall plant.", "tree a TALL plant")).toBe(1);
  });

  it("is the harmonic mean of precision and recall", () => {
    // Two of the four given words are among the three expected: 2·2 / (3 + 4).
    expect(wordF1("a tall plant", "a plant with leaves")).toBeCloseTo(4 / 7, 12);
  });

  it("counts a repeated word only as often as the reference has it", () => {
    expect(wordF1("plant", "plant plant plant")).toBeCloseTo(0.5, 12);
  });

  it("gives 0 for an empty answer and 1 for two empty texts", () => {
    expect(wordF1("a plant", "")).toBe(0);
    expect(wordF1("", " ")).toBe(1);
  });
});

describe("checkF1", () => {
  const spec = { kind: "f1", text: "tree: a tall plant with a trunk.", min: 0.8 } as const;

  it("passes at the minimum and above", () => {
    expect(checkF1(spec, "tree: a tall plant with trunk")).toEqual({ ok: true });
  });

  it("fails below the minimum and says the score", () => {
    expect(checkF1(spec, "a plant")).toEqual({ ok: false, why: "word F1 0.44 is below 0.8" });
  });
});
