import { describe, expect, it } from "vitest";
import { activeAnswerRows } from "./canvas-window.ts";

describe("activeAnswerRows", () => {
  const rows = (lookahead: number | null, block: number) =>
    activeAnswerRows({ lookahead, blockLength: 8, window: 32 }, block);

  it("is the whole window without a lookahead", () => {
    expect(rows(null, 0)).toBe(32);
  });

  it("is the current block at a lookahead of 0", () => {
    expect([0, 1, 2, 3].map((block) => rows(0, block))).toEqual([8, 16, 24, 32]);
  });

  it("grows in whole blocks and ends with the window", () => {
    expect([0, 1, 2, 3].map((block) => rows(3, block))).toEqual([16, 24, 32, 32]);
    expect(rows(9, 0)).toBe(24);
    expect(rows(1000, 0)).toBe(32);
  });
});
