import { setTimeout as delay } from "node:timers/promises";
import type { Frame } from "@dyllm/shared";
import { request } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { makeRequest } from "../scheduler/testing/harness.ts";
import type { NodeContext } from "./context.ts";
import { framesOf, openSigned, sendSigned } from "./testing/client.ts";
import { deferred } from "./testing/deferred.ts";
import { acceptedFrame, type FrameScript, FrameSource } from "./testing/frame-source.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

let open: TestServer | null = null;

afterEach(async () => {
  await open?.close();
  open = null;
});

async function start(script: FrameScript, changes: Partial<NodeContext> = {}): Promise<TestServer> {
  open = await startTestServer(new FrameSource(script), changes);
  return open;
}

describe("the stream of frames", () => {
  it("sends the headers before the first frame", async () => {
    const gate = deferred<undefined>();
    const server = await start(async function* (request) {
      await gate.promise;
      yield acceptedFrame(request);
    });
    const answer = await openSigned(server, JSON.stringify(makeRequest("req-1")));
    expect(answer.statusCode).toBe(200);
    gate.resolve(undefined);
    expect(await framesOf(await answer.body.text())).toHaveLength(2);
  });

  it("turns an exception after the start into an error frame that says nothing of its message", async () => {
    const server = await start(async function* (request) {
      yield acceptedFrame(request);
      throw new Error(`cannot denoise ${"SECRET"}`);
    });
    const answer = await sendSigned(server, JSON.stringify(makeRequest("req-1")));
    const frames = await framesOf(answer.body);
    expect(frames.at(-1)).toMatchObject({ type: "error", seq: 1, code: "internal_error" });
    expect(answer.body + server.logged()).not.toContain("SECRET");
    expect(server.logged()).toContain('"event":"generation failed"');
  });

  it("ends a stream that its source left unfinished with an error frame", async () => {
    const server = await start(async function* (request) {
      yield acceptedFrame(request);
    });
    const frames = await framesOf((await sendSigned(server, JSON.stringify(makeRequest("req-1")))).body);
    expect(frames.map((frame) => frame.type)).toEqual(["accepted", "error"]);
  });

  it("that is left before its first frame aborts the work within 500 ms", async () => {
    const aborted = deferred<number>();
    const server = await start(async function* (_request, signal) {
      yield await new Promise<never>((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          aborted.resolve(performance.now());
          reject(new Error("stopped"));
        });
      });
    });
    const answer = await openSigned(server, JSON.stringify(makeRequest("req-1")));
    const left = performance.now();
    answer.body.destroy();
    expect((await aborted.promise) - left).toBeLessThan(500);
  });

  it("carries an empty line while nothing else flows, when the request asks for signs of life", async () => {
    const gate = deferred<undefined>();
    const server = await start(async function* (request) {
      yield acceptedFrame(request);
      await gate.promise;
      yield { type: "done", seq: 1, finishReason: "stop" };
    });
    const answer = await openSigned(server, JSON.stringify(makeRequest("req-1", { keepAliveMs: 50 })));
    expect(answer.headers["x-dyllm-keep-alive-ms"]).toBe("50");
    let text = "";
    answer.body.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    await expect.poll(() => text).toMatch(/\}\n\n\n+$/);
    gate.resolve(undefined);
    await expect.poll(() => text).toContain("done");
    expect((await framesOf(text)).map((frame) => frame.type)).toEqual(["accepted", "done"]);
  });

  it("that is left early is logged with the usage the work ended with", async () => {
    const server = await start(async function* (request, signal) {
      yield acceptedFrame(request);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      yield { type: "usage", seq: 1, promptTokens: 4, completionTokens: 3, steps: 2, salientFraction: 1 };
      yield { type: "error", seq: 2, code: "cancelled", message: "cancelled", param: null };
    });
    const answer = await openSigned(server, JSON.stringify(makeRequest("req-1")));
    answer.body.once("data", () => answer.body.destroy());
    await expect.poll(() => server.logged()).toContain('"completionTokens":3');
  });
});

describe("a client that does not read", () => {
  const bigText = "x".repeat(256 * 1024);

  /** Frames of 256 KiB as fast as they are taken; counts them. */
  function torrent(): { script: FrameScript; produced: () => number; aborted: () => boolean } {
    let produced = 0;
    let aborted = false;
    async function* script(...[request, signal]: Parameters<FrameScript>): AsyncGenerator<Frame> {
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      yield acceptedFrame(request);
      while (!signal.aborted && produced < 2000) {
        yield { type: "text", seq: ++produced, text: bigText };
      }
    }
    return { script, produced: () => produced, aborted: () => aborted };
  }

  it("slows its own stream only: production stops at the socket buffers and the server goes on answering", async () => {
    const { script, produced } = torrent();
    const server = await start(script);
    const answer = await openSigned(server, JSON.stringify(makeRequest("req-1")));
    await delay(400);
    const before = produced();
    await delay(200);
    expect(produced()).toBe(before);
    expect(before).toBeLessThan(200);
    expect((await request(`${server.origin}/healthz`)).statusCode).toBe(200);
    answer.body.destroy();
  });

  it("is cut off once a frame has waited for the limit", async () => {
    const { script, aborted } = torrent();
    const server = await start(script, { stalledMs: 100 });
    await openSigned(server, JSON.stringify(makeRequest("req-1")));
    await expect.poll(aborted, { timeout: 3_000 }).toBe(true);
    expect(server.logged()).toContain('"event":"reader stalled"');
  });
});
