import { describe, expect, it } from "vitest";
import { type CalibrationPoint, fastest, frontier, presetsOf, REFERENCE, stageCandidates } from "./calibration.ts";

const point = (same: number, tokensPerSecond: number, tau = same): CalibrationPoint => ({
  settings: { mode: "dyllm-exact", tau },
  same,
  tokensPerSecond,
  stepsPerAnswer: 1,
});

describe("frontier", () => {
  it("keeps what no other point beats, slowest first", () => {
    const points = [point(1, 10), point(0.9, 30), point(0.9, 20), point(0.95, 25), point(0.8, 5)];
    expect(frontier(points)).toEqual([points[0], points[3], points[1]]);
  });

  it("keeps equal points", () => {
    expect(frontier([point(1, 10, 0.1), point(1, 10, 0.2)]).length).toBe(2);
  });
});

describe("presetsOf", () => {
  it("takes the fastest point that keeps enough answers", () => {
    const points = [point(1, 10), point(0.99, 40), point(0.96, 90), point(0.5, 900)];
    expect(presetsOf(points)).toEqual({
      quality: REFERENCE,
      balanced: points[1]?.settings,
      fast: points[2]?.settings,
    });
    expect(fastest(points, 0.4)).toBe(points[3]);
  });

  it("falls back to dense steps where nothing qualifies", () => {
    expect(presetsOf([point(0.5, 900)])).toEqual({ quality: REFERENCE, balanced: REFERENCE, fast: REFERENCE });
  });
});

describe("stageCandidates", () => {
  it("tries modes, then commit rules, then windows, each from the best so far", () => {
    const modes = stageCandidates(0, null, ["dense", "dyllm-exact"], 32);
    expect(modes.map(({ mode, tau }) => [mode, tau])).toEqual([
      ["dense", undefined],
      ["dyllm-exact", 0.98],
      ["dyllm-exact", 0.99],
      ["dyllm-exact", 0.995],
    ]);
    const rules = stageCandidates(1, { mode: "dense", confidenceThreshold: 0.9 }, [], 32);
    expect(
      rules.every(({ confidenceThreshold, entropyBound }) => (confidenceThreshold ?? entropyBound) !== undefined),
    ).toBe(true);
    expect(rules.filter((rule) => "entropyBound" in rule && "confidenceThreshold" in rule)).toEqual([]);
    expect(stageCandidates(2, { mode: "dense" }, [], 32).map(({ lookahead }) => lookahead)).toEqual([0, 32, 64]);
  });
});
