import { getEventListeners, once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { GENERATE_PATH } from "@dyllm/shared";
import type { HttpBindings } from "@hono/node-server";
import { afterEach, describe, expect, it } from "vitest";
import { makeRequest, makeScheduler } from "../scheduler/testing/harness.ts";
import { createApp } from "./app.ts";
import { framesOf, openSigned, requestHead, sendSigned } from "./testing/client.ts";
import { signedHeaders, startTestServer, type TestServer, testContext } from "./testing/test-server.ts";

let open: TestServer | null = null;

afterEach(async () => {
  await open?.close();
  open = null;
});

/** A server whose steps take 50 ms each, so that a test can act in the middle of an answer. */
async function startSlow() {
  const parts = makeScheduler({ beforeStep: () => delay(50) });
  open = await startTestServer(parts.scheduler);
  return { ...parts, server: open };
}

describe("POST /dyllm/v1/generate", () => {
  it("streams the frames of an accepted request as NDJSON, those the scheduler gives", async () => {
    open = await startTestServer(makeScheduler().scheduler);
    const answer = await sendSigned(open, JSON.stringify(makeRequest("req-1")));
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/x-ndjson");
    expect(answer.headers["x-request-id"]).toBe("req-1");
    expect(await framesOf(answer.body)).toEqual(await makeScheduler().run(makeRequest("req-1")));
  });

  it("sends each frame when it is made, not at the end", async () => {
    const { server, backend } = await startSlow();
    const answer = await openSigned(server, JSON.stringify(makeRequest("req-1")));
    await once(answer.body, "data");
    expect(backend.calls.length).toBeLessThan(2);
    await answer.body.dump();
  });

  // A listener would keep the request, its streams and its context for ever: 18 kB each.
  it.each([
    ["answered", "byte-model"],
    ["refused", "another"],
  ])("leaves no listener on a request that is %s", async (_how, model) => {
    const { scheduler } = makeScheduler();
    const app = createApp(testContext(scheduler, () => {}));
    const asked = makeRequest("req-1");
    const body = JSON.stringify(model === "another" ? { ...asked, model } : asked);
    const headers = await signedHeaders("POST", GENERATE_PATH, body);
    const request = new Request(`http://node${GENERATE_PATH}`, { method: "POST", headers, body });
    const answer = await app.fetch(request, { incoming: { url: GENERATE_PATH } } as unknown as HttpBindings);
    expect(answer.status).toBe(model === "another" ? 404 : 200);
    await answer.text();
    expect(getEventListeners(request.signal, "abort")).toEqual([]);
  });

  it("turns a failing backend into usage and error frames", async () => {
    const { scheduler } = makeScheduler({
      beforeStep: (call) => {
        if (call === 3) {
          throw new Error("SECRET");
        }
      },
    });
    open = await startTestServer(scheduler);
    const answer = await sendSigned(open, JSON.stringify(makeRequest("req-1")));
    expect(answer.status).toBe(200);
    expect((await framesOf(answer.body)).slice(-2).map((frame) => frame.type)).toEqual(["usage", "error"]);
    expect(answer.body + open.logged()).not.toContain("SECRET");
  });
});

describe("a client that leaves in mid-stream", () => {
  it.each([
    ["closing orderly", (socket: Socket) => void socket.end()],
    ["resetting", (socket: Socket) => void socket.resetAndDestroy()],
  ])("stops the work and frees its slot within 500 ms, %s", async (_how, leave) => {
    const { server, backend, requests } = await startSlow();
    const body = JSON.stringify(makeRequest("req-1"));
    const headers = await signedHeaders("POST", GENERATE_PATH, body);
    const socket = connect(Number(new URL(server.origin).port), "127.0.0.1");
    socket.write(requestHead({ ...headers, "content-length": String(body.length) }) + body);
    await expect.poll(() => backend.calls.length).toBeGreaterThan(1);
    leave(socket);
    await expect
      .poll(async () => [requests[0]?.outcome, (await backend.usage()).slots], { timeout: 500, interval: 10 })
      .toEqual(["cancelled", 0]);
    await expect.poll(() => server.logged()).toContain('"outcome":"cancelled"');
    socket.destroy();
  });
});
