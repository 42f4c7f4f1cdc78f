import { describe, expect, it } from "vitest";
import { NONCE_LIFETIME_MS, ReplayCache } from "./replay-cache.ts";

describe("ReplayCache", () => {
  it("knows a nonce until its lifetime is over, the last millisecond included", () => {
    const cache = new ReplayCache();
    expect(cache.admit("a", 0)).toBe("new");
    expect(cache.admit("a", NONCE_LIFETIME_MS)).toBe("seen");
    expect(cache.admit("a", NONCE_LIFETIME_MS + 1)).toBe("new");
  });

  it("forgets expired nonces and only those", () => {
    const cache = new ReplayCache();
    cache.admit("a", 0);
    cache.admit("b", 1_000);
    cache.admit("c", NONCE_LIFETIME_MS + 500);
    expect(cache.size).toBe(2);
    expect(cache.admit("b", NONCE_LIFETIME_MS + 500)).toBe("seen");
  });

  it("refuses when full instead of forgetting, and recovers when the oldest expires", () => {
    const cache = new ReplayCache(2);
    cache.admit("a", 0);
    cache.admit("b", 10);
    expect(cache.admit("c", 20)).toBe("full");
    expect(cache.admit("a", 20)).toBe("seen");
    expect(cache.admit("c", NONCE_LIFETIME_MS + 1)).toBe("new");
  });
});
