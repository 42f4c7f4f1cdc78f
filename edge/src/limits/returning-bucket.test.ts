import { describe, expect, it } from "vitest";
import { seededRandom } from "../../test/random.ts";
import { ReturningBucket } from "./returning-bucket.ts";

const WINDOW_MS = 60_000;
const START_MS = 1_790_000_000_000;

/** The most that was taken in any interval of one window's length, by looking at every one that begins with a taking. */
function worstWindow(taken: readonly (readonly [number, number])[]): number {
  let worst = 0;
  for (const [beginMs] of taken) {
    const inside = taken.filter(([atMs]) => atMs >= beginMs && atMs < beginMs + WINDOW_MS);
    worst = Math.max(
      worst,
      inside.reduce((sum, [, amount]) => sum + amount, 0),
    );
  }
  return worst;
}

describe("a returning bucket", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    it(`lets no more than its limit pass in any window, and refuses only what would (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const limit = 50 + Math.floor(random() * 1_000);
      const bucket = new ReturningBucket(limit, WINDOW_MS);
      const taken: [number, number][] = [];
      let nowMs = START_MS;
      for (let i = 0; i < 2_000; i++) {
        nowMs += Math.floor(random() ** 4 * 20_000);
        const amount = 1 + Math.floor(random() ** 2 * limit);
        const before = bucket.remaining(nowMs);
        const wait = bucket.waitMs(amount, nowMs);
        expect(bucket.remaining(nowMs), "asking consumes nothing").toBe(before);
        if (wait === 0) {
          bucket.take(amount, nowMs);
          taken.push([nowMs, amount]);
        } else {
          const inWindow = taken.filter(([atMs]) => atMs > nowMs - WINDOW_MS - 60);
          expect(inWindow.reduce((sum, [, n]) => sum + n, 0) + amount).toBeGreaterThan(limit);
        }
      }
      expect(taken.length).toBeGreaterThan(100);
      expect(worstWindow(taken)).toBeLessThanOrEqual(limit);
    });
  }

  it("does not let a burst at the end of one minute and another at the start of the next both pass", () => {
    const bucket = new ReturningBucket(100, WINDOW_MS);
    const minute = Math.ceil(START_MS / WINDOW_MS) * WINDOW_MS;
    bucket.take(100, minute - 1);
    expect(bucket.waitMs(1, minute)).toBe(WINDOW_MS - 1);
    expect(bucket.waitMs(100, minute + WINDOW_MS - 2)).toBe(1);
    expect(bucket.waitMs(100, minute + WINDOW_MS - 1)).toBe(0);
  });

  it("says to the millisecond when a request fits, and when all is back", () => {
    const bucket = new ReturningBucket(10, WINDOW_MS);
    bucket.take(4, START_MS);
    bucket.take(5, START_MS + 1_234);
    expect(bucket.waitMs(1, START_MS + 2_000)).toBe(0);
    expect(bucket.waitMs(2, START_MS + 2_000)).toBe(WINDOW_MS - 2_000);
    expect(bucket.waitMs(6, START_MS + 2_000)).toBe(WINDOW_MS + 1_234 - 2_000);
    expect(bucket.waitMs(11, START_MS + 2_000)).toBe(null);
    expect(bucket.resetMs(START_MS + 2_000)).toBe(WINDOW_MS + 1_234 - 2_000);
    expect(bucket.remaining(START_MS + WINDOW_MS - 1)).toBe(1);
    expect(bucket.remaining(START_MS + WINDOW_MS)).toBe(5);
    expect(bucket.resetMs(START_MS + WINDOW_MS + 1_234)).toBe(0);
  });

  it("gives back early what was not needed, once, and not after it has returned", () => {
    const bucket = new ReturningBucket(100, WINDOW_MS);
    const ticket = bucket.take(80, START_MS);
    bucket.giveBack(ticket, 70, START_MS + 10);
    expect(bucket.remaining(START_MS + 10)).toBe(90);
    bucket.giveBack(ticket, 10, START_MS + WINDOW_MS);
    expect(bucket.remaining(START_MS + WINDOW_MS)).toBe(100);
  });

  it("may go below zero and recovers", () => {
    const bucket = new ReturningBucket(10, WINDOW_MS);
    bucket.take(25, START_MS);
    expect(bucket.remaining(START_MS)).toBe(0);
    expect(bucket.waitMs(1, START_MS + 1)).toBe(WINDOW_MS - 1);
    expect(bucket.remaining(START_MS + WINDOW_MS)).toBe(10);
  });

  it("does not go back when its clock does", () => {
    const bucket = new ReturningBucket(10, WINDOW_MS);
    bucket.take(10, START_MS + 5_000);
    expect(bucket.waitMs(1, START_MS)).toBe(WINDOW_MS);
  });

  it("restores what it held", () => {
    const bucket = new ReturningBucket(10, WINDOW_MS);
    bucket.take(4, START_MS);
    bucket.take(3, START_MS + 500);
    const copy = new ReturningBucket(10, WINDOW_MS);
    copy.restore(bucket.entries(START_MS + 1_000));
    expect(copy.remaining(START_MS + 1_000)).toBe(3);
    expect(copy.remaining(START_MS + WINDOW_MS)).toBe(7);
  });
});
