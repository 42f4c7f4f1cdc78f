import { describe, expect, it } from "vitest";
import { Backoff, FIRST_PAUSE_MS, GOOD_AFTER_MS, MAX_PAUSE_MS } from "./backoff.ts";

describe("the pause before a node dials again", () => {
  it("is drawn below a bound that doubles with each failure, up to a limit", () => {
    const backoff = new Backoff(() => 0.5);
    const pauses = Array.from({ length: 9 }, () => backoff.next(0));
    expect(pauses.slice(0, 4)).toEqual([1, 2, 4, 8].map((factor) => (factor * FIRST_PAUSE_MS) / 2));
    expect(pauses.at(-1)).toBe(MAX_PAUSE_MS / 2);
  });

  it("starts anew after a connection that held, not after one that broke at once", () => {
    const backoff = new Backoff(() => 0.5);
    backoff.next(0);
    backoff.next(0);
    expect(backoff.next(GOOD_AFTER_MS - 1)).toBe(2 * FIRST_PAUSE_MS);
    expect(backoff.next(GOOD_AFTER_MS)).toBe(FIRST_PAUSE_MS / 2);
  });
});
