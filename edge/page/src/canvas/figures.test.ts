import { describe, expect, it } from "vitest";
import type { CanvasStep } from "../api/canvas-events.ts";
import { figuresOf } from "./figures.ts";
import { Trace } from "./trace.ts";

function trace(): Trace {
  const made = new Trace({ type: "open", length: 4, blockLength: 2, node: "node-1" });
  made.add(
    step({ step: 1, ms: 30, positions: [2, 0], pieces: ["c", "a"], confidences: [0.9, 0.5], salientFraction: 1 }),
  );
  made.add(step({ step: 2, ms: 10, positions: [1], pieces: ["b"], confidences: [0.7], salientFraction: 0.25 }));
  return made;
}

function step(given: Partial<CanvasStep>): CanvasStep {
  const nothing = { step: 1, kind: "dense", ms: 0, positions: [], pieces: [], confidences: [], recomputed: null };
  return { ...nothing, salientFraction: 1, ...given };
}

describe("the figures of a canvas", () => {
  it("add up the steps that are shown", () => {
    expect(figuresOf(trace(), 1, null)).toEqual({
      steps: 1,
      tokens: 2,
      tokensPerStep: 2,
      tokensPerSecond: 2000 / 30,
      saved: 0,
    });
    expect(figuresOf(trace(), 2, null)).toMatchObject({
      tokens: 3,
      tokensPerStep: 1.5,
      tokensPerSecond: 75,
      saved: 0.375,
    });
  });

  it("say nothing before the first step", () => {
    expect(figuresOf(trace(), 0, null)).toEqual({
      steps: 0,
      tokens: 0,
      tokensPerStep: null,
      tokensPerSecond: null,
      saved: null,
    });
  });

  it("take the gateway's own count of the compute for the whole canvas, and only for that", () => {
    const usage = { completionTokens: 3, steps: 2, computeShare: 0.4 };
    expect(figuresOf(trace(), 2, usage).saved).toBeCloseTo(0.6);
    expect(figuresOf(trace(), 1, usage).saved).toBe(0);
  });
});

describe("a trace", () => {
  it("keeps of every position what was written when, and how surely", () => {
    expect(trace().cells).toEqual([
      { piece: "a", step: 0, confidence: 0.5 },
      { piece: "b", step: 1, confidence: 0.7 },
      { piece: "c", step: 0, confidence: 0.9 },
      null,
    ]);
  });

  it("leaves out positions that are not on its canvas", () => {
    const made = trace();
    made.add(step({ step: 3, positions: [9, -1], pieces: ["x", "y"], confidences: [1, 1] }));
    expect(made.cells).toEqual(trace().cells);
  });
});
