import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STUB_MODEL } from "../support/node-stub.ts";
import { exchange, requestText } from "../support/raw-socket.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

const PATH = "/v1/chat/completions";
const BODY = JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }] });

/** All that may ever go from the gateway to a node. */
const TO_NODE = [
  "accept",
  "content-length",
  "content-type",
  "host",
  "traceparent",
  "x-dyllm-key-id",
  "x-dyllm-nonce",
  "x-dyllm-signature",
  "x-dyllm-timestamp",
  "x-request-id",
];

/** What a node may ask for on its own behalf (H2's keep-alive request is the gateway's, not the client's). */
const OURS = /^x-dyllm-/;

let gateway: StubGateway;
let redirectTo: string | null = null;
let tooMuch = false;
const elsewhere: string[] = [];
const trap = createServer((request, response) => {
  elsewhere.push(request.url ?? "");
  response.end("{}");
});

beforeAll(async () => {
  await new Promise<void>((resolve) => trap.listen(0, "127.0.0.1", resolve));
  gateway = await startStubGateway({
    stub: {
      intercept: (request, response) => {
        if (redirectTo !== null && request.method === "POST") {
          response.writeHead(307, { location: redirectTo }).end();
          return true;
        }
        if (tooMuch && request.method === "POST") {
          response.setHeader("set-cookie", "node=secret");
          response.setHeader("x-evil", "1");
          response.setHeader("proxy-authenticate", "Basic");
          response.setHeader("access-control-allow-origin", "*");
        }
        return false;
      },
    },
  });
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  trap.close();
});

describe("headers on their way to the node", () => {
  it("are an allow-list: nothing of the client's passes, hop-by-hop fields least of all", async () => {
    const answer = await fetch(`${gateway.url}${PATH}`, {
      method: "POST",
      headers: {
        ...gateway.headers,
        cookie: "session=secret",
        "x-forwarded-for": "10.0.0.1",
        "x-forwarded-host": "evil.example",
        "x-dyllm-key-id": "forged",
        "x-dyllm-signature": "forged",
        "x-request-id": "chosen-by-the-client",
        te: "trailers",
        "proxy-authorization": "Basic c2VjcmV0",
        forwarded: "for=10.0.0.1",
        "x-evil": "1",
      },
      body: BODY,
    });
    expect(answer.status).toBe(200);
    const call = gateway.stub.calls.at(-1);
    const names = Object.keys(call?.headers ?? {}).filter((name) => !["connection", "accept-encoding"].includes(name));
    expect(names.filter((name) => !TO_NODE.includes(name) && !OURS.test(name))).toEqual([]);
    expect(call?.headers["x-dyllm-key-id"]).not.toBe("forged");
    expect(call?.headers["x-request-id"]).toBe(answer.headers.get("x-request-id"));
    expect(JSON.stringify(call?.headers)).not.toMatch(/secret|evil|chosen-by|10\.0\.0\.1|sk-dyllm/);
  });

  it.each([
    ["a line break in a value", "x-a: b\r\n x-evil: 1"],
    ["a bare carriage return", "x-a: b\rx-evil: 1"],
    ["a bare line feed", "x-a: b\nx-evil: 1"],
    ["a NUL", "x-a: b\0c"],
    ["a field name with a space", "x-a b: c"],
    ["no colon", "x-evil"],
  ])("with %s never become another header", async (_name, line) => {
    const before = gateway.stub.calls.length;
    const answer = await exchange(
      gateway.url,
      requestText(
        [
          `POST ${PATH} HTTP/1.1`,
          "host: 127.0.0.1",
          `authorization: ${gateway.headers.authorization}`,
          "content-type: application/json",
          `content-length: ${BODY.length}`,
          line,
        ],
        BODY,
      ),
    );
    expect(answer.statuses.every((status) => status === 200 || status === 400)).toBe(true);
    for (const call of gateway.stub.calls.slice(before)) {
      expect(Object.keys(call.headers)).not.toContain("x-evil");
    }
    expect(answer.text).not.toContain("x-evil");
  });

  it("a forged traceparent is replaced, a good one goes on as a child", async () => {
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const send = async (traceparent: string): Promise<string> => {
      await fetch(`${gateway.url}${PATH}`, {
        method: "POST",
        headers: { ...gateway.headers, traceparent },
        body: BODY,
      });
      return String(gateway.stub.calls.at(-1)?.headers.traceparent);
    };
    expect(await send("00-evil-1-01")).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
    expect(await send(`00-${trace}-00f067aa0ba902b7-00`)).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)`));
  });
});

describe("headers on their way back", () => {
  it("are the gateway's own: a node sets no cookie and no CORS permission", async () => {
    tooMuch = true;
    const answer = await fetch(`${gateway.url}${PATH}`, { method: "POST", headers: gateway.headers, body: BODY });
    tooMuch = false;
    expect(answer.status).toBe(200);
    for (const name of ["set-cookie", "x-evil", "proxy-authenticate", "access-control-allow-origin"]) {
      expect(answer.headers.get(name), name).toBeNull();
    }
  });

  it("a node that redirects is not followed: the signed body goes nowhere else", async () => {
    redirectTo = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/steal`;
    const answer = await fetch(`${gateway.url}${PATH}`, { method: "POST", headers: gateway.headers, body: BODY });
    redirectTo = null;
    expect([502, 503]).toContain(answer.status);
    expect(JSON.parse(await answer.text()).error.code).toMatch(/^(node_lost|no_capacity)$/);
    expect(elsewhere).toEqual([]);
  });
});
