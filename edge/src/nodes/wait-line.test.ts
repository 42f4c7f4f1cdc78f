import { describe, expect, it } from "vitest";
import { ABANDONED_MS, WaitLine } from "./wait-line.ts";

describe("the line of requests that wait for a free node", () => {
  it("serves first come first, each model for itself", () => {
    const line = new WaitLine();
    const first = line.join("m", 0);
    const second = line.join("m", 1);
    const other = line.join("other", 2);
    expect(line.isNext(second, 3)).toBe(false);
    expect(line.isNext(other, 3)).toBe(true);
    expect(line.isNext(first, 3)).toBe(true);
    line.leave(first);
    expect(line.isNext(second, 4)).toBe(true);
    line.leave(second);
    expect(line.length("m", 5)).toBe(0);
  });

  it("passes over a place whose owner has stopped asking", () => {
    const line = new WaitLine();
    const gone = line.join("m", 0);
    const waiting = line.join("m", 0);
    expect(line.isNext(waiting, ABANDONED_MS - 1)).toBe(false);
    expect(line.isNext(waiting, ABANDONED_MS)).toBe(true);
    expect(line.length("m", ABANDONED_MS)).toBe(1);
    expect(line.isNext(gone, ABANDONED_MS + 1)).toBe(false);
    expect(line.length("m", ABANDONED_MS + 1)).toBe(2);
  });
});
