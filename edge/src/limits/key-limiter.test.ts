import { describe, expect, it } from "vitest";
import { seededRandom } from "../../test/random.ts";
import { KeyLimiter, LEASE_MS } from "./key-limiter.ts";
import { type KeyLimits, NO_LIMITS } from "./key-limits.ts";

const NOON = Date.parse("2026-11-23T12:00:00Z");

const limiter = (limits: Partial<KeyLimits>): KeyLimiter =>
  new KeyLimiter({ ...NO_LIMITS, ...limits }, null, null, NOON);

const used = (tokens: number): { promptTokens: number; completionTokens: number } => ({
  promptTokens: 0,
  completionTokens: tokens,
});

describe("a key's limiter", () => {
  it("lets 5 parallel requests of 60 tokens through a limit of 100 tokens a minute one by one", () => {
    const key = limiter({ tokensPerMinute: 100 });
    const answers = [1, 2, 3, 4, 5].map((i) => key.reserve(`r${i}`, 60, NOON).ok);
    expect(answers).toEqual([true, false, false, false, false]);
    key.settle("r1", used(60), NOON + 5_000);
    expect(key.reserve("r6", 60, NOON + 59_999).ok).toBe(false);
    expect(key.reserve("r7", 60, NOON + 60_000).ok).toBe(true);
  });

  for (const seed of [11, 12, 13, 14]) {
    it(`keeps parallel streams within tokens per minute, requests and places at every moment (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const limits = { requestsPerMinute: 40, tokensPerMinute: 5_000, concurrency: 6, tokensPerDay: 60_000 };
      const key = limiter(limits);
      interface Stream {
        readonly id: string;
        readonly estimate: number;
        readonly actual: number;
        readonly endMs: number;
      }
      const running: Stream[] = [];
      const admitted: { atMs: number; tokens: number }[] = [];
      let produced = 0;
      let refused = 0;
      for (let i = 0, nowMs = NOON; i < 3_000; i++) {
        nowMs += Math.floor(random() ** 3 * 2_000);
        for (const stream of running.filter((s) => s.endMs <= nowMs)) {
          running.splice(running.indexOf(stream), 1);
          key.settle(stream.id, used(stream.actual), nowMs);
          key.settle(stream.id, used(stream.actual), nowMs);
          produced += stream.actual;
        }
        const estimate = 1 + Math.floor(random() * 1_200);
        const stream = {
          id: `r${i}`,
          estimate,
          actual: Math.floor(random() * (estimate + 1)),
          endMs: nowMs + random() * 20_000,
        };
        const before = key.view(nowMs);
        if (key.reserve(stream.id, estimate, nowMs).ok) {
          running.push(stream);
          admitted.push({ atMs: nowMs, tokens: stream.actual });
        } else {
          refused++;
          expect(key.view(nowMs)).toEqual(before);
        }
        expect(running.length).toBeLessThanOrEqual(limits.concurrency);
        const lastMinute = admitted.filter(({ atMs }) => atMs > nowMs - 60_000);
        expect(lastMinute.length).toBeLessThanOrEqual(limits.requestsPerMinute);
        expect(lastMinute.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(limits.tokensPerMinute);
        const reserved = running.reduce((sum, s) => sum + s.estimate, 0);
        expect(key.spent(nowMs).day).toBe(produced + reserved);
        expect(produced + reserved).toBeLessThanOrEqual(limits.tokensPerDay);
      }
      expect(refused).toBeGreaterThan(100);
      expect(admitted.length).toBeGreaterThan(50);
    });
  }

  it("names the limit that takes longest, and the time is exact", () => {
    const key = limiter({ requestsPerMinute: 1, tokensPerDay: 100 });
    key.reserve("a", 80, NOON);
    expect(key.reserve("b", 10, NOON + 400)).toEqual({ ok: false, limit: "requestsPerMinute", retryAfterMs: 59_600 });
    expect(key.reserve("b", 30, NOON + 400)).toEqual({
      ok: false,
      limit: "tokensPerDay",
      retryAfterMs: 12 * 3_600_000 - 400,
    });
    expect(key.reserve("b", 101, NOON + 400)).toEqual({ ok: false, limit: "tokensPerDay", retryAfterMs: null });
  });

  it("charges a repeated reservation once, open or settled, and a repeated settlement not at all", () => {
    const key = limiter({ tokensPerMinute: 100, concurrency: 1 });
    expect(key.reserve("a", 60, NOON).ok).toBe(true);
    expect(key.reserve("a", 60, NOON + 1).ok).toBe(true);
    expect(key.running).toBe(1);
    expect(key.settle("a", used(10), NOON + 2)).toEqual({ repeated: false, reported: null });
    expect(key.settle("a", used(90), NOON + 3)).toEqual({ repeated: true, reported: null });
    expect(key.reserve("a", 60, NOON + 4).ok).toBe(true);
    expect(key.running).toBe(0);
    expect(key.view(NOON + 5).tokens?.remaining).toBe(90);
  });

  it("charges what was used beyond the estimate when it is settled", () => {
    const key = limiter({ tokensPerMinute: 100, tokensPerDay: 1_000 });
    key.reserve("a", 60, NOON);
    key.settle("a", used(150), NOON + 1_000);
    expect(key.view(NOON + 1_000).tokens?.remaining).toBe(0);
    expect(key.spent(NOON + 1_000).day).toBe(150);
    expect(key.reserve("b", 1, NOON + 60_999).ok).toBe(true);
  });

  it("frees the place of a lease that is not renewed, and keeps its charge", () => {
    const key = limiter({ concurrency: 1, tokensPerDay: 1_000 });
    key.reserve("lost", 60, NOON);
    expect(key.reserve("next", 60, NOON + 1)).toMatchObject({ ok: false, limit: "concurrency" });
    expect(key.expire(NOON + LEASE_MS - 1)).toEqual([]);
    expect(key.expire(NOON + LEASE_MS)).toEqual([used(0)]);
    expect(key.reserve("next", 60, NOON + LEASE_MS).ok).toBe(true);
    expect(key.spent(NOON + LEASE_MS).day).toBe(120);
  });

  it("keeps a renewed lease, and charges it what it was known to have used when it ends after all", () => {
    const key = limiter({ concurrency: 1, tokensPerDay: 1_000 });
    key.reserve("a", 600, NOON);
    key.renew("a", used(100), NOON + LEASE_MS - 1);
    expect(key.expire(NOON + LEASE_MS)).toEqual([]);
    expect(key.expire(NOON + 2 * LEASE_MS)).toEqual([used(100)]);
    expect(key.spent(NOON + 2 * LEASE_MS).day).toBe(100);
    expect(key.settle("a", used(130), NOON + 3 * LEASE_MS)).toEqual({ repeated: false, reported: used(100) });
    expect(key.spent(NOON + 3 * LEASE_MS).day).toBe(130);
    expect(key.settle("a", used(130), NOON + 3 * LEASE_MS).repeated).toBe(true);
  });

  it("comes back from the disk with its rates, budgets and leases", () => {
    const limits = { ...NO_LIMITS, requestsPerMinute: 10, tokensPerMinute: 100, concurrency: 2, tokensPerDay: 1_000 };
    const before = new KeyLimiter(limits, null, null, NOON);
    before.reserve("open", 30, NOON);
    before.reserve("done", 50, NOON + 1_000);
    before.settle("done", used(20), NOON + 2_000);
    const after = new KeyLimiter(limits, before.budgets(), before.rates(NOON + 2_000), NOON + 3_000);
    expect(after.running).toBe(1);
    expect(after.view(NOON + 3_000).tokens?.remaining).toBe(50);
    expect(after.spent(NOON + 3_000).day).toBe(50 + 10);
    after.settle("open", used(10), NOON + 4_000);
    expect(after.running).toBe(0);
    expect(after.spent(NOON + 4_000).day).toBe(30 + 10);
    expect(after.view(NOON + 61_000).tokens?.remaining).toBe(100);
  });

  it("follows a change of its limits at once", () => {
    const key = limiter({ requestsPerMinute: 1 });
    key.reserve("a", 1, NOON);
    expect(key.reserve("b", 1, NOON).ok).toBe(false);
    key.setLimits({ ...NO_LIMITS, requestsPerMinute: 2 });
    expect(key.reserve("b", 1, NOON).ok).toBe(true);
  });
});
