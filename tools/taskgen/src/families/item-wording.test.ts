import { describe, expect, it } from "vitest";
import { createRng } from "../rng.ts";
import { drawPair, drawWording, fill, finalItem } from "./item-wording.ts";

const WORDINGS = { train: ["A {x}", "B {x}", "C {x}", "D {x}"], heldOut: ["E {x}"] };

describe("wordings", () => {
  it("fills slots and refuses a slot without value", () => {
    expect(fill("{a} after {b}", { a: "1", b: "2" })).toBe("1 after 2");
    expect(() => fill("{c}", { a: "1" })).toThrow("slot c");
  });

  it("keeps held-out wordings to the split template (seed 7)", () => {
    const rng = createRng(7);
    for (let i = 0; i < 100; i++) {
      expect(drawWording(rng, "range", WORDINGS)).not.toBe("E {x}");
      expect(drawWording(rng, "template", WORDINGS)).toBe("E {x}");
    }
  });

  it("gives every value to training, and no pair to both populations (seed 8)", () => {
    const rng = createRng(8);
    const draw = (split: "train" | "iid"): string[] =>
      Array.from({ length: 2000 }, () => {
        const pair = drawPair(rng, split, () => rng.int(1, 20), String, WORDINGS);
        return `${pair.value}|${pair.wording}`;
      });
    const train = new Set(draw("train"));
    expect(draw("iid").filter((pair) => train.has(pair))).toEqual([]);
    expect(new Set([...train].map((pair) => pair.split("|")[0])).size).toBe(20);
  });

  it("closes worked answers with the value", () => {
    expect(finalItem("f", "q", ["1 + 1 = 2."], "2").answer).toBe("1 + 1 = 2.\n#### 2");
  });
});
