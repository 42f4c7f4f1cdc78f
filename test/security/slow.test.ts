import type { Socket } from "node:net";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STUB_MODEL } from "../support/node-stub.ts";
import { openSocket, requestText } from "../support/raw-socket.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

const PATH = "/v1/chat/completions";

/** Connections held on purpose; a service that gave each a thread or a place in a queue would be full. */
const HELD = 300;

/** A request beside them may take this long, in ms: they cost it nothing that can be measured. */
const PROMPT_MS = 1_000;

/** What a slow reader's stream carries, in pieces of 64 kB: 64 MB, far more than the sockets' buffers take. */
const PIECES = 1_000;
const PIECE = "x".repeat(65_536);
const SLOW_READERS = 10;

/** Pieces a node may have sent to a reader that takes nothing: the buffers of two connections hold up to about 12 MB. */
const MAX_BUFFERED_PIECES = 320;

let gateway: StubGateway;
const held: Socket[] = [];

beforeAll(async () => {
  gateway = await startStubGateway({
    stub: {
      shape: (request) => ({ pieces: JSON.stringify(request.input).includes("long") ? PIECES : 1, gapMs: 0 }),
      text: () => PIECE,
    },
  });
}, 60_000);

afterAll(async () => {
  release();
  await gateway.stop();
});

function release(): void {
  for (const socket of held.splice(0)) {
    socket.destroy();
  }
}

function head(...more: readonly string[]): string[] {
  return [
    `POST ${PATH} HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: ${gateway.headers.authorization}`,
    "content-type: application/json",
    ...more,
  ];
}

function body(content: string, stream = false): string {
  return JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content }], stream });
}

/** Time of an ordinary request, in ms; the slowest of five. */
async function ordinaryMs(): Promise<number> {
  let slowest = 0;
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    // A connection of its own each time: the loop of this process may be too busy to see a kept one close.
    const answer = await request(`${gateway.url}${PATH}`, {
      method: "POST",
      headers: gateway.headers,
      body: body("hi"),
      reset: true,
    });
    await answer.body.text();
    expect(answer.statusCode).toBe(200);
    slowest = Math.max(slowest, performance.now() - started);
  }
  return slowest;
}

async function hold(count: number, text: string): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: count }, () => openSocket(gateway.url)));
  for (const socket of sockets) {
    socket.on("error", () => {});
    socket.write(text);
  }
  held.push(...sockets);
}

describe("slow clients do not hold up the others", () => {
  it("slow headers (slowloris)", async () => {
    await hold(HELD, `POST ${PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a:`);
    const drip = setInterval(() => {
      for (const socket of held) {
        socket.write("b");
      }
    }, 50);
    expect(await ordinaryMs()).toBeLessThan(PROMPT_MS);
    clearInterval(drip);
    release();
  });

  it("slow bodies", async () => {
    await hold(HELD, requestText(head("content-length: 100000"), "{"));
    const drip = setInterval(() => {
      for (const socket of held) {
        socket.write(" ");
      }
    }, 50);
    expect(await ordinaryMs()).toBeLessThan(PROMPT_MS);
    clearInterval(drip);
    release();
  });

  it("readers that take nothing of a long stream: what they do not read is not produced", async () => {
    const text = body("long", true);
    const before = gateway.stub.calls.length;
    await hold(SLOW_READERS, requestText(head(`content-length: ${text.length}`), text));
    for (const socket of held) {
      socket.pause();
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await ordinaryMs()).toBeLessThan(PROMPT_MS);
    const calls = gateway.stub.calls.slice(before).filter(({ request }) => /long/.test(JSON.stringify(request.input)));
    expect(calls).toHaveLength(SLOW_READERS);
    expect(Math.max(...calls.map(({ sent }) => sent))).toBeLessThan(MAX_BUFFERED_PIECES);
    release();
    await expect.poll(() => gateway.stub.open(), { timeout: 10_000 }).toBe(0);
    expect(calls.every(({ aborted }) => aborted)).toBe(true);
  });
});
