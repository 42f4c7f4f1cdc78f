import { afterEach, describe, expect, it, vi } from "vitest";
import { type Gateway, SECRET, startGateway } from "../../test/gateway.ts";
import { serveNodes } from "../../test/upstream.ts";

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
