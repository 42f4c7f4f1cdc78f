/** What a holder of the node key can make the gateway connect to, and what a stranger can. */

import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { LINK_PATH, parseSigningKey, REGISTER_PATH, signRequest } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adminClient } from "../drill/admin-client.ts";
import { STUB_MODEL } from "../support/node-stub.ts";
import { exchange, requestText } from "../support/raw-socket.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

const NO_BODY = new Uint8Array(new ArrayBuffer(0));

/** Allowed difference of the clocks is 30 s. */
const SKEW_REFUSED_MS = 35_000;

let gateway: StubGateway;
/** Whoever connects to this port was told to by the gateway. */
let visitors = 0;
const trap = createServer((socket) => {
  visitors++;
  socket.destroy();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => trap.listen(0, resolve));
  gateway = await startStubGateway({ vars: { NODE_REGISTRATION: JSON.stringify({ hosts: ["*"] }) } });
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  trap.close();
});

async function register(url: string, options: { readonly key?: string; readonly atMs?: number } = {}) {
  const path = `${REGISTER_PATH}?${new URLSearchParams({ node: "intruder", url })}`;
  const key = parseSigningKey(options.key ?? gateway.secrets.signingKey);
  const headers = await signRequest(key, { method: "POST", path, body: NO_BODY }, options.atMs);
  const send = async (): Promise<string> => {
    const answer = await fetch(`${gateway.url}${path}`, { method: "POST", headers });
    const text = await answer.text();
    return answer.status === 200 ? "taken" : String(JSON.parse(text).error.code);
  };
  return { first: await send(), again: send };
}

/** Makes the gateway look for nodes and for the stub's model. */
async function use(): Promise<void> {
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: gateway.headers,
    body: JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }] }),
  });
  expect(answer.status).toBe(200);
  await answer.text();
}

describe("a node's registration makes no port scanner of the gateway", () => {
  it("an address inside is refused however it is written, and never connected to", async () => {
    const { port } = trap.address() as AddressInfo;
    for (const host of [
      ...["127.0.0.1", "localhost", "LOCALHOST.", "127.1", "0x7f.1", "2130706433", "017700000001", "0", "[::1]"],
      ...["[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "metadata.google.internal", "①②⑦.⓪.⓪.①"],
    ]) {
      for (const scheme of ["https", "http"]) {
        const { first } = await register(`${scheme}://${host}:${port}`);
        expect(first, `${scheme}://${host}`).toBe("invalid_value");
      }
    }
    await use();
    await adminClient(gateway.url, gateway.secrets.adminKey).read("/admin/v1/nodes");
    expect(visitors).toBe(0);
    const { text } = await adminClient(gateway.url, gateway.secrets.adminKey).read("/admin/v1/nodes");
    expect(text).not.toContain("intruder");
  });

  it("an address is an origin: a path, credentials or another scheme are refused", async () => {
    for (const url of [
      ...[
        "https://gpu.example.org/steal",
        "https://u:p@gpu.example.org",
        "ftp://gpu.example.org",
        "file:///etc/passwd",
      ],
      ...[
        "gopher://gpu.example.org",
        "https://gpu.example.org?x",
        "https://gpu.example.org#x",
        "//gpu.example.org",
        "",
      ],
    ]) {
      expect((await register(url)).first, url).toBe("invalid_value");
    }
  });
});

describe("a registration and a link are signed, fresh and used once", () => {
  it("nobody registers without the key, with an old clock, or with somebody else's request", async () => {
    const url = "https://gpu.example.org";
    expect((await register(url, { key: `local:${"A".repeat(43)}` })).first).toBe("bad_signature");
    expect((await register(url, { atMs: Date.now() - SKEW_REFUSED_MS })).first).toBe("stale_request");
    expect((await register(url, { atMs: Date.now() + SKEW_REFUSED_MS })).first).toBe("stale_request");
    const good = await register(url);
    expect(good.first).toBe("taken");
    expect(await good.again()).toBe("replayed_request");
  });

  it("an API key and an admin credential open no link", async () => {
    for (const token of [gateway.secrets.apiKey, gateway.secrets.adminKey, ""]) {
      const lines = [`GET ${LINK_PATH}?node=intruder HTTP/1.1`, "host: 127.0.0.1", `authorization: Bearer ${token}`];
      const upgrade = ["connection: upgrade", "upgrade: websocket", "sec-websocket-version: 13"];
      const key = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
      const answer = await exchange(gateway.url, requestText([...lines, ...upgrade, key]));
      expect(answer.statuses).toEqual([401]);
    }
  });
});
