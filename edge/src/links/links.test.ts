import { runInDurableObject } from "cloudflare:test";
import {
  decodeFrames,
  encodeFrame,
  type Frame,
  type GatewayMessage,
  GENERATE_PATH,
  gatewayMessage,
  LEASE_MS,
  LINK_CREDIT_BYTES,
  LINK_PATH,
  type NodeMessage,
  nodeStatus,
  parseSigningKey,
  REGISTER_PATH,
  type SigningKey,
  STATUS_PATH,
  signRequest,
  verifyRequest,
  welcomeParts,
} from "@dyllm/shared";
import type { ChatCompletion } from "@dyllm/shared/openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Gateway, startGateway } from "../../test/gateway.ts";
import { answerFrames, MODEL } from "../../test/upstream.ts";
import { nodeDirectory } from "./node-directory.ts";
import { NodeLink } from "./node-link.ts";

const BODY = { model: MODEL, messages: [{ role: "user", content: "hi" }] };
/** Blocks of data a test sends, each a quarter of a job's credit. */
const BLOCKS = 8;

const NO_BODY = new Uint8Array(new ArrayBuffer(0));
const RULES = { NODE_REGISTRATION: JSON.stringify({ hosts: ["*.nodes.example.org"] }) };

afterEach(() => {
  vi.restoreAllMocks();
});

async function gatewayWithoutNodes(keyId: string): Promise<{ gateway: Gateway; key: SigningKey }> {
  const gateway = await startGateway({ keyId, nodes: [], bindings: RULES });
  return { gateway, key: parseSigningKey(gateway.env.NODE_SIGNING_KEY) };
}

function registerPath(node: string, url: string): string {
  return `${REGISTER_PATH}?${new URLSearchParams({ node, url })}`;
}

async function codeOf(response: Response): Promise<string> {
  return (await response.json<{ error: { code: string } }>()).error.code;
}

describe("a node that registers itself", () => {
  it("is listed until its lease ends", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkreg00001");
    const path = registerPath("reg-1", "https://a.nodes.example.org:9100");
    const headers = await signRequest(key, { method: "POST", path, body: NO_BODY });
    const answer = await gateway.fetch(path, { method: "POST", headers });
    expect(await answer.json()).toEqual({ node: "reg-1", lease_ms: LEASE_MS, heartbeat_ms: expect.any(Number) });
    const directory = nodeDirectory(gateway.env);
    const listed = (nodes: readonly { id: string }[]) => nodes.find(({ id }) => id === "reg-1");
    const entry = { id: "reg-1", kind: "registered", origin: "https://a.nodes.example.org:9100", maxConcurrent: null };
    expect(listed((await directory.list(Date.now())).nodes)).toEqual(entry);
    expect(listed((await directory.list(Date.now() + LEASE_MS + 1_000)).nodes)).toBeUndefined();
  });

  it("is refused when the request is unsigned, altered, stale, or sent a second time", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkreg00002");
    const path = registerPath("reg-2", "https://b.nodes.example.org");
    const parts = { method: "POST", path, body: NO_BODY };
    const unsigned = await gateway.fetch(path, { method: "POST" });
    expect([unsigned.status, await codeOf(unsigned)]).toEqual([401, "bad_signature"]);
    const headers = await signRequest(key, parts);
    const altered = await gateway.fetch(registerPath("reg-2", "https://evil.nodes.example.org"), {
      method: "POST",
      headers,
    });
    expect(await codeOf(altered)).toBe("bad_signature");
    const old = await signRequest(key, parts, Date.now() - 60_000);
    expect(await codeOf(await gateway.fetch(path, { method: "POST", headers: old }))).toBe("stale_request");
    expect((await gateway.fetch(path, { method: "POST", headers })).status).toBe(200);
    expect(await codeOf(await gateway.fetch(path, { method: "POST", headers }))).toBe("replayed_request");
  });

  it("is refused with an address the gateway does not take, or a name that is taken", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkreg00003");
    const attempt = async (node: string, url: string): Promise<number> => {
      const path = registerPath(node, url);
      const headers = await signRequest(key, { method: "POST", path, body: NO_BODY });
      return (await gateway.fetch(path, { method: "POST", headers })).status;
    };
    expect(await attempt("reg-3", "https://127.0.0.1")).toBe(400);
    expect(await attempt("reg-3", "https://elsewhere.example.org")).toBe(400);
    expect(await attempt("../reg", "https://c.nodes.example.org")).toBe(400);
    const configured = await startGateway({ keyId: "linkreg00004", bindings: RULES });
    const path = registerPath("node-a", "https://c.nodes.example.org");
    const headers = await signRequest(key, { method: "POST", path, body: NO_BODY });
    expect((await configured.fetch(path, { method: "POST", headers })).status).toBe(400);
  });

  it("finds nothing at a gateway that takes no registrations", async () => {
    const gateway = await startGateway({ keyId: "linkreg00005" });
    expect((await gateway.fetch(registerPath("x", "https://d.nodes.example.org"), { method: "POST" })).status).toBe(
      404,
    );
  });

  it("stays out once an operator has removed it, until that is taken back", async () => {
    const { gateway } = await gatewayWithoutNodes("linkreg00006");
    const directory = nodeDirectory(gateway.env);
    const origin = "https://e.nodes.example.org";
    const now = Date.now();
    expect(await directory.admit("reg-6", now, origin, now)).toBe("admitted");
    expect(await directory.remove("reg-6")).toBe(true);
    expect(await directory.admit("reg-6", now + 1, origin, now)).toBe("removed");
    await directory.undrain("reg-6");
    expect(await directory.admit("reg-6", now + 2, origin, now)).toBe("admitted");
    expect(await directory.remove("unknown")).toBe(false);
  });
});

/** A node's end of a link, played by hand: what the gateway sent, and a way to answer. */
interface LinkedNode {
  readonly socket: WebSocket;
  next(type: GatewayMessage["type"]): Promise<GatewayMessage>;
  send(message: NodeMessage): void;
  /** Bytes the gateway has given credit for so far. */
  credited(): number;
}

async function dial(gateway: Gateway, key: SigningKey, node: string): Promise<LinkedNode> {
  const path = `${LINK_PATH}?node=${node}`;
  const headers = await signRequest(key, { method: "GET", path, body: NO_BODY });
  const answer = await gateway.fetch(path, { headers: { ...headers, upgrade: "websocket" } });
  expect(answer.status).toBe(101);
  const socket = answer.webSocket;
  if (socket === null) {
    throw new Error("no socket");
  }
  const received: GatewayMessage[] = [];
  socket.addEventListener("message", ({ data }) => {
    received.push(gatewayMessage.parse(JSON.parse(String(data))));
  });
  socket.accept();
  const linked: LinkedNode = {
    socket,
    credited: () => received.reduce((sum, message) => sum + (message.type === "credit" ? message.bytes : 0), 0),
    send: (message) => socket.send(JSON.stringify(message)),
    next: (type) =>
      vi.waitFor(() => {
        const index = received.findIndex((message) => message.type === type);
        const [message] = index === -1 ? [] : received.splice(index, 1);
        if (message === undefined) {
          throw new Error(`no ${type} yet`);
        }
        return message;
      }),
  };
  const welcome = await linked.next("welcome");
  const proof: Record<string, string> = welcome.type === "welcome" ? JSON.parse(welcome.proof) : {};
  const nonce = headers["x-dyllm-nonce"] ?? "";
  expect(await verifyRequest([key], welcomeParts(nonce), (name) => proof[name])).toMatchObject({ ok: true });
  linked.send({ type: "status", status: statusOf(node) });
  return linked;
}

function statusOf(nodeId: string) {
  return nodeStatus.parse({
    version: 1,
    nodeId,
    software: "test",
    backend: "cpu",
    models: [{ id: MODEL, created: 0, ownedBy: "x", contextLength: 2048, defaultMaxTokens: 64, denoising: {} }],
    capacity: { running: 4, queued: 8 },
    running: 0,
    queued: 0,
    stepsPerSecond: 0,
    tokensPerSecond: 0,
    salientFraction: 0,
    draining: false,
  });
}

/** The link's object as the Worker calls it. */
function linkOf(gateway: Gateway, node: string) {
  const object = gateway.env.NODE_LINKS.getByName(node);
  const post = (job: string, body: unknown): Promise<Response> =>
    object.fetch("http://link.invalid/dyllm/v1/generate", {
      method: "POST",
      headers: { "x-dyllm-link-job": job, "x-dyllm-link-node": node },
      body: JSON.stringify(body),
    });
  const status = () => object.fetch(`http://link.invalid${STATUS_PATH}`, { headers: { "x-dyllm-link-node": node } });
  return { object, post, status };
}

const text = (frames: ReturnType<typeof answerFrames>): string =>
  frames.map((frame, seq) => encodeFrame({ ...frame, seq } as Frame)).join("");

describe("a node that dials out", () => {
  it("is asked for work over its connection like any other", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkdial0001");
    const node = await dial(gateway, key, "dial-1");
    const link = linkOf(gateway, "dial-1");
    await vi.waitFor(async () => expect((await link.status()).status).toBe(200));
    const answer = gateway.chat(BODY);
    const job = await node.next("job");
    if (job.type !== "job") {
      throw new Error("unreachable");
    }
    expect(job.request).toMatchObject({ model: MODEL, keepAliveMs: expect.any(Number) });
    node.send({ type: "data", job: job.job, text: text(answerFrames({ requestId: "r" }, ["over ", "the link"])) });
    // The test runtime may hand an object two messages that are under way at once in either order; workerd does not.
    await node.next("credit");
    node.send({ type: "end", job: job.job });
    const completion = await (await answer).json<ChatCompletion>();
    expect(completion).toHaveProperty("choices");
    expect(completion.choices[0]?.message.content).toBe("over the link");
  });

  it("is refused without a valid, fresh, unused signature", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkdial0002");
    const path = `${LINK_PATH}?node=dial-2`;
    const upgrade = { upgrade: "websocket" };
    expect((await gateway.fetch(path, { headers: upgrade })).status).toBe(401);
    expect((await gateway.fetch(path)).status).toBe(400);
    const stranger = parseSigningKey(`test:${"B".repeat(43)}`);
    const forged = await signRequest(stranger, { method: "GET", path, body: NO_BODY });
    expect((await gateway.fetch(path, { headers: { ...forged, ...upgrade } })).status).toBe(401);
    const headers = await signRequest(key, { method: "GET", path, body: NO_BODY });
    const other = `${LINK_PATH}?node=dial-other`;
    expect((await gateway.fetch(other, { headers: { ...headers, ...upgrade } })).status).toBe(401);
    const first = await gateway.fetch(path, { headers: { ...headers, ...upgrade } });
    expect(first.status).toBe(101);
    first.webSocket?.accept();
    expect(await codeOf(await gateway.fetch(path, { headers: { ...headers, ...upgrade } }))).toBe("replayed_request");
  });

  it("passes on a refusal with its code and time", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkdial0003");
    const node = await dial(gateway, key, "dial-3");
    const answer = linkOf(gateway, "dial-3").post("job-1", {});
    expect(await node.next("job")).toMatchObject({ job: "job-1" });
    const refusal = { code: "queue_full", message: "full", param: null, retryAfterMs: 700 } as const;
    node.send({ type: "refused", job: "job-1", ...refusal });
    const response = await answer;
    expect([response.status, response.headers.get("retry-after-ms")]).toEqual([503, "700"]);
  });

  it("gets credit for what was read and no more, and a cancel when the reader leaves", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkdial0004");
    const node = await dial(gateway, key, "dial-4");
    const link = linkOf(gateway, "dial-4");
    const answer = link.post("job-1", { keepAliveMs: 500 });
    await node.next("job");
    const block = "\n".repeat(LINK_CREDIT_BYTES / 4);
    for (let sent = 0; sent < BLOCKS; sent++) {
      node.send({ type: "data", job: "job-1", text: block });
    }
    const response = await answer;
    expect(response.headers.get("x-dyllm-keep-alive-ms")).toBe("500");
    await scheduler.wait(200);
    // Between the object and its reader the runtime holds a block or two.
    expect(node.credited()).toBeLessThan((BLOCKS / 2) * block.length);
    const reader = response.body?.getReader();
    for (let read = 0; read < BLOCKS * block.length; ) {
      read += (await reader?.read())?.value?.byteLength ?? Number.NaN;
    }
    await vi.waitFor(() => expect(node.credited()).toBe(BLOCKS * block.length));
    await link.object.cancel("job-1");
    expect(await node.next("cancel")).toEqual({ type: "cancel", job: "job-1" });
  });

  it("breaks its streams off when the connection drops, and is then not connected", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkdial0005");
    const node = await dial(gateway, key, "dial-5");
    const link = linkOf(gateway, "dial-5");
    const answer = link.post("job-1", {});
    await node.next("job");
    node.send({ type: "data", job: "job-1", text: text(answerFrames({ requestId: "r" }, ["a", "b"]).slice(0, 3)) });
    const body = (await answer).body;
    const frames: Frame[] = [];
    const read = (async () => {
      for await (const frame of decodeFrames(body ?? new ReadableStream())) {
        frames.push(frame);
      }
    })();
    read.catch(() => {});
    await vi.waitFor(() => expect(frames).toHaveLength(3));
    node.socket.close(1000, "gone");
    await expect(read).rejects.toThrow();
    await vi.waitFor(async () => expect((await link.status()).status).toBe(502));
    expect((await nodeDirectory(gateway.env).list(Date.now())).nodes.map(({ id }) => id)).not.toContain("dial-5");
  });

  it("loses its connection when it sends what is no message", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkdial0006");
    const node = await dial(gateway, key, "dial-6");
    const closed = new Promise<number>((resolve) => node.socket.addEventListener("close", ({ code }) => resolve(code)));
    node.socket.send("{}");
    expect(await closed).toBe(4004);
  });

  it("has one connection: a newer one replaces the older", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkdial0007");
    const old = await dial(gateway, key, "dial-7");
    const closed = new Promise<number>((resolve) => old.socket.addEventListener("close", ({ code }) => resolve(code)));
    await scheduler.wait(2);
    const fresh = await dial(gateway, key, "dial-7");
    expect(await closed).toBe(4001);
    const link = linkOf(gateway, "dial-7");
    void link.post("job-1", {});
    expect(await fresh.next("job")).toMatchObject({ job: "job-1" });
  });

  it("is served by an object that has slept: what it needs to know is kept with the socket", async () => {
    const { gateway, key } = await gatewayWithoutNodes("linkdial0008");
    const node = await dial(gateway, key, "dial-8");
    const link = linkOf(gateway, "dial-8");
    await vi.waitFor(async () => expect((await link.status()).status).toBe(200));
    const answered = runInDurableObject(link.object, async (_before, state) => {
      // What hibernation leaves: the sockets and their attachments, and no memory.
      const woken = new NodeLink(state, gateway.env);
      const call = (path: string, init?: RequestInit): Promise<Response> =>
        woken.fetch(new Request(`http://link.invalid${path}`, init));
      expect(await (await call(STATUS_PATH)).json()).toMatchObject({ nodeId: "dial-8", models: [{ id: MODEL }] });
      const answer = call(GENERATE_PATH, { method: "POST", headers: { "x-dyllm-link-job": "job-8" }, body: "{}" });
      // The body of the call is read first; nothing here tells when that is done.
      await scheduler.wait(50);
      const [socket] = state.getWebSockets();
      if (socket === undefined) {
        throw new Error("no socket");
      }
      woken.webSocketMessage(socket, JSON.stringify({ type: "data", job: "job-8", text: "\n" }));
      woken.webSocketMessage(socket, JSON.stringify({ type: "end", job: "job-8" }));
      return await (await answer).text();
    });
    expect(await node.next("job")).toMatchObject({ job: "job-8" });
    expect(await answered).toBe("\n");
    // Of a job it knew before it slept nothing is left: the node is told to stop.
    node.send({ type: "data", job: "from-before", text: "\n" });
    expect(await node.next("cancel")).toEqual({ type: "cancel", job: "from-before" });
  });
});
