import { describe, expect, it } from "vitest";
import { KeyLimiter } from "./key-limiter.ts";
import { NO_LIMITS } from "./key-limits.ts";
import { goDuration, rateHeaders } from "./rate-headers.ts";

describe("a duration in a header", () => {
  it.each([
    [0, "0s"],
    [1, "1ms"],
    [120, "120ms"],
    [1_000, "1s"],
    [59_999, "59.999s"],
    [60_000, "1m0s"],
    [90_250, "1m30.25s"],
    [86_400_000, "24h0m0s"],
  ])("of %i ms is %s", (ms, text) => {
    expect(goDuration(ms)).toBe(text);
  });
});

describe("the limit headers", () => {
  it("are right to the millisecond", () => {
    const limiter = new KeyLimiter({ ...NO_LIMITS, requestsPerMinute: 3, tokensPerMinute: 1_000 }, null, null, 0);
    limiter.reserve("a", 400, 10_000);
    expect(rateHeaders(limiter.view(10_750))).toEqual({
      "x-ratelimit-limit-requests": "3",
      "x-ratelimit-remaining-requests": "2",
      "x-ratelimit-reset-requests": "59.25s",
      "x-ratelimit-limit-tokens": "1000",
      "x-ratelimit-remaining-tokens": "600",
      "x-ratelimit-reset-tokens": "59.25s",
    });
    expect(rateHeaders(limiter.view(69_999))["x-ratelimit-reset-tokens"]).toBe("1ms");
    expect(rateHeaders(limiter.view(70_000))).toMatchObject({
      "x-ratelimit-remaining-requests": "3",
      "x-ratelimit-reset-requests": "0s",
      "x-ratelimit-remaining-tokens": "1000",
    });
  });

  it("show the budget with the least left when tokens have no rate, and nothing without a limit", () => {
    const noon = Date.parse("2026-11-23T12:00:00Z");
    const limiter = new KeyLimiter({ ...NO_LIMITS, tokensPerDay: 500, tokensPerMonth: 5_000 }, null, null, noon);
    limiter.reserve("a", 100, noon);
    expect(rateHeaders(limiter.view(noon))).toEqual({
      "x-ratelimit-limit-tokens": "500",
      "x-ratelimit-remaining-tokens": "400",
      "x-ratelimit-reset-tokens": "12h0m0s",
    });
    expect(rateHeaders(new KeyLimiter(NO_LIMITS, null, null, noon).view(noon))).toEqual({});
  });
});
