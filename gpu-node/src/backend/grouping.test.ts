import { describe, expect, it } from "vitest";
import type { StepPlan } from "./backend.ts";
import { groupPlans } from "./grouping.ts";
import { makePlan } from "./testing/make-plan.ts";

const AMPLE = 1e9;

function entry(slot: number, rows: number) {
  const plan: StepPlan = { slot, ...makePlan({ kind: "dense" }) };
  return { plan, slot: { tokens: new Int32Array(rows) } };
}

/** Slots by group, where a step takes at most so many padded rows. */
const slots = (lengths: readonly number[], most: number): number[][] =>
  groupPlans(
    lengths.map((rows, i) => entry(i + 1, rows)),
    ({ sequences, rows }) => sequences * rows <= most,
  ).map((group) => group.map(({ plan }) => plan.slot));

describe("the packing of plans into steps", () => {
  it("packs sequences of about one length together", () => {
    expect(slots([100, 96, 104, 90], AMPLE)).toEqual([[3, 1, 2, 4]]);
  });

  it("keeps those apart that would mostly be padding", () => {
    expect(slots([512, 20, 24], AMPLE)).toEqual([[1], [3, 2]]);
  });

  it("runs as many at a time as the working space takes, and always at least one", () => {
    expect(slots([100, 100, 100, 100, 100], 200)).toEqual([[1, 2], [3, 4], [5]]);
    expect(slots([100, 100], 1)).toEqual([[1], [2]]);
  });

  it("makes nothing of nothing", () => {
    expect(slots([], AMPLE)).toEqual([]);
  });
});
