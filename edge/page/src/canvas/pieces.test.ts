import { describe, expect, it } from "vitest";
import { cellText, visible } from "./pieces.ts";

describe("a token in its cell", () => {
  it.each([
    [" let", "let"],
    ["\n", "⏎"],
    ["  ", "␣␣"],
    [" ", "␣"],
    ["\t", "⇥"],
    [" conversation", "conversa…"],
    [" function", "function"],
  ])("%j is shown as %s", (piece, shown) => {
    expect(cellText({ piece, end: false })).toBe(shown);
  });

  it("is a dot where there is no text, and where the text ends", () => {
    expect(cellText({ piece: "", end: false })).toBe("·");
    expect(cellText({ piece: "<end>", end: true })).toBe("·");
  });

  it("shows its white space when it is told in full", () => {
    expect(visible(" let\n")).toBe(" let⏎");
  });
});
