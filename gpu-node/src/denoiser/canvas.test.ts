import { describe, expect, it } from "vitest";
import { Canvas } from "./canvas.ts";
import { EOS, EOT, MASK } from "./testing/byte-model.ts";

const SPECIAL = { mask: MASK, eos: EOS, eot: EOT };

describe("Canvas", () => {
  it("is the prompt followed by masks", () => {
    expect([...new Canvas([1, 2], 3, 3, SPECIAL).tokens]).toEqual([1, 2, MASK, MASK, MASK]);
  });

  it("never takes a mask id in the prompt for a position to fill", () => {
    const canvas = new Canvas([1, MASK], 2, 2, SPECIAL);
    expect(canvas.candidates(2).positions).toEqual([0, 1]);
    canvas.commit(0, 7);
    expect([...canvas.tokens]).toEqual([1, MASK, 7, MASK]);
  });

  it("offers the masked positions of the leftmost block that has any", () => {
    const canvas = new Canvas([1], 6, 6, SPECIAL);
    canvas.commit(1, 7);
    canvas.commit(4, 7);
    expect(canvas.candidates(3)).toEqual({ block: 0, positions: [0, 2] });
    canvas.commit(0, 7);
    canvas.commit(2, 7);
    expect([canvas.prefix, canvas.candidates(3)]).toEqual([3, { block: 1, positions: [3, 5] }]);
  });

  it.each([EOS, EOT])("offers nothing behind the first committed end token %i", (end) => {
    const canvas = new Canvas([1], 8, 8, SPECIAL);
    canvas.commit(5, end);
    expect(canvas.candidates(8).positions).toEqual([0, 1, 2, 3, 4]);
    canvas.commit(2, end);
    expect([canvas.candidates(8).positions, canvas.end, canvas.endedByToken]).toEqual([[0, 1], 2, true]);
    canvas.commit(0, 7);
    canvas.commit(1, 7);
    expect([canvas.complete, canvas.prefix]).toEqual([true, 2]);
  });

  it("keeps the first end token as the end when a later one is committed after it", () => {
    const canvas = new Canvas([], 8, 8, SPECIAL);
    canvas.commit(2, EOS);
    canvas.commit(6, EOS);
    expect([canvas.end, canvas.candidates(8).positions]).toEqual([2, [0, 1]]);
  });

  it("offers nothing past the answer's longest length", () => {
    const canvas = new Canvas([], 8, 5, SPECIAL);
    expect(canvas.candidates(4).positions).toEqual([0, 1, 2, 3]);
    for (const position of [0, 1, 2, 3]) {
      canvas.commit(position, 7);
    }
    expect(canvas.candidates(4).positions).toEqual([4]);
    canvas.commit(4, 7);
    expect([canvas.complete, canvas.endedByToken]).toEqual([true, false]);
  });

  it("refuses to change a committed token or to commit a mask", () => {
    const canvas = new Canvas([], 2, 2, SPECIAL);
    canvas.commit(0, 7);
    expect(() => canvas.commit(0, 8)).toThrow(RangeError);
    expect(() => canvas.commit(1, MASK)).toThrow(RangeError);
    expect(() => canvas.commit(2, 7)).toThrow(RangeError);
  });
});
