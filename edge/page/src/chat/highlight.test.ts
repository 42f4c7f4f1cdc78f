import { describe, expect, it } from "vitest";
import { bareCodeLanguage, highlight } from "./highlight.ts";

describe("code without a fence", () => {
  it.each([
    ["SELECT name FROM users;", "sql"],
    ["function f(n) {\n  return n;\n}", "javascript"],
    ["async function f() {}", "javascript"],
    ["SELECT is a keyword of SQL.", null],
    ["function f(n) returns n.", null],
    ["The capital of Finland is Helsinki.", null],
  ])("is known when it is whole: %j", (answer, language) => {
    expect(bareCodeLanguage(answer, true)).toBe(language);
  });

  it("is known by its beginning while more is to come", () => {
    expect(bareCodeLanguage("function f(n) {\n  let", false)).toBe("javascript");
    expect(bareCodeLanguage("The function f(", false)).toBeNull();
  });
});

describe("highlighting", () => {
  it("escapes what it marks up, and leaves unknown languages alone", () => {
    expect(highlight('"<b>"', "javascript")).toBe('<span class="hljs-string">&quot;&lt;b&gt;&quot;</span>');
    expect(highlight("x", "brainfuck")).toBeNull();
  });
});
