import { describe, expect, it } from "vitest";
import { Budget } from "./budget.ts";

const at = (text: string): number => Date.parse(text);

describe("a budget", () => {
  it("runs from midnight to midnight UTC, and says to the millisecond when it is renewed", () => {
    const now = at("2026-11-23T23:59:59.250Z");
    const day = new Budget("day", 100, null, now);
    day.charge(100, now);
    expect(day.waitMs(1, now)).toBe(750);
    expect(day.waitMs(1, at("2026-11-23T23:59:59.999Z"))).toBe(1);
    expect(day.waitMs(1, at("2026-11-24T00:00:00.000Z"))).toBe(0);
    expect(day.remaining(at("2026-11-24T00:00:00.000Z"))).toBe(100);
  });

  it.each([
    ["2026-11-30T23:59:59.999Z", "2026-12-01T00:00:00.000Z"],
    ["2026-12-31T12:00:00.000Z", "2027-01-01T00:00:00.000Z"],
    ["2028-02-29T00:00:00.000Z", "2028-03-01T00:00:00.000Z"],
  ])("of a month that is spent at %s is renewed at %s", (spentAt, renewedAt) => {
    const month = new Budget("month", 100, null, at(spentAt));
    month.charge(60, at(spentAt));
    expect(month.waitMs(50, at(spentAt))).toBe(at(renewedAt) - at(spentAt));
    expect(month.waitMs(50, at(renewedAt) - 1)).toBe(1);
    expect(month.waitMs(50, at(renewedAt))).toBe(0);
  });

  it("never fits what is larger than itself", () => {
    expect(new Budget("day", 100, null, 0).waitMs(101, 0)).toBe(null);
  });

  it("forgets with its period what was charged too much, and charges what was too little to the next one", () => {
    const before = at("2026-11-23T23:59:00Z");
    const after = at("2026-11-24T00:01:00Z");
    const day = new Budget("day", 100, null, before);
    const period = day.charge(50, before);
    day.correct(period, -20, before);
    expect(day.spent(before)).toBe(30);
    day.correct(period, -20, after);
    expect(day.spent(after)).toBe(0);
    day.correct(period, 7, after);
    expect(day.spent(after)).toBe(7);
  });

  it("is on disk ahead of its spending: a crash counts at most a hundredth of it too much, and nothing too little", () => {
    const now = at("2026-11-23T12:00:00Z");
    const day = new Budget("day", 10_000, null, now);
    let disk = { periodStartMs: 0, spent: 0 };
    let writes = 0;
    for (let i = 0; i < 500; i++) {
      day.charge(7, now);
      if (day.isBehind()) {
        disk = day.ahead();
        writes++;
      }
      const afterCrash = new Budget("day", 10_000, disk, now);
      expect(afterCrash.spent(now)).toBeGreaterThanOrEqual(day.spent(now));
      expect(afterCrash.spent(now)).toBeLessThanOrEqual(day.spent(now) + 100);
    }
    expect(writes).toBeLessThan(50);
    expect(new Budget("day", 10_000, day.exact(), now).spent(now)).toBe(3_500);
  });

  it("starts anew when what is on disk belongs to an earlier period", () => {
    const stored = { periodStartMs: at("2026-11-22T00:00:00Z"), spent: 99 };
    expect(new Budget("day", 100, stored, at("2026-11-23T00:00:00Z")).spent(at("2026-11-23T00:00:00Z"))).toBe(0);
  });
});
