import { describe, expect, it } from "vitest";
import { gapMark, putTogether, takeApart, withGapsMarked, withoutSpaces, withSpaces } from "./gaps.ts";

describe("a text with gaps", () => {
  it("is taken apart into what stands around its gaps and their sizes", () => {
    expect(takeApart("a[[gap]]b[[gap 4]]")).toEqual({ segments: ["a", "b", ""], gapTokens: [16, 4] });
    expect(takeApart("no gap")).toEqual({ segments: ["no gap"], gapTokens: [] });
  });

  it("is whole again with what fills it, also where nothing does", () => {
    const text = takeApart("SELECT [[gap 4]] FROM [[gap 2]];");
    expect(putTogether(text, ["name", "users"])).toBe("SELECT name FROM users;");
    expect(putTogether(text, ["name"])).toBe("SELECT name FROM ;");
  });

  it("is sent without the space before a gap, and has it again unless the model wrote one", () => {
    const text = takeApart("a [[gap]] b [[gap]]\n  [[gap]] c ");
    expect(withoutSpaces(text).segments).toEqual(["a", " b", "\n  ", " c "]);
    const fills = [" x", "y", "z"];
    expect(putTogether(withSpaces(text, fills), fills)).toBe("a x b y\n  z c ");
  });

  it("has room for at least one token in each gap", () => {
    expect(takeApart("[[gap 0]]").gapTokens).toEqual([1]);
  });

  it("keeps what only looks like a gap", () => {
    expect(takeApart("[[gap x]] [gap] [[gap 12345]]").gapTokens).toEqual([]);
  });

  it("can be shown as it is written, with its gaps told apart", () => {
    const pieces = withGapsMarked("a[[gap 4]]b[[gap]]");
    expect(pieces.map(({ text }) => text).join("")).toBe("a[[gap 4]]b[[gap]]");
    expect(pieces.filter(({ gap }) => gap).map(({ text }) => text)).toEqual(["[[gap 4]]", "[[gap]]"]);
  });

  it.each([1, 16, 512])("reads back the mark of a gap of %i tokens", (tokens) => {
    expect(takeApart(gapMark(tokens)).gapTokens).toEqual([tokens]);
  });
});
