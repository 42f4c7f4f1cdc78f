import { describe, expect, it } from "vitest";
import type { CanvasStep } from "../api/canvas-events.ts";
import { figuresOf } from "./figures.ts";
import { Trace } from "./trace.ts";

function trace(): Trace {
  const made = new Trace({ type: "open", length: 4, blockLength: 2, node: "node-1" });
  made.add(step({ step: 1, ms: 30, positions: [2, 0], pieces: ["c", "a"], confidences: [0.9, 0.5], computeShare: 1 }));
  made.add(step({ step: 2, ms: 10, positions: [1], pieces: ["b"], confidences: [0.7], computeShare: 0.625 }));
  return made;
}

function step(given: Partial<CanvasStep>): CanvasStep {
  const nothing = {
    step: 1,
    kind: "dense",
    ms: 0,
    positions: [],
    pieces: [],
    confidences: [],
    ends: [],
    recomputed: null,
  };
  return { ...nothing, computeShare: null, ...given };
}

describe("the figures of a canvas", () => {
  it("add up the steps that are shown", () => {
    expect(figuresOf(trace(), 1)).toEqual({
      steps: 1,
      tokens: 2,
      tokensPerStep: 2,
      tokensPerSecond: 2000 / 30,
      saved: 0,
    });
    expect(figuresOf(trace(), 2)).toMatchObject({
      tokens: 3,
      tokensPerStep: 1.5,
      tokensPerSecond: 75,
      saved: 0.375,
    });
  });

  it("say nothing before the first step", () => {
    expect(figuresOf(trace(), 0)).toEqual({
      steps: 0,
      tokens: 0,
      tokensPerStep: null,
      tokensPerSecond: null,
      saved: null,
    });
  });

  it("say nothing of the compute where the gateway does not", () => {
    const made = trace();
    made.add(step({ step: 3, positions: [3], pieces: ["d"], confidences: [1] }));
    expect(figuresOf(made, 3).saved).toBeNull();
  });
});

describe("a trace", () => {
  it("keeps of every position what was written when, and how surely", () => {
    expect(trace().cells).toEqual([
      { piece: "a", end: false, step: 0, confidence: 0.5 },
      { piece: "b", end: false, step: 1, confidence: 0.7 },
      { piece: "c", end: false, step: 0, confidence: 0.9 },
      null,
    ]);
  });

  it("knows which tokens end the text", () => {
    const made = trace();
    made.add(step({ step: 3, positions: [3], pieces: [""], confidences: [1], ends: [3] }));
    expect(made.cells.map((cell) => cell?.end)).toEqual([false, false, false, true]);
  });

  it("is set apart by blocks, the last one as long as what is left, or by a text's gaps", () => {
    const opened = { type: "open", length: 80, blockLength: 32, node: null } as const;
    expect(new Trace(opened).parts).toEqual([32, 32, 16]);
    expect(new Trace(opened, [64, 16]).parts).toEqual([64, 16]);
    // Whatever the gateway made of the gaps, every token has its cell.
    expect(new Trace(opened, [64, 8]).parts).toEqual([32, 32, 16]);
  });

  it("leaves out positions that are not on its canvas", () => {
    const made = trace();
    made.add(step({ step: 3, positions: [9, -1], pieces: ["x", "y"], confidences: [1, 1] }));
    expect(made.cells).toEqual(trace().cells);
  });
});
