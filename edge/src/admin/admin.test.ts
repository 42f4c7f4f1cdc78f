import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { base64url, type Gateway, hmacHex, PEPPER, SECRET, startGateway } from "../../test/gateway.ts";
import { answerFrames, frameResponse, MODEL, serveNodes } from "../../test/upstream.ts";
import type { Env } from "../env.ts";

const ADMIN_SECRET = base64url(new Uint8Array(32).fill(5));
const ADMIN = `ak-dyllm-ops-${ADMIN_SECRET}`;
const BODY = { model: MODEL, messages: [{ role: "user", content: "hello" }] };

interface KeyView {
  readonly id: string;
  readonly key: string;
  readonly limits: Readonly<Record<string, number | null>>;
  readonly revoked_at: number | null;
  readonly tenant: string | null;
  readonly usage: { readonly requests: number };
}

interface AuditView {
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

afterEach(() => {
  vi.restoreAllMocks();
});

async function startAdmin(keyId: string, bindings: Partial<Env> = {}): Promise<Gateway> {
  const admins = [{ id: "ops", digest: await hmacHex(PEPPER, ADMIN_SECRET), pepperVersion: 1 }];
  return await startGateway({ keyId, bindings: { ADMIN_KEYS: JSON.stringify(admins), ...bindings } });
}

async function call(gateway: Gateway, method: string, path: string, body?: unknown, token = ADMIN): Promise<Response> {
  return await gateway.fetch(`/admin/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function make(gateway: Gateway, body: object = {}): Promise<KeyView> {
  const response = await call(gateway, "POST", "keys", { name: "made", ...body });
  expect(response.status).toBe(201);
  return await response.json<KeyView>();
}

async function chat(gateway: Gateway, key: string, body: object = BODY): Promise<Response> {
  const response = await gateway.fetch("/v1/chat/completions", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await gateway.settled();
  return response;
}

const serve = (): unknown =>
  serveNodes({ "node-a.test": (request) => frameResponse(answerFrames(request, ["good ", "answer"])) });

describe("the admin API", () => {
  it("is for admin credentials only, and unknown where there are none", async () => {
    const gateway = await startAdmin("adminauth001");
    const wrong = `${ADMIN.slice(0, -1)}${ADMIN.endsWith("U") ? "V" : "U"}`;
    for (const token of [wrong, `ak-dyllm-nobody-${ADMIN_SECRET}`, "x", `sk-dyllm-live-adminauth001-${SECRET}`]) {
      for (const path of ["keys", "usage", "audit", "errors", "keys/abc", "nothing"]) {
        const response = await call(gateway, "GET", path, undefined, token);
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error: { code: "invalid_api_key" } });
      }
    }
    expect((await gateway.fetch("/admin/v1/keys")).status).toBe(401);
    expect((await call(gateway, "GET", "keys")).status).toBe(200);
    const closed = await startGateway({ keyId: "adminauth002" });
    expect((await call(closed, "GET", "keys")).status).toBe(404);
  });

  it("issues a key that works at once and is shown once", async () => {
    serve();
    const gateway = await startAdmin("adminissue01");
    const made = await make(gateway, { tenant: "acme", limits: { requests_per_minute: 2 } });
    expect(made.key).toMatch(new RegExp(`^sk-dyllm-live-${made.id}-[A-Za-z0-9_-]{43}$`));
    const first = await chat(gateway, made.key);
    expect(first.status).toBe(200);
    expect(first.headers.get("x-ratelimit-limit-requests")).toBe("2");
    expect(first.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    const looked = await (await call(gateway, "GET", `keys/${made.id}`)).json<KeyView>();
    expect(looked).toMatchObject({ tenant: "acme", usage: { requests: 1 }, limits: { requests_per_minute: 2 } });
    const listed = await (await call(gateway, "GET", "keys?tenant=acme")).text();
    expect(listed).toContain(made.id);
    expect(`${JSON.stringify(looked)}${listed}`).not.toContain(made.key.slice(-43));
  });

  it("stores and logs digests, and never a secret", async () => {
    serve();
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    const gateway = await startAdmin("adminsecret1");
    const made = await make(gateway);
    const rotated = await (await call(gateway, "POST", `keys/${made.id}/rotate`, {})).json<KeyView>();
    await chat(gateway, made.key);
    const dump = await runInDurableObject(env.API_KEY_OBJECTS.getByName(made.id), (_, state) =>
      JSON.stringify([...state.storage.kv.list()]),
    );
    const audit = await (await call(gateway, "GET", "audit")).text();
    expect(dump).toContain('"digest"');
    for (const secret of [made.key.slice(-43), rotated.key.slice(-43), ADMIN_SECRET]) {
      expect(dump + audit + lines.join("\n")).not.toContain(secret);
    }
    expect(audit).not.toContain("digest");
  });

  it("revokes a key from the next request on", async () => {
    serve();
    const gateway = await startAdmin("adminrevoke1");
    const made = await make(gateway);
    expect((await chat(gateway, made.key)).status).toBe(200);
    expect((await call(gateway, "POST", `keys/${made.id}/revoke`)).status).toBe(200);
    expect((await chat(gateway, made.key)).status).toBe(401);
    expect((await chat(gateway, made.key)).status).toBe(401);
  });

  it("rotates a key with an overlap, during which both secrets share one limit", async () => {
    serve();
    const gateway = await startAdmin("adminrotate1");
    const made = await make(gateway, { limits: { requests_per_minute: 3 } });
    const rotated = await (await call(gateway, "POST", `keys/${made.id}/rotate`, { overlap_s: 60 })).json<KeyView>();
    expect((await chat(gateway, made.key)).status).toBe(200);
    const second = await chat(gateway, rotated.key);
    expect(second.status).toBe(200);
    expect(second.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    await call(gateway, "POST", `keys/${made.id}/rotate`, { overlap_s: 0 });
    expect((await chat(gateway, made.key)).status).toBe(401);
    expect((await chat(gateway, rotated.key)).status).toBe(401);
  });

  it("changes the limits it is told, leaves the others, and takes one away for null", async () => {
    const gateway = await startAdmin("adminlimits1");
    const made = await make(gateway, { limits: { requests_per_minute: 3, concurrency: 2 } });
    const patch = { limits: { requests_per_minute: null, tokens_per_day: 1_000 }, scopes: { models: ["a"] } };
    const changed = await (await call(gateway, "PATCH", `keys/${made.id}`, patch)).json<KeyView>();
    expect(changed.limits).toEqual({
      requests_per_minute: null,
      tokens_per_minute: null,
      concurrency: 2,
      tokens_per_day: 1_000,
      tokens_per_month: null,
    });
    const configured = await call(gateway, "PATCH", "keys/adminlimits1", { limits: { concurrency: 1 } });
    expect(await configured.json()).toMatchObject({ source: "configuration", limits: { concurrency: 1 } });
    expect((await call(gateway, "PATCH", "keys/adminlimits1", { name: "other" })).status).toBe(400);
  });

  it("keeps issued keys apart from one another and from ids that were never issued", async () => {
    serve();
    const gateway = await startAdmin("adminapart01");
    const [one, two] = [await make(gateway), await make(gateway)];
    const mixed = one.key.replace(one.id, two.id);
    expect((await chat(gateway, mixed)).status).toBe(401);
    expect((await chat(gateway, one.key.replace(one.id, "AAAAAAAAAAAA"))).status).toBe(401);
    expect((await call(gateway, "GET", "keys/AAAAAAAAAAAA")).status).toBe(404);
    expect((await call(gateway, "POST", `keys/${one.id.slice(0, 11)}_/revoke`)).status).toBe(404);
  });

  it("holds a key to its scopes", async () => {
    serve();
    const gateway = await startAdmin("adminscopes1");
    const narrow = await make(gateway, {
      scopes: { models: [MODEL], endpoints: ["chat.completions"], max_tokens: 16 },
    });
    expect((await chat(gateway, narrow.key)).status).toBe(200);
    const long = await chat(gateway, narrow.key, { ...BODY, max_completion_tokens: 17 });
    expect(long.status).toBe(400);
    expect(await long.json()).toMatchObject({ error: { param: "max_completion_tokens" } });
    const elsewhere = await make(gateway, { scopes: { models: ["another/model"] } });
    expect((await chat(gateway, elsewhere.key)).status).toBe(404);
    const models = await gateway.fetch("/v1/models", { headers: { authorization: `Bearer ${elsewhere.key}` } });
    expect(await models.json()).toEqual({ object: "list", data: [] });
    const other = await make(gateway, { scopes: { endpoints: ["completions"] } });
    expect((await chat(gateway, other.key)).status).toBe(403);
  });

  it("writes who did what to which key and how it ended, failures too", async () => {
    const gateway = await startAdmin("adminaudit01");
    const made = await make(gateway, { name: "audited", limits: { concurrency: 4 } });
    await call(gateway, "PATCH", "keys/adminaudit01", { tenant: "x" });
    await call(gateway, "DELETE", `keys/${made.id}`);
    const audit = await (await call(gateway, "GET", "audit?limit=3")).json<AuditView>();
    expect(audit.data).toMatchObject([
      { admin: "ops", action: "key.revoke", target: made.id, outcome: "ok" },
      { admin: "ops", action: "key.change", target: "adminaudit01", outcome: "invalid_value", detail: { tenant: "x" } },
      {
        admin: "ops",
        action: "key.create",
        target: made.id,
        outcome: "ok",
        detail: { name: "audited", limits: { concurrency: 4 } },
        request_id: expect.stringMatching(/^req_/),
      },
    ]);
    expect(audit.data[0]?.at).toBeGreaterThan(1_700_000_000);
  });

  it("refuses what it does not understand by name", async () => {
    const gateway = await startAdmin("adminwrong01");
    const cases: readonly (readonly [object, string])[] = [
      [{}, "name"],
      [{ name: "a", limits: { requests_per_minute: 0 } }, "limits.requests_per_minute"],
      [{ name: "a", limits: { rpm: 1 } }, "limits.rpm"],
      [{ name: "a", scopes: { endpoints: ["everything"] } }, "scopes.endpoints[0]"],
      [{ name: "a", env: "LIVE" }, "env"],
    ];
    for (const [body, param] of cases) {
      const response = await call(gateway, "POST", "keys", body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { param } });
    }
    expect((await call(gateway, "GET", "keys?limit=0")).status).toBe(400);
    expect((await call(gateway, "PUT", "keys")).status).toBe(405);
  });

  it("reports usage by key and day", async () => {
    serve();
    const gateway = await startAdmin("adminusage01");
    const made = await make(gateway, { tenant: "usage-tenant" });
    await chat(gateway, made.key);
    await chat(gateway, made.key);
    const usage = await (await call(gateway, "GET", "usage?tenant=usage-tenant&days=7")).json<AuditView>();
    expect(usage.data).toMatchObject([
      {
        key_id: made.id,
        tenant: "usage-tenant",
        requests: 2,
        prompt_tokens: 22,
        completion_tokens: 4,
        tokens_today: 26,
        days: [{ requests: 2, prompt_tokens: 22 }],
      },
    ]);
  });

  it("shows what a key has left of its rates", async () => {
    serve();
    const gateway = await startAdmin("adminrates01");
    const made = await make(gateway, { limits: { requests_per_minute: 5, tokens_per_day: 1_000 } });
    await chat(gateway, made.key);
    const looked = await (await call(gateway, "GET", `keys/${made.id}`)).json();
    expect(looked).toMatchObject({ remaining: { requests_per_minute: 4, tokens_per_minute: null } });
  });

  it("lists the latest errors, like ones as one, with the last one's request id", async () => {
    serve();
    expect((await call(await startAdmin("adminerrors0"), "GET", "errors")).status).toBe(404);
    const { METRICS_OBJECT } = env as unknown as Env;
    const gateway = await startAdmin("adminerrors1", METRICS_OBJECT && { METRICS_OBJECT });
    const made = await make(gateway);
    await chat(gateway, made.key, { ...BODY, model: "none-of-ours" });
    const last = await chat(gateway, made.key, { ...BODY, model: "none-of-ours" });
    const { data } = await (await call(gateway, "GET", "errors")).json<AuditView>();
    expect(data).toContainEqual({
      code: "model_not_found",
      route: "/v1/chat/completions",
      key_id: made.id,
      node: null,
      count: 2,
      last_at: expect.any(Number),
      last_status: 404,
      last_request_id: last.headers.get("x-request-id"),
    });
  });
});
