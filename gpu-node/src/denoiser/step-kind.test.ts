import { describe, expect, it } from "vitest";
import { stepKind } from "./step-kind.ts";

const kinds = (options: Parameters<typeof stepKind>[0], steps: number) =>
  Array.from({ length: steps }, (_, processed) => stepKind(options, processed, processed % 5 === 0)[0]).join("");

describe("stepKind", () => {
  it("is always dense in dense mode", () => {
    expect(kinds({ mode: "dense", denseSteps: 1, fullEvery: 4, refreshEvery: 0 }, 6)).toBe("dddddd");
  });

  it("follows the published rule: whole-sequence up to step 4 and at every fourth, else response-only", () => {
    expect(kinds({ mode: "dyllm", denseSteps: 2, fullEvery: 4, refreshEvery: 0 }, 13)).toBe("ddwwwrrrwrrrw");
  });

  it("begins with the dense steps however many there are", () => {
    expect(kinds({ mode: "dyllm-exact", denseSteps: 6, fullEvery: 3, refreshEvery: 0 }, 10)).toBe("ddddddwrrw");
  });

  it("begins every block densely with a block cache, and refreshes between when asked to", () => {
    expect(kinds({ mode: "block-cache", denseSteps: 1, fullEvery: 4, refreshEvery: 0 }, 11)).toBe("dbbbbdbbbbd");
    expect(kinds({ mode: "prefix-cache", denseSteps: 2, fullEvery: 4, refreshEvery: 3 }, 9)).toBe("ddbdbddbb");
  });

  it("computes nothing densely after the first steps with delayed caching, but refreshes", () => {
    expect(kinds({ mode: "delayed-cache", denseSteps: 2, fullEvery: 4, refreshEvery: 0 }, 11)).toBe("ddbbbbbbbbb");
    expect(kinds({ mode: "delayed-cache", denseSteps: 1, fullEvery: 4, refreshEvery: 4 }, 9)).toBe("dbbbdbbbd");
  });

  it("refreshes densely every n steps", () => {
    expect(kinds({ mode: "dyllm", denseSteps: 1, fullEvery: 2, refreshEvery: 5 }, 11)).toBe("dwwrwdwrwrd");
  });
});
