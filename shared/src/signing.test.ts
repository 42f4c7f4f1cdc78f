import { describe, expect, it } from "vitest";
import {
  equalConstantTime,
  MAX_CLOCK_SKEW_MS,
  parseSigningKey,
  type SignedParts,
  signRequest,
  verifyRequest,
} from "./signing.ts";

const KEY = parseSigningKey(`k1:${"A".repeat(43)}`);
const OTHER = parseSigningKey(`k2:${"B".repeat(43)}`);
const NOW = 1_795_000_000_000;
const PARTS: SignedParts = { method: "POST", path: "/dyllm/v1/generate", body: new TextEncoder().encode("{}") };

async function verify(changes: Partial<SignedParts>, headers: Record<string, string>, now = NOW, keys = [KEY, OTHER]) {
  const result = await verifyRequest(keys, { ...PARTS, ...changes }, (name) => headers[name], now);
  return result.ok ? "ok" : result.problem;
}

describe("request signature", () => {
  it("verifies what it signed, with either of two valid keys", async () => {
    expect(await verify({}, await signRequest(KEY, PARTS, NOW))).toBe("ok");
    expect(await verify({}, await signRequest(OTHER, PARTS, NOW))).toBe("ok");
  });

  it("covers method, path and body", async () => {
    const headers = await signRequest(KEY, PARTS, NOW);
    expect(await verify({ method: "GET" }, headers)).toBe("mismatch");
    expect(await verify({ path: "/dyllm/v1/status" }, headers)).toBe("mismatch");
    expect(await verify({ body: new TextEncoder().encode("{} ") }, headers)).toBe("mismatch");
  });

  it.each(["x-dyllm-timestamp", "x-dyllm-nonce", "x-dyllm-key-id"])("covers the header %s", async (name) => {
    const headers = await signRequest(KEY, PARTS, NOW);
    const changed = name === "x-dyllm-key-id" ? "k2" : `${Number.parseInt(headers[name] ?? "", 16) || 1}`;
    expect(await verify({}, { ...headers, [name]: changed })).not.toBe("ok");
  });

  it("refuses a clock that is off by more than the allowed skew, either way", async () => {
    const headers = await signRequest(KEY, PARTS, NOW);
    expect(await verify({}, headers, NOW + MAX_CLOCK_SKEW_MS)).toBe("ok");
    expect(await verify({}, headers, NOW + MAX_CLOCK_SKEW_MS + 1)).toBe("stale");
    expect(await verify({}, headers, NOW - MAX_CLOCK_SKEW_MS - 1)).toBe("stale");
  });

  it("refuses a timestamp that is no number", async () => {
    const headers = await signRequest(KEY, PARTS, NOW);
    expect(await verify({}, { ...headers, "x-dyllm-timestamp": "NaN" })).toBe("stale");
  });

  it("refuses a key it does not hold, and a request without a signature", async () => {
    expect(await verify({}, await signRequest(OTHER, PARTS, NOW), NOW, [KEY])).toBe("unknown_key");
    expect(await verify({}, {})).toBe("missing");
  });

  it("never uses a nonce twice", async () => {
    const nonces = await Promise.all(
      Array.from({ length: 100 }, async () => (await signRequest(KEY, PARTS, NOW))["x-dyllm-nonce"]),
    );
    expect(new Set(nonces).size).toBe(100);
  });
});

describe("parseSigningKey", () => {
  it.each(["", "noseparator", "k:short", "bad id:AAAA", `k:${"A".repeat(20)}`])("refuses %j", (text) => {
    expect(() => parseSigningKey(text)).toThrow(RangeError);
  });
});

describe("equalConstantTime", () => {
  it.each([
    ["", "", true],
    ["a", "", false],
    ["", "a", false],
    ["abc", "abc", true],
    ["abc", "abd", false],
    ["abc", "abcabc", false],
  ])("%j and %j: %s", (a, b, equal) => {
    expect(equalConstantTime(a, b)).toBe(equal);
  });
});
