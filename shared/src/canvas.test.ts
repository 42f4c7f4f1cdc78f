import { describe, expect, it } from "vitest";
import { EMPTY_CANVAS, recordFrame, resumeFrom } from "./canvas.ts";
import type { Frame } from "./frames.ts";

const FRAMES: Frame[] = [
  { type: "committed", seq: 1, step: 1, positions: [3, 0], tokens: [30, 10], confidences: [1, 1] },
  { type: "text", seq: 2, text: "a" },
  { type: "committed", seq: 3, step: 2, positions: [1], tokens: [20], confidences: [1] },
  { type: "text", seq: 4, text: "b" },
];

describe("canvas record", () => {
  it("keeps all that another node needs to go on: positions in order, ids, steps, text delivered", () => {
    expect(resumeFrom(FRAMES.reduce(recordFrame, EMPTY_CANVAS))).toEqual({
      positions: [0, 1, 3],
      tokens: [10, 20, 30],
      steps: 2,
      textLength: 2,
    });
  });

  it("tolerates a commitment repeated with the same token", () => {
    const record = FRAMES.reduce(recordFrame, EMPTY_CANVAS);
    const again: Frame = { type: "committed", seq: 5, step: 3, positions: [0], tokens: [10], confidences: [1] };
    expect(resumeFrom(recordFrame(record, again)).positions).toEqual([0, 1, 3]);
  });

  it("refuses a position that changes its token", () => {
    const record = FRAMES.reduce(recordFrame, EMPTY_CANVAS);
    const changed: Frame = { type: "committed", seq: 5, step: 3, positions: [0], tokens: [11], confidences: [1] };
    expect(() => recordFrame(record, changed)).toThrow(RangeError);
  });
});
