import { describe, expect, it } from "vitest";
import { type NodeHistory, type NodeSample, plottedMinutes, plottedSamples, withSamples } from "./history.ts";

const SAMPLE: NodeSample = { queued: 0, stepsPerSecond: 10, salientFraction: 0.2 };

function after(looks: number): NodeHistory {
  let history: NodeHistory = new Map();
  for (let i = 0; i < looks; i++) {
    history = withSamples(history, new Map([["node-1", { ...SAMPLE, queued: i }]]));
  }
  return history;
}

describe("the history of the nodes", () => {
  it("keeps the last ten minutes", () => {
    const samples = after(500).get("node-1") ?? [];
    expect(samples).toHaveLength(120);
    expect(samples.at(-1)?.queued).toBe(499);
  });

  it("forgets nodes that are gone", () => {
    expect([...withSamples(after(3), new Map([["node-2", SAMPLE]])).keys()]).toEqual(["node-2"]);
  });

  it.each([
    [1, 2],
    [25, 2],
    [26, 3],
    [500, 10],
  ])("of %i looks is plotted over %i minutes", (looks, minutes) => {
    expect(plottedMinutes(plottedSamples(after(looks)))).toBe(minutes);
  });
});
