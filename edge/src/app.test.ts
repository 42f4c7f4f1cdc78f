import { afterEach, describe, expect, it, vi } from "vitest";
import { type Gateway, SECRET, startGateway } from "../test/gateway.ts";
import { MODEL, serveNodes } from "../test/upstream.ts";
import { MAX_BODY_BYTES, MAX_BODY_DEPTH } from "./routes/read-json-body.ts";

const AUTH = { authorization: `Bearer sk-dyllm-live-appapp000001-${SECRET}` };
const JSON_TYPE = { "content-type": "application/json" };

afterEach(() => {
  vi.restoreAllMocks();
});

async function gateway(corsOrigins = ""): Promise<Gateway> {
  serveNodes({ "node-a.test": () => new Response(null, { status: 500 }) });
  return await startGateway({ keyId: "appapp000001", corsOrigins });
}

/** Bodies that never get as far as the request's schema, and what they are answered. */
const BAD_BODIES: readonly [string, BodyInit, Readonly<Record<string, string>>, number, string][] = [
  ["cut short", '{"model": ', JSON_TYPE, 400, "invalid_json"],
  ["empty", "", JSON_TYPE, 400, "invalid_json"],
  ["with NaN", '{"temperature": NaN}', JSON_TYPE, 400, "invalid_json"],
  ["with Infinity", '{"temperature": Infinity}', JSON_TYPE, 400, "invalid_json"],
  ["that is not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), JSON_TYPE, 400, "invalid_json"],
  ["of another type", "{}", { "content-type": "text/plain" }, 415, "unsupported_media_type"],
  ["that is compressed", "{}", { ...JSON_TYPE, "content-encoding": "gzip" }, 415, "unsupported_media_type"],
  ["that is too large", `"${"x".repeat(MAX_BODY_BYTES)}"`, JSON_TYPE, 413, "request_too_large"],
  ["nested too deep", "[".repeat(MAX_BODY_DEPTH + 1) + "]".repeat(MAX_BODY_DEPTH + 1), JSON_TYPE, 400, "invalid_value"],
  ["nested extremely deep", "[".repeat(200_000) + "]".repeat(200_000), JSON_TYPE, 400, "invalid_value"],
  ["with half a surrogate pair", '{"messages": [{"content": "\\ud800"}]}', JSON_TYPE, 400, "invalid_value"],
  ["without a model", "{}", JSON_TYPE, 400, "missing_required_parameter"],
  [
    "with a number out of range",
    '{"model":"m","messages":[{"role":"user","content":"x"}],"n":1e999}',
    JSON_TYPE,
    400,
    "invalid_type",
  ],
];

describe("a chat request's body", () => {
  for (const [name, body, headers, status, code] of BAD_BODIES) {
    it(`${name} is answered ${status} ${code}`, async () => {
      const response = await (await gateway()).fetch("/v1/chat/completions", {
        method: "POST",
        headers: { ...AUTH, ...headers },
        body,
      });
      expect(response.status).toBe(status);
      expect(response.headers.get("x-request-id")).toMatch(/^req_/);
      const { error } = await response.json<{ error: Record<string, unknown> }>();
      expect(Object.keys(error).sort()).toEqual(["code", "message", "param", "type"]);
      expect(error.code).toBe(code);
    });
  }

  it("is counted while it is read when no length is declared", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(0x20)),
    });
    const response = await (await gateway()).fetch("/v1/chat/completions", {
      method: "POST",
      headers: { ...AUTH, ...JSON_TYPE },
      body: endless,
    });
    expect(response.status).toBe(413);
  });

  it("names the place of half a surrogate pair", async () => {
    const response = await (await gateway()).fetch("/v1/chat/completions", {
      method: "POST",
      headers: { ...AUTH, ...JSON_TYPE },
      body: '{"messages": [{"content": "\\udc00"}]}',
    });
    expect(await response.json()).toMatchObject({ error: { param: "messages[0].content" } });
  });
});

describe("routes", () => {
  it("answer for health without a key", async () => {
    const response = await (await gateway()).fetch("/healthz");
    expect(await response.json()).toEqual({ status: "ok" });
  });

  it("list models and give one by an id with a slash, encoded or not", async () => {
    const app = await gateway();
    const model = { id: MODEL, object: "model", created: 1_790_000_000, owned_by: "dyllm" };
    expect(await (await app.fetch("/v1/models", { headers: AUTH })).json()).toMatchObject({
      object: "list",
      data: [model],
    });
    for (const path of ["/v1/models/org/demo", "/v1/models/org%2Fdemo"]) {
      expect(await (await app.fetch(path, { headers: AUTH })).json()).toMatchObject(model);
    }
  });

  it("do not know other models", async () => {
    const app = await gateway();
    const chat = await app.fetch("/v1/chat/completions", {
      method: "POST",
      headers: { ...AUTH, ...JSON_TYPE },
      body: JSON.stringify({ model: "other", messages: [{ role: "user", content: "x" }] }),
    });
    for (const response of [chat, await app.fetch("/v1/models/other", { headers: AUTH })]) {
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: "model_not_found", param: null } });
    }
  });

  it("are 404 in OpenAI's form where there is nothing", async () => {
    for (const path of ["/v1", "/v1/foo", "/v1/chat/completions/x", "/v1//models", "/v1/%2e%2e/admin"]) {
      const response = await (await gateway()).fetch(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: "unknown_url", type: "invalid_request_error" } });
    }
  });

  it("are 405 with the methods allowed for another method", async () => {
    const app = await gateway();
    for (const [path, method, allow] of [
      ["/v1/chat/completions", "GET", "POST"],
      ["/v1/models", "POST", "GET"],
      ["/v1/models/org/demo", "DELETE", "GET"],
      ["/healthz", "POST", "GET"],
    ] as const) {
      const response = await app.fetch(path, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe(allow);
      expect(await response.json()).toMatchObject({ error: { code: "method_not_allowed" } });
    }
  });

  it("may be called from configured origins only", async () => {
    const app = await gateway("http://localhost:3000");
    const from = async (origin: string): Promise<string | null> =>
      (await app.fetch("/v1/models", { headers: { ...AUTH, origin } })).headers.get("access-control-allow-origin");
    expect(await from("http://localhost:3000")).toBe("http://localhost:3000");
    expect(await from("http://evil.test")).toBeNull();
    const preflight = await app.fetch("/v1/chat/completions", {
      method: "OPTIONS",
      headers: {
        origin: "http://localhost:3000",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization,content-type");
  });
});
