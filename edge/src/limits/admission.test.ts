import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Gateway, hmacHex, PEPPER, SECRET, startGateway } from "../../test/gateway.ts";
import { answerFrames, frameResponse, MODEL, serveNodes, slowResponse } from "../../test/upstream.ts";
import type { AdmissionDemand } from "../auth/key-decisions.ts";
import type { KeyClaim } from "../auth/stored-key.ts";
import type { Env } from "../env.ts";
import { Admission } from "./admission.ts";
import { LEASE_MS, type TokensUsed } from "./key-limiter.ts";
import { type KeyLimits, NO_LIMITS } from "./key-limits.ts";
import { LocalLine } from "./local-line.ts";

const BODY = { model: MODEL, messages: [{ role: "user", content: "hello" }], max_completion_tokens: 50 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** A gateway whose one key has limits. */
async function limited(keyId: string, limits: Partial<KeyLimits>, bindings: Partial<Env> = {}): Promise<Gateway> {
  const record = { id: keyId, digest: await hmacHex(PEPPER, SECRET), pepperVersion: 1, name: "limited", env: "live" };
  return await startGateway({
    keyId,
    bindings: { API_KEYS: JSON.stringify([{ ...record, limits: { ...NO_LIMITS, ...limits } }]), ...bindings },
  });
}

const serve = (): unknown =>
  serveNodes({ "node-a.test": (request) => frameResponse(answerFrames(request, ["good ", "answer"])) });

async function chat(gateway: Gateway, body: object = BODY): Promise<Response> {
  const response = await gateway.chat(body);
  const text = await response.text();
  await gateway.settled();
  return new Response(text, response);
}

/** Key objects that tell which method is called before it is, and fail where `before` throws. */
function watched(before: (method: "authorize" | "reserve" | "settle") => void): Env["API_KEY_OBJECTS"] {
  return {
    getByName: (name: string) => {
      const object = env.API_KEY_OBJECTS.getByName(name);
      return {
        authorize: async (claim: KeyClaim) => {
          before("authorize");
          return await object.authorize(claim);
        },
        reserve: async (claim: KeyClaim, demand: AdmissionDemand) => {
          before("reserve");
          return await object.reserve(claim, demand);
        },
        settle: async (requestId: string, used: TokensUsed) => {
          before("settle");
          await object.settle(requestId, used);
        },
      };
    },
  } as unknown as Env["API_KEY_OBJECTS"];
}

function failIf(away: boolean): void {
  if (away) {
    throw new Error("the object is away");
  }
}

describe("limits of a key", () => {
  it("show on every answer, also on those that fail, and refused requests consume nothing", async () => {
    serve();
    const gateway = await limited("limheaders01", { requestsPerMinute: 2, tokensPerMinute: 10_000 });
    const first = await chat(gateway);
    expect(first.headers.get("x-ratelimit-limit-requests")).toBe("2");
    expect(first.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    expect(first.headers.get("x-ratelimit-limit-tokens")).toBe("10000");
    expect(first.headers.get("x-ratelimit-reset-requests")).toMatch(/^(\d+ms|59(\.\d+)?s|1m0s)$/);
    const broken = await chat(gateway, { ...BODY, temperature: 9 });
    expect(broken.status).toBe(400);
    expect(broken.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    const unknown = await chat(gateway, { ...BODY, model: "nope" });
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    const models = await gateway.fetch("/v1/models", {
      headers: { authorization: `Bearer sk-dyllm-live-limheaders01-${SECRET}` },
    });
    expect(models.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    expect((await chat(gateway)).headers.get("x-ratelimit-remaining-requests")).toBe("0");
    for (let i = 0; i < 3; i++) {
      const refused = await chat(gateway);
      expect(refused.status).toBe(429);
      expect(refused.headers.get("x-should-retry")).toBe("true");
      expect(Number(refused.headers.get("retry-after-ms"))).toBeLessThanOrEqual(60_000);
      expect(Number(refused.headers.get("retry-after-ms"))).toBeGreaterThan(50_000);
      expect(Number(refused.headers.get("retry-after"))).toBe(
        Math.ceil(Number(refused.headers.get("retry-after-ms")) / 1_000),
      );
      expect(await refused.json()).toMatchObject({ error: { code: "rate_limit_exceeded", type: "rate_limit_error" } });
    }
  });

  it("are right to the millisecond by a simulated clock, from the first header to the last refusal", async () => {
    serve();
    const gateway = await limited("limclock0001", { requestsPerMinute: 2, tokensPerMinute: 10_000 });
    const noon = Date.parse("2026-11-23T12:00:00Z");
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const at = async (ms: number): Promise<Record<string, string | number | null>> => {
        vi.setSystemTime(noon + ms);
        const { status, headers } = await chat(gateway);
        const of = (name: string): string | null => headers.get(name);
        return {
          status,
          left: of("x-ratelimit-remaining-requests"),
          reset: of("x-ratelimit-reset-requests"),
          tokensReset: of("x-ratelimit-reset-tokens"),
          afterMs: of("retry-after-ms"),
          after: of("retry-after"),
        };
      };
      const taken = { status: 200, tokensReset: "1m0s", afterMs: null, after: null };
      expect(await at(0)).toEqual({ ...taken, left: "1", reset: "1m0s" });
      expect(await at(1_234)).toEqual({ ...taken, left: "0", reset: "1m0s" });
      const refused = { status: 429, left: "0", tokensReset: expect.any(String) };
      expect(await at(2_000)).toMatchObject({ ...refused, reset: "59.234s", afterMs: "58000", after: "58" });
      // The isolate's own line answers this one: it knows the time as well.
      expect(await at(2_500)).toMatchObject({ status: 429, afterMs: "57500", after: "58" });
      expect(await at(59_999)).toMatchObject({ ...refused, reset: "1.235s", afterMs: "1", after: "1" });
      expect(await at(60_000)).toMatchObject({ status: 200, left: "0", reset: "1m0s" });
      expect(await at(61_233)).toMatchObject({ ...refused, afterMs: "1" });
      expect(await at(61_234)).toMatchObject({ status: 200, left: "0" });
    } finally {
      vi.useRealTimers();
    }
  });

  it("cost a request one call to reserve and one to settle, streamed or not, and a refused one no more than the first", async () => {
    serve();
    const calls: string[] = [];
    const bindings = { API_KEY_OBJECTS: watched((method) => void calls.push(method)) };
    const gateway = await limited("limcalls0001", { tokensPerMinute: 1_000, tokensPerDay: 100_000 }, bindings);
    await chat(gateway);
    expect(calls, "a key this isolate has not met").toEqual(["authorize", "reserve", "settle"]);
    calls.length = 0;
    await chat(gateway);
    await chat(gateway, { ...BODY, stream: true });
    expect(calls).toEqual(["reserve", "settle", "reserve", "settle"]);
    calls.length = 0;
    expect((await chat(gateway, { ...BODY, max_completion_tokens: 900 })).status).toBe(429);
    expect(calls).toEqual(["reserve"]);
  });

  it("count what an answer really used, streamed or not, and give the rest of the estimate back", async () => {
    serve();
    const gateway = await limited("limsettle001", { tokensPerMinute: 10_000, tokensPerDay: 100_000 });
    await chat(gateway);
    await chat(gateway, { ...BODY, stream: true });
    const object = gateway.env.API_KEY_OBJECTS.getByName("limsettle001");
    expect(await object.describe()).toMatchObject({ spent: { day: 26 }, usage: { requests: 2 }, running: 0 });
    const next = await chat(gateway);
    const remaining = Number(next.headers.get("x-ratelimit-remaining-tokens"));
    expect(remaining).toBeLessThan(10_000 - 26 - 50);
    expect(remaining).toBeGreaterThan(10_000 - 26 - 50 - 200);
  });

  it("hold for k parallel streams: what is admitted never exceeds the tokens per minute", async () => {
    serve();
    const gateway = await limited("limparallel1", { tokensPerMinute: 1_000 });
    const answers = await Promise.all(Array.from({ length: 24 }, () => chat(gateway, { ...BODY, stream: true })));
    const admitted = answers.filter(({ status }) => status === 200).length;
    expect(admitted).toBeGreaterThan(0);
    expect(admitted).toBeLessThan(24);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(24 - admitted);
    expect((await gateway.env.API_KEY_OBJECTS.getByName("limparallel1").describe()).spent.day).toBe(admitted * 13);
  });

  it("free a place when a request ends, is refused by the node, or its client leaves", async () => {
    serve();
    const gateway = await limited("limplaces001", { concurrency: 1, tokensPerDay: 100_000 });
    expect((await chat(gateway)).status).toBe(200);
    vi.restoreAllMocks();
    serveNodes({});
    expect((await chat(gateway)).status).toBeGreaterThanOrEqual(500);
    vi.restoreAllMocks();
    serveNodes({ "node-a.test": (request) => slowResponse(answerFrames(request, ["a", "b"]), 300) });
    const first = gateway.chat({ ...BODY, stream: true });
    await scheduler.wait(50);
    const second = await gateway.chat(BODY);
    expect(second.status).toBe(429);
    expect(second.headers.get("retry-after-ms")).toBe("1000");
    await (await first).body?.cancel();
    await gateway.settled();
    expect((await gateway.env.API_KEY_OBJECTS.getByName("limplaces001").describe()).running).toBe(0);
  });

  it("give everything back when no work was begun", async () => {
    serve();
    const gateway = await limited("limabandon01", { tokensPerDay: 100_000 });
    const real = crypto.getRandomValues.bind(crypto);
    // The seed is drawn after the reservation and before the run: a fault just there.
    vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      if (array instanceof Uint32Array) {
        throw new Error("no randomness");
      }
      return real(array);
    });
    const object = gateway.env.API_KEY_OBJECTS.getByName("limabandon01");
    expect((await chat(gateway)).status).toBe(500);
    expect(await object.describe()).toMatchObject({ spent: { day: 0 }, running: 0 });
  });

  it("tell a used-up budget from a rate: no retry by itself, and when it is renewed", async () => {
    serve();
    const gateway = await limited("limbudget001", { tokensPerDay: 250 });
    expect((await chat(gateway)).status).toBe(200);
    const big = await chat(gateway, { ...BODY, max_completion_tokens: 240 });
    expect(big.status).toBe(429);
    expect(big.headers.get("x-should-retry")).toBe("false");
    expect(await big.json()).toMatchObject({ error: { code: "insufficient_quota", type: "insufficient_quota" } });
    const tooBig = await chat(gateway, { ...BODY, max_completion_tokens: 251 });
    expect(tooBig.headers.get("retry-after")).toBe(null);
    expect(tooBig.headers.get("x-should-retry")).toBe("false");
  });
});

describe("while a key's object cannot be asked", () => {
  it("rates are held by the isolate's own line, and a budget admits nothing", async () => {
    serve();
    let away = false;
    const bindings = { API_KEY_OBJECTS: watched(() => failIf(away)) };
    const open = await limited("limaway00001", { requestsPerMinute: 3 }, bindings);
    const budgeted = await limited("limaway00002", { tokensPerDay: 100_000 }, bindings);
    expect((await chat(open)).status).toBe(200);
    expect((await chat(budgeted)).status).toBe(200);
    away = true;
    expect((await chat(open)).status).toBe(200);
    expect((await chat(open)).status).toBe(200);
    const fourth = await chat(open);
    expect(fourth.status).toBe(429);
    expect(fourth.headers.get("retry-after-ms")).not.toBe(null);
    const closed = await chat(budgeted);
    expect(closed.status).toBe(503);
    expect(closed.headers.get("retry-after")).toBe("1");
  });

  it("a key that was not known before is not let in", async () => {
    const gateway = await limited("limaway00003", {}, { API_KEY_OBJECTS: watched(() => failIf(true)) });
    expect((await chat(gateway)).status).toBe(503);
  });
});

describe("an admission", () => {
  type KeyObject = ConstructorParameters<typeof Admission>[2];

  /** A key's object that notes its calls, and fails as often as it is told. */
  function noting(failures = 0): { readonly calls: string[]; readonly object: KeyObject } {
    const calls: string[] = [];
    let left = failures;
    const note = async (what: string, requestId: string, used: TokensUsed): Promise<void> => {
      calls.push(`${what} ${requestId} ${used.completionTokens}`);
      if (left > 0) {
        left--;
        throw new Error("the object was reset");
      }
    };
    const object = {
      renew: (id: string, used: TokensUsed) => note("renew", id, used),
      settle: (id: string, used: TokensUsed) => note("settle", id, used),
    };
    return { calls, object: object as unknown as KeyObject };
  }

  const usedOf = (completionTokens: number): TokensUsed => ({ promptTokens: 1, completionTokens });

  it("renews its lease while it is watched, with what was used so far, and no more once it is settled", async () => {
    vi.useFakeTimers();
    try {
      const { calls, object } = noting();
      let produced = 0;
      const admission = new Admission(8, "r", object, new LocalLine(), null);
      admission.watch(() => usedOf(produced));
      for (produced = 10; produced <= 30; produced += 10) {
        await vi.advanceTimersByTimeAsync(LEASE_MS / 3);
      }
      await admission.abandon();
      await admission.settle(usedOf(35));
      await admission.settle(usedOf(99));
      await vi.advanceTimersByTimeAsync(LEASE_MS);
      expect(calls).toEqual(["renew r 10", "renew r 20", "renew r 30", "settle r 35"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("is settled again when its object was reset, and tells when that fails too", async () => {
    const once = noting(1);
    await new Admission(8, "r", once.object, new LocalLine(), null).settle(usedOf(5));
    expect(once.calls).toEqual(["settle r 5", "settle r 5"]);
    const twice = noting(2);
    await expect(new Admission(8, "r", twice.object, new LocalLine(), null).settle(usedOf(5))).rejects.toThrow("reset");
  });
});

describe("the first line", () => {
  it("refuses a flood with one call of the object, and never what the object would admit", async () => {
    serve();
    let calls = 0;
    const objects = watched((method) => {
      calls += method === "reserve" ? 1 : 0;
    });
    const gateway = await limited("limfirst0001", { requestsPerMinute: 4 }, { API_KEY_OBJECTS: objects });
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) {
      statuses.push((await chat(gateway)).status);
    }
    expect(statuses).toEqual([...Array(4).fill(200), ...Array(8).fill(429)]);
    expect(calls).toBe(4 + 1);
  });

  it("does not outlive a revocation", async () => {
    serve();
    const gateway = await limited("limfirst0002", {});
    expect((await chat(gateway)).status).toBe(200);
    await gateway.env.API_KEY_OBJECTS.getByName("limfirst0002").revoke(Date.now());
    expect((await chat(gateway)).status).toBe(401);
  });
});
