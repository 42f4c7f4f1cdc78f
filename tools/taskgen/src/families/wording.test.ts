import { describe, expect, it } from "vitest";
import { createRng } from "../rng.ts";
import type { Split } from "../types.ts";
import { drawPair, drawWording, fillSlots, listInWords, type Wordings } from "./wording.ts";

const WORDINGS: Wordings = { trained: ["A {x}", "B {x}", "C {x}", "D {x}"], heldOut: ["E {x}"], more: ["F {x}"] };
const DRAWS = 500;

function drawn(split: Split, wordings = WORDINGS): Set<string> {
  const rng = createRng(7);
  return new Set(Array.from({ length: DRAWS }, () => drawWording(rng, split, wordings)));
}

describe("wordings", () => {
  it("fill their slots and refuse a slot without value", () => {
    expect(fillSlots("{a} after {b}", { a: 1, b: "2" })).toBe("1 after 2");
    expect(() => fillSlots("{c}", { a: "1" })).toThrow("slot c");
  });

  it("belong to their splits (seed 7)", () => {
    expect(drawn("template")).toEqual(new Set(WORDINGS.heldOut));
    expect(drawn("train")).toEqual(new Set([...WORDINGS.trained, "F {x}"]));
    for (const split of ["dev", "iid", "range"] as const) {
      expect(drawn(split)).toEqual(new Set(WORDINGS.trained));
    }
  });

  it("leave what the evaluation splits draw as it is, however many there are for training only (seed 7)", () => {
    const without: Wordings = { trained: WORDINGS.trained, heldOut: WORDINGS.heldOut };
    const sequence = (split: Split, wordings: Wordings): string[] => {
      const rng = createRng(7);
      return Array.from({ length: DRAWS }, () => drawWording(rng, split, wordings) + rng.int(0, 9));
    };
    for (const split of ["dev", "iid", "template", "range"] as const) {
      expect(sequence(split, WORDINGS)).toEqual(sequence(split, without));
    }
  });

  it("give every value to training, and no pair to both populations (seed 8)", () => {
    const rng = createRng(8);
    const draw = (split: "train" | "iid"): string[] =>
      Array.from({ length: 2000 }, () => {
        const pair = drawPair(
          rng,
          split,
          () => rng.int(1, 20),
          String,
          () => WORDINGS,
        );
        return `${pair.value}|${pair.wording}`;
      });
    const train = new Set(draw("train"));
    expect(draw("iid").filter((pair) => train.has(pair))).toEqual([]);
    expect(new Set([...train].map((pair) => pair.split("|")[0])).size).toBe(20);
  });

  it("list words as English does", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listInWords)).toEqual(["", "a", "a and b", "a, b and c"]);
  });
});
