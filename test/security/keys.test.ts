import { randomBytes } from "node:crypto";
import { Agent, request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../../edge/test/random.ts";
import { STUB_MODEL } from "../support/node-stub.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

const PATH = "/v1/chat/completions";
const BODY = JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }] });

/**
 * Pairs of attempts in the timing test. Which of a pair is the slower one is a coin's toss where both do the same work,
 * however busy the machine is; five standard deviations (√400 / 2 each) from the middle come up once in millions of runs,
 * and a check that returned early would lose nearly every toss.
 */
const PAIRS = 400;
const MAX_FROM_MIDDLE = 50;

/** Of the order within the pairs. */
const SEED = 7;

let gateway: StubGateway;
/** One connection, so that connecting is no part of a time. */
const agent = new Agent({ connections: 1, pipelining: 1 });

beforeAll(async () => {
  gateway = await startStubGateway({ vars: { CORS_ORIGINS: "https://app.example" } });
}, 60_000);

afterAll(async () => {
  await agent.close();
  await gateway.stop();
});

/** The good key with another secret, or another public id. */
function wrongSecret(): string {
  return `sk-dyllm-dev-${gateway.secrets.publicId}-${randomBytes(32).toString("base64url")}`;
}
function unknownId(): string {
  return `sk-dyllm-dev-${randomBytes(6).toString("hex")}-${randomBytes(32).toString("base64url")}`;
}

async function tryKey(key: string): Promise<{ readonly ms: number; readonly status: number; readonly text: string }> {
  const started = performance.now();
  const answer = await request(`${gateway.url}/v1/models`, {
    dispatcher: agent,
    headers: { authorization: `Bearer ${key}` },
  });
  const text = await answer.body.text();
  return { ms: performance.now() - started, status: answer.statusCode, text };
}

describe("keys cannot be enumerated", () => {
  it("an unknown id, a wrong secret and a wrong environment give the same answer", async () => {
    const good = gateway.secrets.apiKey;
    const answers = await Promise.all([
      tryKey(wrongSecret()),
      tryKey(unknownId()),
      tryKey(good.replace("-dev-", "-live-")),
      tryKey(`${good.slice(0, -1)}${good.endsWith("A") ? "B" : "A"}`),
    ]);
    for (const { status, text } of answers) {
      expect(status).toBe(401);
      expect(text).toBe(answers[0]?.text);
    }
    expect((await tryKey(good)).status).toBe(200);
  });

  it(`an unknown id takes longer than a wrong secret as often as not (${PAIRS} pairs, seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    let slower = 0;
    for (let i = 0; i < PAIRS; i++) {
      const secretFirst = random() < 0.5;
      const first = (await tryKey(secretFirst ? wrongSecret() : unknownId())).ms;
      const second = (await tryKey(secretFirst ? unknownId() : wrongSecret())).ms;
      slower += (secretFirst ? second > first : first > second) ? 1 : 0;
    }
    expect(Math.abs(slower - PAIRS / 2)).toBeLessThan(MAX_FROM_MIDDLE);
  });

  it("a refusal says nothing of how long the check took", async () => {
    const answer = await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${wrongSecret()}` } });
    await answer.text();
    expect(answer.headers.get("server-timing")).toBeNull();
  });
});

describe("secrets", () => {
  it("are in no error, no header and no log line, whatever goes wrong", async () => {
    const { secrets } = gateway;
    const since = gateway.output().length;
    const secretPart = secrets.apiKey.slice(-43);
    const attempts: readonly (readonly [string, Record<string, string>, string | null])[] = [
      ["GET", { authorization: `Bearer ${secrets.apiKey}x` }, null],
      ["GET", { authorization: `Basic ${secrets.apiKey}` }, null],
      ["GET", { "x-api-key": secrets.apiKey }, null],
      ["POST", { ...gateway.headers }, "{"],
      ["POST", { ...gateway.headers }, JSON.stringify({ model: secrets.apiKey, messages: [] })],
      [
        "POST",
        { ...gateway.headers },
        JSON.stringify({ model: secrets.apiKey, messages: [{ role: "user", content: "hi" }] }),
      ],
      ["POST", { ...gateway.headers }, JSON.stringify({ [secrets.apiKey]: 1, model: STUB_MODEL, messages: [] })],
    ];
    let seen = "";
    for (const [method, headers, body] of attempts) {
      const path = method === "GET" ? "/v1/models" : PATH;
      const answer = await fetch(`${gateway.url}${path}`, { method, headers, body });
      seen += `${JSON.stringify([...answer.headers])}${await answer.text()}`;
    }
    const url = await fetch(`${gateway.url}/v1/${secrets.apiKey}?key=${secrets.apiKey}`);
    seen += `${JSON.stringify([...url.headers])}${await url.text()}${gateway.output().slice(since)}`;
    for (const [name, secret] of Object.entries({
      "the key's secret": secretPart,
      "the pepper": secrets.pepper,
      "the digest": secrets.digest,
      "the signing key": secrets.signingKey.slice("local:".length),
    })) {
      expect(seen.includes(secret), name).toBe(false);
    }
  });
});

describe("pages of other origins", () => {
  const preflight = (origin: string, path = PATH) =>
    fetch(`${gateway.url}${path}`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
    });

  it.each([
    "https://evil.example",
    "https://app.example.evil.example",
    "http://app.example",
    "null",
    "https://APP.example:1",
  ])("%s gets no permission", async (origin) => {
    const answer = await preflight(origin);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    const real = await fetch(`${gateway.url}${PATH}`, {
      method: "POST",
      headers: { ...gateway.headers, origin },
      body: BODY,
    });
    expect(real.headers.get("access-control-allow-origin")).toBeNull();
    await real.text();
  });

  it("the configured one does, by name and without credentials", async () => {
    const answer = await preflight("https://app.example");
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(answer.headers.get("vary")).toMatch(/origin/i);
  });

  it("none is allowed at the admin surface and the metrics", async () => {
    for (const path of ["/admin/v1/keys", "/metrics", "/healthz"]) {
      const answer = await preflight("https://app.example", path);
      expect(answer.headers.get("access-control-allow-origin"), path).toBeNull();
      await answer.text();
    }
  });
});

describe("the admin surface", () => {
  it("is closed without its own credential; an API key is none", async () => {
    for (const path of ["/admin/v1/keys", "/admin/v1/nodes", "/admin/v1/usage", "/admin/v1/audit", "/metrics"]) {
      for (const method of ["GET", "POST", "DELETE"]) {
        for (const authorization of [
          "",
          "Bearer ",
          gateway.headers.authorization ?? "",
          "Bearer admin",
          "Basic YWRtaW46YWRtaW4=",
        ]) {
          const answer = await fetch(`${gateway.url}${path}`, { method, headers: { authorization } });
          expect([401, 403, 404, 405], `${method} ${path} ${authorization.slice(0, 12)}`).toContain(answer.status);
          expect(await answer.text()).not.toMatch(/"data"|dyllm_edge/);
        }
      }
    }
  });
});
