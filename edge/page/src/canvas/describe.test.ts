import { describe, expect, it } from "vitest";
import { describeCell, describeStep } from "./describe.ts";
import { Trace } from "./trace.ts";

function trace(): Trace {
  const made = new Trace({ type: "open", length: 4, blockLength: 2, node: "node-1" });
  const common = { kind: "dense", ms: 1, computeShare: 1 };
  made.add({
    ...common,
    step: 1,
    positions: [0, 1],
    pieces: ["", " a"],
    confidences: [1, 0.456],
    ends: [],
    recomputed: null,
  });
  made.add({ ...common, step: 2, positions: [3], pieces: [""], confidences: [0.9], ends: [3], recomputed: [1, 3] });
  return made;
}

describe("a cell in words", () => {
  it("tells its text, its step and how sure the model was", () => {
    expect(describeCell(trace(), 2, 1)).toBe("Token 2: “ a”, written in step 1, 46 % sure.");
  });

  it("tells an end of text from a token that has no text", () => {
    expect(describeCell(trace(), 2, 3)).toContain("end of text");
    expect(describeCell(trace(), 2, 0)).toContain("a token without text");
  });

  it("is masked until the step that wrote it", () => {
    expect(describeCell(trace(), 1, 3)).toBe("Token 4: still masked.");
    expect(describeCell(trace(), 2, 2)).toBe("Token 3: still masked.");
  });
});

describe("a step in words", () => {
  it("tells what it wrote and what it recomputed", () => {
    expect(describeStep(trace(), 0)).toBe("4 masked tokens on node-1.");
    expect(describeStep(trace(), 1)).toBe("Step 1 on node-1 wrote 2 tokens and recomputed every row.");
    expect(describeStep(trace(), 2)).toBe("Step 2 on node-1 wrote 1 token and recomputed 2 of 4 rows.");
  });
});
