import { DyllmError } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { longestToken, refuseEndless } from "./text-bound.ts";
import { loadTokenizer } from "./tokenizer.ts";

const TOKENS = ["a", "Ġword", "Ġlongest"];
const ANY = Number.POSITIVE_INFINITY;

describe("the text one token stands for", () => {
  it.each([
    ["no normaliser", null, 8],
    ["canonical composition", { type: "NFC" }, 32],
    ["insertions", { type: "Replace", pattern: { Regex: "(?<![ \\p{L}])(?=\\p{L})" }, content: " " }, 8],
    ["escapes", { type: "Replace", pattern: { String: "\u0001" }, content: "\u0001\u0002" }, 8],
    ["removals", { type: "Replace", pattern: { Regex: "x+" }, content: "" }, ANY],
    ["lower case", { type: "Lowercase" }, ANY],
    ["a sequence", { type: "Sequence", normalizers: [{ type: "NFC" }, { type: "NFD" }] }, 32],
  ])("is bounded for %s", (_, normalizer, expected) => {
    expect(longestToken(TOKENS, normalizer)).toBe(expected);
  });

  it("is bounded for the default model, by its longest token", async () => {
    const { longestToken: longest } = await loadTokenizer("models/dyllm-demo");
    expect(longest).toBeGreaterThan(8);
    expect(longest).toBeLessThan(64);
  });
});

describe("a prompt before it is encoded", () => {
  const check = (content: string): void =>
    refuseEndless({ kind: "chat", messages: [{ role: "user", content }] }, { longestToken: 8 }, { maxRows: 100 });

  it("is refused when no tokenisation of it could fit", () => {
    expect(() => check("x".repeat(801))).toThrow(DyllmError);
    expect(() => check("x".repeat(801))).toThrow(/has at least 101/);
  });

  it("is refused for the conversation before a form, too", () => {
    const input = (content: string) => ({
      kind: "infill" as const,
      segments: [{ messages: [{ role: "user" as const, content }], answer: "x" }, "y"],
      gapTokens: [1],
    });
    expect(() => refuseEndless(input("x".repeat(799)), { longestToken: 8 }, { maxRows: 100 })).toThrow(/at least 101/);
    expect(() => refuseEndless(input("x".repeat(798)), { longestToken: 8 }, { maxRows: 100 })).not.toThrow();
  });

  it("passes when one could", () => {
    expect(() => check("x".repeat(800))).not.toThrow();
  });
});
