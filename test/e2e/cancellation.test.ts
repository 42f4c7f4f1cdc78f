import { connect, type Socket } from "node:net";
import { describe, expect, inject, it } from "vitest";
import { nodeMetric, openai, slowRequest, until } from "../support/client.ts";

/** A client that has left must not keep a node busy longer than this. */
const MAX_CANCEL_MS = 500;

const SLOW = slowRequest("Tell me about DyLLM and everything else you know.");

async function running(): Promise<boolean> {
  return (await nodeMetric("dyllm_running")) > 0;
}

async function idle(): Promise<boolean> {
  return (await nodeMetric("dyllm_running")) === 0 && (await nodeMetric("dyllm_queue_length")) === 0;
}

/** Sends a request over a bare socket, so that the way it closes can be chosen. */
function bareRequest(stream: boolean): Socket {
  const { hostname, port } = new URL(inject("edgeUrl"));
  const body = JSON.stringify({ ...SLOW, stream });
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.resume();
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${inject("apiKey")}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}

describe("a client that leaves frees the node", () => {
  it("when the official client breaks out of the stream", async () => {
    await until(idle, 5_000);
    for await (const chunk of await openai().chat.completions.create({ ...SLOW, stream: true })) {
      if (chunk.choices[0]?.delta.role === "assistant") {
        break;
      }
    }
    expect(await until(idle, 5_000)).toBeLessThan(MAX_CANCEL_MS);
  });

  it("when the official client aborts a pending non-streaming request", async () => {
    await until(idle, 5_000);
    const abort = new AbortController();
    const answer = openai().chat.completions.create(SLOW, { signal: abort.signal });
    answer.catch(() => undefined);
    await until(running, 5_000);
    abort.abort();
    await expect(answer).rejects.toThrow();
    expect(await until(idle, 5_000)).toBeLessThan(MAX_CANCEL_MS);
  });

  it.each([
    ["an orderly close", "end", true],
    ["a reset", "reset", true],
    ["a reset of a non-streaming request", "reset", false],
  ] as const)("by %s", async (_name, how, stream) => {
    await until(idle, 5_000);
    const socket = bareRequest(stream);
    await until(running, 5_000);
    if (how === "end") {
      socket.destroy();
    } else {
      socket.resetAndDestroy();
    }
    expect(await until(idle, 5_000)).toBeLessThan(MAX_CANCEL_MS);
  });

  it("while it waits in the queue", async () => {
    await until(idle, 5_000);
    const sockets = Array.from({ length: 8 }, () => bareRequest(true));
    await until(async () => (await nodeMetric("dyllm_queue_length")) > 0, 5_000);
    for (const socket of sockets) {
      socket.destroy();
    }
    expect(await until(idle, 5_000)).toBeLessThan(MAX_CANCEL_MS);
  });
});
