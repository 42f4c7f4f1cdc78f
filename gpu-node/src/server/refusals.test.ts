import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { GENERATE_PATH, MAX_CLOCK_SKEW_MS } from "@dyllm/shared";
import { afterEach, describe, expect, it } from "vitest";
import { makeRequest, makeScheduler } from "../scheduler/testing/harness.ts";
import type { NodeContext } from "./context.ts";
import { MAX_BODY_BYTES } from "./limits.ts";
import { ReplayCache } from "./replay-cache.ts";
import { errorOf, openSigned, requestHead, send, sendSigned } from "./testing/client.ts";
import { signedHeaders, startTestServer, TEST_KEY, type TestServer } from "./testing/test-server.ts";

let open: TestServer | null = null;

afterEach(async () => {
  await open?.close();
  open = null;
});

async function start(changes: Partial<NodeContext> = {}): Promise<TestServer> {
  open = await startTestServer(makeScheduler().scheduler, changes);
  return open;
}

describe("what is refused", () => {
  const valid = JSON.stringify(makeRequest("req-1"));

  it("an unsigned request, before its body is read", async () => {
    const server = await start();
    const answer = await send(server, valid, { "content-type": "application/json" });
    expect([answer.status, errorOf(answer).code]).toEqual([401, "bad_signature"]);
  });

  it("a body altered after signing", async () => {
    const server = await start();
    const headers = await signedHeaders("POST", GENERATE_PATH, valid);
    const answer = await send(server, valid.replace("prompt", "Prompt"), headers);
    expect([answer.status, errorOf(answer).code]).toEqual([401, "bad_signature"]);
  });

  it("a path other than the signed one, query included", async () => {
    const server = await start();
    const headers = await signedHeaders("POST", GENERATE_PATH, valid);
    const answer = await send(server, valid, headers, `${GENERATE_PATH}?x=1`);
    expect([answer.status, errorOf(answer).code]).toEqual([401, "bad_signature"]);
  });

  it.each([-1, 1])("a timestamp out of the clock skew (%i)", async (side) => {
    const server = await start();
    const nowMs = Date.now() + side * (MAX_CLOCK_SKEW_MS + 5_000);
    const answer = await send(server, valid, await signedHeaders("POST", GENERATE_PATH, valid, nowMs));
    expect([answer.status, errorOf(answer).code]).toEqual([401, "stale_request"]);
  });

  it("the same signed request a second time", async () => {
    const server = await start();
    const headers = await signedHeaders("POST", GENERATE_PATH, valid);
    expect((await send(server, valid, headers)).status).toBe(200);
    const again = await send(server, valid, headers);
    expect([again.status, errorOf(again).code]).toEqual([401, "replayed_request"]);
  });

  it("everything when the nonce cache is full, with a time to come back", async () => {
    const server = await start({
      auth: { kind: "signed", keys: [TEST_KEY], replays: new ReplayCache(1) },
    });
    expect((await sendSigned(server, valid)).status).toBe(200);
    const answer = await sendSigned(server, valid);
    expect([answer.status, errorOf(answer).code]).toEqual([503, "no_capacity"]);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.headers["retry-after-ms"]).toBe("1000");
  });

  it("a body of 10 MB, announced", async () => {
    const server = await start();
    const body = Buffer.alloc(10_000_000, 97);
    const answer = await send(server, body, await signedHeaders("POST", GENERATE_PATH, "")).catch(() => null);
    // The server may close while the client still writes; what counts is that a well-behaved client gets the answer.
    expect(answer === null || errorOf(answer).code === "request_too_large").toBe(true);
  });

  it("a body that grows past the limit without saying so", async () => {
    const server = await start();
    const port = Number(new URL(server.origin).port);
    const headers = await signedHeaders("POST", GENERATE_PATH, "");
    const socket = connect(port, "127.0.0.1");
    const received: Buffer[] = [];
    socket.on("data", (chunk) => received.push(chunk));
    socket.on("error", () => {});
    socket.write(requestHead({ ...headers, "transfer-encoding": "chunked" }));
    const chunk = "b".repeat(65_536);
    for (let sent = 0; sent <= MAX_BODY_BYTES; sent += chunk.length) {
      socket.write(`10000\r\n${chunk}\r\n`);
    }
    await expect.poll(() => Buffer.concat(received).toString()).toContain("request_too_large");
    expect(Buffer.concat(received).toString()).toContain("HTTP/1.1 413");
    socket.destroy();
  });

  it.each([
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
  ])("the content type %s", async (type, status) => {
    const answer = await sendSigned(await start(), valid, { "content-type": type });
    expect([answer.status, errorOf(answer).code]).toEqual([status, "unsupported_media_type"]);
  });

  it("a compressed body", async () => {
    const answer = await sendSigned(await start(), valid, { "content-encoding": "gzip" });
    expect([answer.status, errorOf(answer).code]).toEqual([415, "unsupported_media_type"]);
  });

  it.each([
    ["an empty body", ""],
    ["broken JSON", '{"version":1,'],
    ["deep nesting", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["deep nesting under a known field", `{"version":${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
  ])("%s", async (_name, body) => {
    const answer = await sendSigned(await start(), body);
    expect([answer.status, errorOf(answer).code]).toEqual([400, "invalid_json"]);
  });

  it("another protocol version, naming both", async () => {
    const answer = await sendSigned(await start(), JSON.stringify({ ...makeRequest("req-1"), version: 2 }));
    expect(errorOf(answer)).toMatchObject({ code: "unsupported_version", param: "version" });
    expect(errorOf(answer).message).toMatch(/2.*1/);
  });

  it.each([
    [{ requestId: undefined }, "missing_required_parameter", "requestId"],
    [{ model: 7 }, "invalid_type", "model"],
    [{ canvas: { maxTokens: 0 } }, "integer_below_min_value", "canvas.maxTokens"],
    [{ canvas: { maxTokens: 1e6 } }, "integer_above_max_value", "canvas.maxTokens"],
    [{ sampling: { temperature: 2.5, seed: 1 } }, "decimal_above_max_value", "sampling.temperature"],
    [{ input: { kind: "chat", messages: [] } }, "empty_array", "input.messages"],
    [{ input: { kind: "chat", messages: [{ role: "tool", content: "" }] } }, "invalid_value", "input.messages[0].role"],
    [{ input: { kind: "image" } }, "invalid_value", "input.kind"],
  ])("%j, naming the field", async (change, code, param) => {
    const answer = await sendSigned(await start(), JSON.stringify({ ...makeRequest("req-1"), ...change }));
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ code, param });
  });

  it("a model it does not have, naming the field", async () => {
    const answer = await sendSigned(await start(), JSON.stringify(makeRequest("req-1", { model: "other" })));
    expect(answer.status).toBe(404);
    expect(errorOf(answer)).toMatchObject({ code: "model_not_found", param: "model", type: "invalid_request_error" });
  });

  it("a request when the queue is full, with a time to come back", async () => {
    const { scheduler } = makeScheduler({ beforeStep: () => delay(20) }, { limits: { maxRunning: 1, maxQueued: 0 } });
    open = await startTestServer(scheduler);
    const running = await openSigned(open, JSON.stringify(makeRequest("first")));
    const answer = await sendSigned(open, valid);
    expect([answer.status, errorOf(answer).code]).toEqual([503, "queue_full"]);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThanOrEqual(1);
    expect(answer.headers["x-should-retry"]).toBe("true");
    await running.body.dump();
  });

  it("any request while the node drains", async () => {
    const { scheduler } = makeScheduler();
    await scheduler.drain();
    open = await startTestServer(scheduler);
    const answer = await sendSigned(open, valid);
    expect([answer.status, errorOf(answer).code]).toEqual([503, "draining"]);
  });

  it("never with a prompt in the log", async () => {
    const canary = "CANARY-5c1f";
    const server = await start();
    const withCanary = { ...makeRequest("req-1"), input: { kind: "text", text: canary } };
    await sendSigned(server, JSON.stringify(withCanary));
    await sendSigned(server, JSON.stringify({ ...withCanary, version: canary }));
    await sendSigned(server, JSON.stringify({ ...withCanary, model: [canary] }));
    await sendSigned(server, `{"${canary}`);
    await send(server, canary, {}, `/${canary}`);
    await expect.poll(() => server.logged().split("\n").length).toBeGreaterThan(4);
    expect(server.logged()).not.toContain(canary);
  });
});
