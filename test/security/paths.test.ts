import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exchange, requestText } from "../support/raw-socket.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

let gateway: StubGateway;

beforeAll(async () => {
  gateway = await startStubGateway();
}, 60_000);

afterAll(async () => {
  await gateway.stop();
});

/** Request targets that stricter or laxer readers would take for another path (cases as in h3's security tests). */
const TARGETS = [
  "/healthz/../v1/models",
  "/healthz/..%2fv1/models",
  "/healthz/%2e%2e/v1/models",
  "/healthz%2f..%2fv1%2fmodels",
  "/healthz%252f..%252fv1/models",
  "//v1/models",
  "/./v1/models",
  "/v1//models",
  "/v1/./models",
  "/v1/models/",
  "/v1/models/%2e%2e%2f%2e%2e%2fadmin%2fv1%2fkeys",
  "/V1/MODELS",
  "/v1/models;x=y",
  "/v1/models%00",
  "/v1/models%0d%0aset-cookie:%20a=b",
  "/v1/models%",
  "/v1/models/%zz",
  "/v1/models/%c0%af",
  "/v1/models?x=%0d%0aevil:1",
  "/v1\\models",
  "/\\evil.example/v1/models",
  "/metrics",
  "/metrics/",
  "//metrics",
  "/METRICS",
  "/admin/v1/keys",
  "/admin/v1/nodes",
  "/admin/v1/usage",
  "/admin/v1/audit",
  "/admin/v1/keys/..%2f..%2f..%2fhealthz",
  "/healthz/../admin/v1/keys",
  "/healthz/..%2fadmin/v1/keys",
  "/dyllm/v1/generate",
  "/dyllm/v1/status",
  "/.env",
  "/.git/config",
  "/config.capnp",
  "/objects",
  "/../../etc/passwd",
  "/..%2f..%2fetc%2fpasswd",
  `/${"a".repeat(8_000)}`,
  `/v1/models/${"%41".repeat(2_000)}`,
];

describe("without a key", () => {
  it.each(["GET", "POST"])("%s opens nothing, however the path is written", async (method) => {
    const answers = await Promise.all(
      TARGETS.map(async (target) => {
        const lines = [`${method} ${target} HTTP/1.1`, "host: 127.0.0.1", "content-length: 0"];
        return { target, answer: await exchange(gateway.url, requestText(lines)) };
      }),
    );
    for (const { target, answer } of answers) {
      expect(answer.statuses, target).toHaveLength(1);
      expect([400, 401, 403, 404, 405], `${target}: ${answer.text.slice(0, 200)}`).toContain(answer.statuses[0]);
      expect(answer.text, target).not.toMatch(/set-cookie|evil:|"object"|root:|sk-dyllm|dyllm_edge/i);
    }
  });

  it("the host of the request changes nothing but where a development key is good", async () => {
    const lines = ["GET /v1/models HTTP/1.1", `authorization: ${gateway.headers.authorization}`];
    const local = await exchange(gateway.url, requestText([...lines, "host: 127.0.0.1"]));
    expect(local.statuses).toEqual([200]);
    for (const host of [
      "gateway.example",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "127.0.0.1@evil.example",
    ]) {
      const answer = await exchange(gateway.url, requestText([...lines, `host: ${host}`]));
      expect(answer.statuses, host).toHaveLength(1);
      // workerd itself refuses a host that is none, and calls that 500.
      expect(answer.statuses[0], host).toBeGreaterThanOrEqual(400);
      expect(answer.text, host).not.toContain('"object"');
    }
  });

  it("an absolute target and CONNECT make no proxy of the gateway", async () => {
    const before = gateway.stub.calls.length;
    const { host } = new URL(gateway.stub.url);
    for (const line of [`GET http://${host}/dyllm/v1/status HTTP/1.1`, `CONNECT ${host} HTTP/1.1`]) {
      const answer = await exchange(gateway.url, requestText([line, `host: ${host}`, "connection: close"]));
      expect(
        answer.statuses.every((status) => status >= 400),
        line,
      ).toBe(true);
      expect(answer.text).not.toContain("nodeId");
    }
    expect(gateway.stub.calls.length).toBe(before);
  });
});
