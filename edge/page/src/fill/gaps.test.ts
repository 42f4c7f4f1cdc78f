import { describe, expect, it } from "vitest";
import { gapMark, putTogether, takeApart } from "./gaps.ts";

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

  it("has room for at least one token in each gap", () => {
    expect(takeApart("[[gap 0]]").gapTokens).toEqual([1]);
  });

  it("keeps what only looks like a gap", () => {
    expect(takeApart("[[gap x]] [gap] [[gap 12345]]").gapTokens).toEqual([]);
  });

  it.each([1, 16, 512])("reads back the mark of a gap of %i tokens", (tokens) => {
    expect(takeApart(gapMark(tokens)).gapTokens).toEqual([tokens]);
  });
});
