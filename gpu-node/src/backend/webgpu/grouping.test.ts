import { describe, expect, it } from "vitest";
import type { ModelConfig } from "../../model/types.ts";
import type { StepPlan } from "../backend.ts";
import { makePlan } from "../testing/make-plan.ts";
import { groupPlans } from "./grouping.ts";
import { stepBytes } from "./memory-plan.ts";

const config = { layers: 2, hidden: 64, heads: 4, ffn: 192, vocab: 320, maxRows: 512 } as ModelConfig;
const AMPLE = 1e9;

function entry(slot: number, rows: number) {
  const plan: StepPlan = { slot, ...makePlan({ kind: "dense" }) };
  return { plan, slot: { tokens: new Int32Array(rows), rows: new Int32Array(rows) } };
}

const slots = (lengths: readonly number[], scratch: number): number[][] =>
  groupPlans(
    config,
    lengths.map((rows, i) => entry(i + 1, rows)),
    4,
    scratch,
  ).map((group) => group.map(({ plan }) => plan.slot));

describe("the packing of plans into steps", () => {
  it("packs sequences of about one length together", () => {
    expect(slots([100, 96, 104, 90], AMPLE)).toEqual([[3, 1, 2, 4]]);
  });

  it("keeps those apart that would mostly be padding", () => {
    expect(slots([512, 20, 24], AMPLE)).toEqual([[1], [3, 2]]);
  });

  it("runs as many at a time as the working space takes, and always at least one", () => {
    const two = stepBytes(config, 4, { sequences: 2, rows: 100, keys: 100 });
    expect(slots([100, 100, 100, 100, 100], two)).toEqual([[1, 2], [3, 4], [5]]);
    expect(slots([100, 100], 1)).toEqual([[1], [2]]);
  });

  it("makes nothing of nothing", () => {
    expect(slots([], AMPLE)).toEqual([]);
  });
});
