import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { LEASE_MS } from "../limits/key-limiter.ts";
import { type KeyLimits, NO_LIMITS } from "../limits/key-limits.ts";
import { ApiKeyObject } from "./api-key-object.ts";
import type { AdmissionDemand } from "./key-decisions.ts";
import { OPEN_POLICY } from "./key-policy.ts";
import type { KeyClaim, StoredKey } from "./stored-key.ts";

const DIGEST = "ab".repeat(32);
const OTHER = "cd".repeat(32);
const DAY_MS = 86_400_000;

type Stub = DurableObjectStub<ApiKeyObject>;

function keyOf(limits: Partial<KeyLimits> = {}): StoredKey {
  return {
    id: "k",
    name: "test",
    tenant: "acme",
    env: "live",
    createdAtMs: Date.now(),
    expiresAtMs: null,
    secrets: [{ pepperVersion: 1, digest: DIGEST, createdAtMs: 0, expiresAtMs: null }],
    policy: { ...OPEN_POLICY, limits: { ...NO_LIMITS, ...limits } },
  };
}

const claimOf = (digest = DIGEST, over: Partial<KeyClaim> = {}): KeyClaim => ({
  keyId: "k",
  env: "live",
  digests: [{ pepperVersion: 1, digest }],
  configured: null,
  devAccepted: false,
  ...over,
});

const CLAIM = claimOf();

const demandOf = (requestId: string, tokens = 100): AdmissionDemand => ({
  requestId,
  endpoint: "chat.completions",
  model: "m",
  promptTokens: 0,
  choices: 1,
  askedMaxTokens: tokens,
  defaultMaxTokens: tokens,
});

async function issued(name: string, limits: Partial<KeyLimits> = {}): Promise<Stub> {
  const object = env.API_KEY_OBJECTS.getByName(name);
  expect(await object.create(keyOf(limits))).toBe(true);
  return object;
}

const allowed = async (object: Stub, claim = CLAIM): Promise<boolean> => (await object.authorize(claim)).ok;

const used = (tokens: number): { promptTokens: number; completionTokens: number } => ({
  promptTokens: 1,
  completionTokens: tokens - 1,
});

/** What a new instance makes of the same storage: the object after a crash or an eviction, its memory gone. */
async function restarted<T>(object: Stub, look: (fresh: ApiKeyObject) => T): Promise<T> {
  return await runInDurableObject(object, (_, state) => look(new ApiKeyObject(state, env)));
}

async function stored(object: Stub): Promise<Map<string, unknown>> {
  return await runInDurableObject(object, (_, state) => new Map(state.storage.kv.list()));
}

/** Until the alarm that is set after the answer is there. */
async function flushed(object: Stub): Promise<void> {
  for (let i = 0; i < 50; i++) {
    if (await runDurableObjectAlarm(object)) {
      return;
    }
    await scheduler.wait(5);
  }
  throw new Error("no alarm was set");
}

describe("a key's object", () => {
  it("adds up usage in memory and writes it with the alarm", async () => {
    const object = await issued("usage-adds-up");
    await object.reserve(CLAIM, demandOf("a"));
    await object.settle("a", { promptTokens: 5, completionTokens: 7 });
    await object.settle("a", { promptTokens: 5, completionTokens: 7 });
    await object.reserve(CLAIM, demandOf("b"));
    await object.settle("b", { promptTokens: 1, completionTokens: 2 });
    expect(await object.usage()).toMatchObject({ requests: 2, promptTokens: 6, completionTokens: 9 });
    const today = new Date().toISOString().slice(0, 10);
    expect((await object.usage()).days[today]).toEqual({ requests: 2, promptTokens: 6, completionTokens: 9 });
    expect((await stored(object)).has("usage")).toBe(false);
    await flushed(object);
    expect((await stored(object)).get("usage")).toMatchObject({ requests: 2 });
    expect(await restarted(object, (fresh) => fresh.usage())).toMatchObject({ requests: 2, promptTokens: 6 });
  });

  it("has a revocation, a new key and a changed limit on disk before it answers", async () => {
    const object = await issued("at-once");
    expect(await allowed(object)).toBe(true);
    expect(await restarted(object, (fresh) => fresh.authorize(CLAIM).ok)).toBe(true);
    await object.update({ policy: { ...OPEN_POLICY, limits: { ...NO_LIMITS, requestsPerMinute: 3 } } });
    expect(await restarted(object, (fresh) => fresh.describe().key?.policy.limits.requestsPerMinute)).toBe(3);
    await object.revoke(1234);
    await object.revoke(9999);
    expect(await allowed(object)).toBe(false);
    expect(await restarted(object, (fresh) => fresh.authorize(CLAIM).ok)).toBe(false);
    expect((await stored(object)).get("revokedAtMs")).toBe(1234);
    expect(await object.create(keyOf())).toBe(false);
  });

  it("never forgets what was spent of a budget, wherever it is stopped; it counts at most 1 % of it too much", async () => {
    const object = await issued("budget-survives", { tokensPerDay: 10_000 });
    for (let i = 0; i < 60; i++) {
      expect((await object.reserve(CLAIM, demandOf(`r${i}`, 70))).ok).toBe(true);
      await object.settle(`r${i}`, used(40));
      const before = (await object.describe()).spent.day;
      expect(before).toBe((i + 1) * 40);
      const after = await restarted(object, (fresh) => fresh.describe().spent.day);
      expect(after).toBeGreaterThanOrEqual(before);
      expect(after).toBeLessThanOrEqual(before + 70 + 100);
    }
    await flushed(object);
    expect(await restarted(object, (fresh) => fresh.describe().spent.day)).toBe(2_400);
  });

  it("holds its rates over a restart once they are written, and forgets at most what came since", async () => {
    const object = await issued("rates-survive", { requestsPerMinute: 5 });
    await object.reserve(CLAIM, demandOf("a"));
    await object.reserve(CLAIM, demandOf("b"));
    await flushed(object);
    await object.reserve(CLAIM, demandOf("c"));
    const left = await restarted(object, (fresh) => {
      const result = fresh.authorize(CLAIM);
      return result.ok ? result.view.requests?.remaining : null;
    });
    expect(left).toBe(3);
    expect((await object.reserve(CLAIM, demandOf("d"))).ok).toBe(true);
    expect(await restarted(object, (fresh) => fresh.describe().running)).toBe(2);
  });

  it("charges a settlement in full when a restart has lost its reservation", async () => {
    const object = await issued("lost-reservation", { tokensPerDay: 10_000 });
    await object.settle("from-before", used(30));
    await object.settle("from-before", used(30));
    expect(await object.describe()).toMatchObject({ spent: { day: 30 }, usage: { requests: 1, promptTokens: 1 } });
  });

  it("frees the place of a gateway that died, by its alarm, and counts what was last heard of the request", async () => {
    const object = await issued("dead-gateway", { concurrency: 1 });
    await object.reserve(CLAIM, demandOf("dead"));
    await object.renew("dead", used(40));
    expect(await object.reserve(CLAIM, demandOf("next"))).toMatchObject({ ok: false, limit: "concurrency" });
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      vi.setSystemTime(Date.now() + LEASE_MS - 1_000);
      await flushed(object);
      expect(await object.describe()).toMatchObject({ running: 1, usage: { requests: 0 } });
      vi.setSystemTime(Date.now() + 2_000);
      await flushed(object);
      expect(await object.describe()).toMatchObject({ running: 0, usage: { requests: 1, completionTokens: 39 } });
      expect((await stored(object)).get("usage")).toMatchObject({ requests: 1 });
      await object.settle("dead", used(50));
      expect(await object.describe()).toMatchObject({ usage: { requests: 1, completionTokens: 49 } });
    } finally {
      vi.useRealTimers();
    }
  });

  it("lets parallel reservations through one by one until the limit, and no further", async () => {
    const object = await issued("parallel", { tokensPerMinute: 1_000 });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => object.reserve(CLAIM, demandOf(`p${i}`, 60))),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(16);
    const refusal = answers.find((answer) => !answer.ok);
    expect(refusal).toMatchObject({ reason: "limit", limit: "tokensPerMinute", view: { tokens: { remaining: 40 } } });
  });

  it("accepts both secrets during a rotation's overlap, and the new one alone after it", async () => {
    const object = await issued("rotation");
    const now = Date.now();
    await object.rotate({ pepperVersion: 2, digest: OTHER }, now + DAY_MS);
    const newClaim = claimOf(OTHER, { digests: [{ pepperVersion: 2, digest: OTHER }] });
    expect([await allowed(object), await allowed(object, newClaim)]).toEqual([true, true]);
    expect((await object.describe()).overlapUntilMs).toBe(now + DAY_MS);
    const third = "ef".repeat(32);
    await object.rotate({ pepperVersion: 2, digest: third }, now - 1);
    expect(await allowed(object), "the first secret ends with the second rotation").toBe(false);
    expect(await allowed(object, newClaim), "an overlap of nothing").toBe(false);
    expect(await allowed(object, claimOf(third, { digests: [{ pepperVersion: 2, digest: third }] }))).toBe(true);
    expect((await object.describe()).overlapUntilMs).toBe(null);
  });

  it("refuses a digest under another pepper, another environment, an ended key, and a development key from afar", async () => {
    const object = await issued("refusals");
    expect(await allowed(object, claimOf(DIGEST, { digests: [{ pepperVersion: 2, digest: DIGEST }] }))).toBe(false);
    expect(await allowed(object, claimOf(DIGEST, { env: "test" }))).toBe(false);
    expect(await allowed(object, claimOf(OTHER))).toBe(false);
    await object.update({ expiresAtMs: Date.now() - 1 });
    expect(await allowed(object)).toBe(false);
    const dev = env.API_KEY_OBJECTS.getByName("refusals-dev");
    await dev.create({ ...keyOf(), env: "dev" });
    expect(await allowed(dev, claimOf(DIGEST, { env: "dev" }))).toBe(false);
    expect(await allowed(dev, claimOf(DIGEST, { env: "dev", devAccepted: true }))).toBe(true);
  });

  it("holds a request against its scopes before its limits, and consumes nothing when it refuses", async () => {
    const object = await issued("scopes", { requestsPerMinute: 10 });
    const scopes = { models: ["m"], endpoints: ["chat.completions" as const], maxTokens: 50 };
    await object.update({ policy: { ...OPEN_POLICY, limits: { ...NO_LIMITS, requestsPerMinute: 10 }, scopes } });
    const ask = (over: Partial<AdmissionDemand>): Promise<unknown> =>
      object.reserve(CLAIM, { ...demandOf("s", 50), ...over });
    expect(await ask({ model: "other" })).toEqual({ ok: false, reason: "model" });
    expect(await ask({ endpoint: "completions" })).toEqual({ ok: false, reason: "endpoint" });
    expect(await ask({ askedMaxTokens: 51 })).toEqual({ ok: false, reason: "max_tokens", maxTokens: 50 });
    expect(await ask({ askedMaxTokens: null, defaultMaxTokens: 900 })).toMatchObject({
      ok: true,
      maxTokens: 50,
      view: { requests: { remaining: 9 } },
    });
  });

  it("keeps the revocation and the totals that version 0.1.0 had written", async () => {
    const object = env.API_KEY_OBJECTS.getByName("first-version");
    await runInDurableObject(object, (_, state) => {
      state.storage.sql.exec(`CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), revoked_at_ms INTEGER,
        requests INTEGER NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, last_used_ms INTEGER)`);
      state.storage.sql.exec("INSERT INTO state VALUES (1, 77, 3, 4, 5, 6)");
      const fresh = new ApiKeyObject(state, env);
      expect(fresh.describe()).toMatchObject({
        revokedAtMs: 77,
        usage: { requests: 3, promptTokens: 4, completionTokens: 5, lastUsedMs: 6 },
      });
      expect(new ApiKeyObject(state, env).describe().revokedAtMs).toBe(77);
    });
  });
});
