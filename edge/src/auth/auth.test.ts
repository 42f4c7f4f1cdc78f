import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { base64url, type Gateway, PEPPER, SECRET, startGateway } from "../../test/gateway.ts";
import { serveNodes } from "../../test/upstream.ts";
import { configOf } from "../config.ts";
import type { Env } from "../env.ts";
import { secretDigests } from "./key-digest.ts";
import { isOwnPublicId, makePublicId } from "./key-format.ts";
import { parseKeyRing } from "./key-records.ts";
import type { KeyClaim } from "./stored-key.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

async function models(gateway: Gateway, key: string | null, origin = "https://gateway.test"): Promise<Response> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  return await gateway.fetch(`${origin}/v1/models`, { headers });
}

describe("API keys", () => {
  it("let a known key in", async () => {
    serveNodes({ "node-a.test": () => new Response() });
    const gateway = await startGateway({ keyId: "authokauthok" });
    expect((await models(gateway, `sk-dyllm-live-authokauthok-${SECRET}`)).status).toBe(200);
  });

  it("are refused with one and the same answer, whatever is wrong with them", async () => {
    const gateway = await startGateway({ keyId: "authnoauthno" });
    const wrong = `${SECRET.slice(0, -1)}${SECRET.endsWith("A") ? "B" : "A"}`;
    const answers = await Promise.all(
      [
        `sk-dyllm-live-authnoauthno-${wrong}`,
        `sk-dyllm-live-unknownunkno-${SECRET}`,
        `sk-dyllm-test-authnoauthno-${SECRET}`,
        `sk-dyllm-live-authnoauthno-${SECRET}x`,
        "sk-dyllm-live-authnoauthno-short",
        "sk-something-else",
      ].map(async (key) => {
        const response = await models(gateway, key);
        return { status: response.status, body: await response.text() };
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect(JSON.parse(answers[0]?.body ?? "")).toEqual({
      error: {
        message: "Incorrect API key provided.",
        type: "invalid_request_error",
        param: null,
        code: "invalid_api_key",
      },
    });
  });

  it("are asked for when there is none, or another scheme", async () => {
    const gateway = await startGateway({ keyId: "authmissing1" });
    for (const headers of [{}, { authorization: `Basic ${SECRET}` }, { authorization: "Bearer " }]) {
      const response = await gateway.fetch("/v1/models", { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await response.json()).toMatchObject({ error: { code: "invalid_api_key", param: null } });
    }
  });

  it("are refused from the next request on once revoked", async () => {
    serveNodes({ "node-a.test": () => new Response() });
    const gateway = await startGateway({ keyId: "authrevoked1" });
    const key = `sk-dyllm-live-authrevoked1-${SECRET}`;
    expect((await models(gateway, key)).status).toBe(200);
    await gateway.env.API_KEY_OBJECTS.getByName("authrevoked1").revoke(Date.now());
    expect((await models(gateway, key)).status).toBe(401);
  });
});

describe("a caller who guesses", () => {
  it("cannot tell an unknown id from a wrong secret by the work that is done", async () => {
    const gateway = await startGateway({ keyId: "authtiming01" });
    const ring = configOf(gateway.env).keys;
    const issued = await makePublicId(ring);
    const wrong = `${SECRET.slice(0, -1)}${SECRET.endsWith("A") ? "B" : "A"}`;
    const work: string[] = [];
    const sign = crypto.subtle.sign.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, "sign").mockImplementation((...args) => {
      work.push("hmac");
      return sign(...args);
    });
    const bindings = {
      ...gateway.env,
      API_KEY_OBJECTS: {
        getByName: (name: string) => ({
          authorize: (claim: KeyClaim) => {
            work.push(`one call with ${claim.digests.length} digests`);
            return env.API_KEY_OBJECTS.getByName(name).authorize(claim);
          },
        }),
      } as unknown as Env["API_KEY_OBJECTS"],
    };
    const guesser = await startGateway({ keyId: "authtiming01", bindings });
    const done: string[] = [];
    for (const key of [
      `authtiming01-${wrong}`,
      `AAAAAAAAAAAA-${SECRET}`,
      `${issued}-${SECRET}`,
      `zzzzzzzzzzzz-${wrong}`,
    ]) {
      work.length = 0;
      expect((await models(guesser, `sk-dyllm-live-${key}`)).status).toBe(401);
      done.push(work.join(", "));
    }
    expect(new Set(done)).toEqual(new Set(["hmac, hmac, one call with 1 digests"]));
  });

  it("brings no object into being with ids of their own", async () => {
    const names = new Set<string>();
    const gateway = await startGateway({
      keyId: "authinvent01",
      bindings: {
        API_KEY_OBJECTS: {
          getByName: (name: string) => {
            names.add(name);
            return env.API_KEY_OBJECTS.getByName(name);
          },
        } as unknown as Env["API_KEY_OBJECTS"],
      },
    });
    for (let i = 0; i < 100; i++) {
      const id = String(i).padStart(12, "abcdefghij0123456789".slice(i % 20));
      expect((await models(gateway, `sk-dyllm-live-${id}-${SECRET}`)).status).toBe(401);
    }
    expect([...names].every((name) => /^decoy-\d+$/.test(name))).toBe(true);
    expect(names.size).toBeLessThanOrEqual(16);
  });
});

describe("peppers", () => {
  const rings = {
    old: JSON.stringify({ 1: base64url(PEPPER) }),
    both: JSON.stringify({ 1: base64url(PEPPER), 2: base64url(new Uint8Array(32).fill(8)) }),
    next: JSON.stringify({ 2: base64url(new Uint8Array(32).fill(8)) }),
  };
  const ringOf = (text: string): ReturnType<typeof parseKeyRing> => parseKeyRing("[]", text);

  it("are rotated without a break: old ids and digests hold until their pepper goes, new ones use the newest", async () => {
    const before = await makePublicId(ringOf(rings.old));
    const during = await makePublicId(ringOf(rings.both));
    expect(await isOwnPublicId(ringOf(rings.both), before)).toBe(true);
    expect(await isOwnPublicId(ringOf(rings.next), before)).toBe(false);
    expect(await isOwnPublicId(ringOf(rings.next), during)).toBe(true);
    const [old] = await secretDigests(ringOf(rings.old), SECRET);
    expect(await secretDigests(ringOf(rings.both), SECRET)).toContainEqual(old);
    expect(await secretDigests(ringOf(rings.next), SECRET)).not.toContainEqual(old);
  });

  it("make ids that differ, and that nobody else can make", async () => {
    const ids = await Promise.all(Array.from({ length: 200 }, () => makePublicId(ringOf(rings.old))));
    expect(new Set(ids).size).toBe(200);
    const forged = ids.map((id, i) => id.slice(0, 7) + (ids[i + 1] ?? "").slice(7));
    const own = await Promise.all(forged.slice(0, -1).map((id) => isOwnPublicId(ringOf(rings.old), id)));
    expect(own.some((one) => one)).toBe(false);
  });
});

describe("development keys", () => {
  const cases = [
    { dyllmEnv: "local", origin: "http://127.0.0.1:8787", status: 200 },
    { dyllmEnv: "local", origin: "http://localhost:8787", status: 200 },
    { dyllmEnv: "local", origin: "http://[::1]:8787", status: 200 },
    { dyllmEnv: "local", origin: "http://192.168.0.2:8787", status: 401 },
    { dyllmEnv: "local", origin: "https://127.0.0.1.example.com", status: 401 },
    { dyllmEnv: "production", origin: "http://127.0.0.1:8787", status: 401 },
  ];
  for (const { dyllmEnv, origin, status } of cases) {
    it(`give ${status} at ${origin} of a ${dyllmEnv} gateway`, async () => {
      serveNodes({ "node-a.test": () => new Response() });
      const gateway = await startGateway({ keyId: "authdevkey01", keyEnv: "dev", dyllmEnv });
      expect((await models(gateway, `sk-dyllm-dev-authdevkey01-${SECRET}`, origin)).status).toBe(status);
    });
  }
});
