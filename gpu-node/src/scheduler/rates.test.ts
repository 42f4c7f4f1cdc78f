import { describe, expect, it } from "vitest";
import { Rates } from "./rates.ts";
import { RetryAfter } from "./retry-after.ts";

const work = { ms: 100, steps: 2, tokens: 6, sparseSteps: 2, salientSum: 0.5 };

describe("Rates", () => {
  it("gives work per second of backend time", () => {
    const rates = new Rates();
    rates.record(1_000, work);
    rates.record(5_500, work);
    expect(rates.snapshot(6_000)).toEqual({ stepsPerSecond: 20, tokensPerSecond: 60, salientFraction: 0.25 });
  });

  it("forgets what is older than a minute and is 0 when idle", () => {
    const rates = new Rates();
    rates.record(1_000, { ...work, tokens: 600 });
    rates.record(30_000, work);
    expect(rates.snapshot(61_500).tokensPerSecond).toBe(60);
    expect(rates.snapshot(200_000)).toEqual({ stepsPerSecond: 0, tokensPerSecond: 0, salientFraction: 0 });
  });

  it("calls the salient share 1 when all steps were dense", () => {
    const rates = new Rates();
    rates.record(0, { ...work, sparseSteps: 0, salientSum: 0 });
    expect(rates.snapshot(10).salientFraction).toBe(1);
  });
});

describe("RetryAfter", () => {
  it("follows the queue and the time requests have taken lately", () => {
    const estimate = new RetryAfter();
    estimate.record(4_000);
    expect([estimate.estimate(3, 2), estimate.estimate(0, 2)]).toEqual([8_000, 2_000]);
    estimate.record(9_000);
    expect(estimate.estimate(0, 1)).toBe(5_000);
  });

  it("stays within half a second and a minute", () => {
    const estimate = new RetryAfter();
    estimate.record(1);
    expect(estimate.estimate(0, 4)).toBe(500);
    estimate.record(10_000_000);
    expect(estimate.estimate(9, 1)).toBe(60_000);
  });
});
