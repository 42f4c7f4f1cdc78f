import { describe, expect, it } from "vitest";
import { checkJs } from "./js.ts";

const spec = {
  kind: "js",
  name: "f",
  cases: [
    { args: [[1, 20, 30]], expected: [20, 30] },
    { args: [[]], expected: [] },
  ],
} as const;
const RIGHT = "function f(arr) {\n  return arr.filter((x) => x > 19);\n}";

describe("checkJs", () => {
  it("accepts another spelling of the function, bare or in a code fence", async () => {
    expect(await checkJs(spec, RIGHT)).toEqual({ ok: true });
    expect(await checkJs(spec, `Here:\n\`\`\`js\n${RIGHT}\n\`\`\``)).toEqual({ ok: true });
    expect(await checkJs(spec, "const f = (a) => a.filter((x) => 20 <= x);")).toEqual({ ok: true });
  });

  it.each([
    ["another value", RIGHT.replace(">", "<")],
    ["a syntax error", "function f(arr) {"],
    ["another name", RIGHT.replace("f(", "g(")],
    ["an endless loop", "function f() { while (true) {} }"],
    ["a growing heap", "function f() { const a = []; while (true) { a.push(new Array(1e5).fill(1.5)); } }"],
    ["require", "function f() { return require('node:fs'); }"],
    ["process through a constructor", "function f() { return f.constructor('return process')().pid; }"],
    ["an empty answer", ""],
  ])("refuses %s", async (_, code) => {
    expect(await checkJs(spec, code)).toMatchObject({ ok: false });
  });

  it("refuses a function without a return value", async () => {
    const one = { kind: "js", name: "f", cases: [{ args: [1], expected: 0 }] } as const;
    expect(await checkJs(one, "function f() {}")).toMatchObject({ ok: false });
  });
});
