import { encodeFrame, type Frame, type GenerateRequest, type UnnumberedFrame } from "@dyllm/shared";
import type { ChatCompletion, ChatCompletionChunk } from "@dyllm/shared/openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hmacHex, PEPPER, SECRET, startGateway } from "../../test/gateway.ts";
import { answerFrames, frameResponse, MODEL, type NodeAnswer, nodeBody, serveNodes } from "../../test/upstream.ts";
import { configOf } from "../config.ts";

const BODY = { model: MODEL, messages: [{ role: "user", content: "hi" }] };
const NODES = [
  { id: "node-a", url: "http://node-a.test" },
  { id: "node-b", url: "http://node-b.test" },
];
const PIECES = ["one ", "two ", "three ", "four"];

/** Waits short enough for a test; signs of life often enough that silence shows. */
const ROUTING = { failoverWaitMs: 300, keepAliveMs: 50, stallMs: 200 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a whole node does with a request: all of the answer, or what is left of it from its resume point on. */
function answer(request: GenerateRequest): UnnumberedFrame[] {
  const frames = answerFrames(request, PIECES);
  const { resume } = request;
  if (resume === undefined) {
    return frames;
  }
  const rest = PIECES.join("").slice(resume.textLength);
  const left = frames.filter(
    (frame) => frame.type === "committed" && !resume.positions.includes(frame.positions[0] ?? -1),
  );
  const end = frames.filter((frame) => frame.type === "usage" || frame.type === "done");
  return [...frames.slice(0, 1), ...left, { type: "text", text: rest }, ...end];
}

const whole: NodeAnswer = (request) => frameResponse(answer(request));

/** Fails the first request that reaches any of two nodes; serves all later ones well. */
function failingOnce(failure: NodeAnswer) {
  let failed = false;
  const node: NodeAnswer = (request) => {
    if (failed) {
      return whole(request);
    }
    failed = true;
    return failure(request);
  };
  return serveNodes({ "node-a.test": node, "node-b.test": node });
}

/** The first `count` frames, then nothing more, with a promise of signs of life that is not kept. */
function silentAfter(frames: readonly UnnumberedFrame[], count: number): Response {
  const body = nodeBody({
    start(controller) {
      for (const [seq, frame] of frames.slice(0, count).entries()) {
        controller.enqueue(new TextEncoder().encode(encodeFrame({ ...frame, seq } as Frame)));
      }
    },
  });
  const headers = { "content-type": "application/x-ndjson", "x-dyllm-keep-alive-ms": "50" };
  return new Response(body, { headers });
}

async function streamed(response: Response): Promise<{ text: string; chunks: ChatCompletionChunk[]; last: unknown }> {
  const blocks = (await response.text()).split("\n\n").filter((block) => block.startsWith("data: "));
  const last = blocks.at(-1) ?? "";
  const chunks = blocks
    .filter((block) => block !== "data: [DONE]")
    .map((block): ChatCompletionChunk => JSON.parse(block.slice("data: ".length)))
    .filter((chunk) => chunk.choices !== undefined);
  const text = chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("");
  return { text, chunks, last: last === "data: [DONE]" ? "[DONE]" : JSON.parse(last.slice("data: ".length)) };
}

describe("an answer whose node is lost in the middle", () => {
  const failures: Record<string, (count: number) => NodeAnswer> = {
    "breaks off": (count) => (request) => frameResponse(answer(request).slice(0, count), true),
    "ends without done": (count) => (request) => frameResponse(answer(request).slice(0, count)),
    "falls silent": (count) => (request) => silentAfter(answer(request), count),
    drains: (count) => (request) =>
      frameResponse([
        ...answer(request).slice(0, count),
        { type: "usage", promptTokens: 11, completionTokens: 1, steps: 1, salientFraction: 1 },
        { type: "error", code: "draining", message: "bye", param: null },
      ]),
  };
  const cases = Object.keys(failures).flatMap((how) => [1, 2, 3, 4, 8].map((count) => [how, count] as const));

  it.each(cases)("is completed by another node: it %s after %i frames", async (how, count) => {
    const seen = failingOnce(failures[how]?.(count) ?? whole);
    const keyId = `failover${how.length}${count}`.padEnd(12, "0").slice(0, 12);
    const gateway = await startGateway({ keyId, nodes: NODES, routing: ROUTING });
    const options = { stream: true, stream_options: { include_usage: true } };
    const { text, chunks, last } = await streamed(await gateway.chat({ ...BODY, ...options }));
    expect(text).toBe(PIECES.join(""));
    expect(last).toBe("[DONE]");
    expect(chunks.filter((chunk) => chunk.choices[0]?.delta.role !== undefined)).toHaveLength(1);
    expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens: 11, completion_tokens: PIECES.length });
    expect(seen).toHaveLength(2);
    expect(seen[0]?.host).not.toBe(seen[1]?.host);
    const { resume, ...again } = seen[1]?.request ?? {};
    expect({ ...again, timeoutMs: 0 }).toEqual({ ...seen[0]?.request, timeoutMs: 0 });
    const committed = Math.floor(count / 2);
    const delivered = PIECES.slice(0, Math.floor((count - 1) / 2)).join("");
    expect(resume).toEqual(
      committed === 0
        ? undefined
        : {
            positions: Array.from({ length: committed }, (_, i) => i),
            tokens: Array.from({ length: committed }, (_, i) => i),
            steps: committed,
            textLength: delivered.length,
          },
    );
  });

  it("is completed when it is not streamed", async () => {
    failingOnce((request) => frameResponse(answer(request).slice(0, 4), true));
    const gateway = await startGateway({ keyId: "failoverjson", nodes: NODES, routing: ROUTING });
    const completion = await (await gateway.chat(BODY)).json<ChatCompletion>();
    expect(completion.choices[0]?.message.content).toBe(PIECES.join(""));
    expect(completion.usage.completion_tokens).toBe(PIECES.length);
  });

  it("goes on at the same node when it is the only one and comes back in time", async () => {
    let tries = 0;
    serveNodes({
      "node-a.test": (request) => {
        tries++;
        return tries === 1 ? frameResponse(answer(request).slice(0, 4), true) : whole(request);
      },
    });
    const gateway = await startGateway({ keyId: "failoverself", routing: ROUTING });
    expect((await streamed(await gateway.chat({ ...BODY, stream: true }))).text).toBe(PIECES.join(""));
  });

  it("ends with an error event and exact usage when no node is left", async () => {
    let alive = true;
    serveNodes({
      "node-a.test": (request) => {
        if (!alive) {
          throw new TypeError("connection refused");
        }
        alive = false;
        // The second token was committed, its text not sent any more: it counts, as at a node.
        return frameResponse(answer(request).slice(0, 4), true);
      },
    });
    const gateway = await startGateway({ keyId: "failovernone", routing: ROUTING });
    const options = { stream: true, stream_options: { include_usage: true } };
    const { text, chunks, last } = await streamed(await gateway.chat({ ...BODY, ...options }));
    expect(text).toBe("one ");
    expect(last).toMatchObject({ error: { code: "node_lost" } });
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 11, completion_tokens: 2, dyllm: { steps: 2 } },
    });
    await gateway.settled();
    expect(await gateway.env.API_KEY_OBJECTS.getByName("failovernone").describe()).toMatchObject({
      usage: { requests: 1, promptTokens: 11, completionTokens: 2 },
      spent: { day: 13 },
      running: 0,
    });
  });

  it("is one request to its key, however many nodes work on it: reserved once, charged what it really used", async () => {
    let lost = 0;
    const dying: NodeAnswer = (request) => {
      lost++;
      // Each node gets one token further than the one before.
      return lost < 4 ? frameResponse(answer(request).slice(0, 3), true) : whole(request);
    };
    serveNodes({ "node-a.test": dying, "node-b.test": dying });
    const record = {
      id: "failoveronce",
      digest: await hmacHex(PEPPER, SECRET),
      pepperVersion: 1,
      name: "k",
      env: "live",
    };
    const limits = { requestsPerMinute: 1, tokensPerMinute: 400, concurrency: 1 };
    const gateway = await startGateway({
      keyId: "failoveronce",
      nodes: NODES,
      routing: ROUTING,
      bindings: { API_KEYS: JSON.stringify([{ ...record, limits }]) },
    });
    expect((await streamed(await gateway.chat({ ...BODY, stream: true }))).text).toBe(PIECES.join(""));
    expect(lost).toBe(4);
    await gateway.settled();
    expect(await gateway.env.API_KEY_OBJECTS.getByName("failoveronce").describe()).toMatchObject({
      usage: { requests: 1, promptTokens: 11, completionTokens: PIECES.length },
      spent: { day: 11 + PIECES.length },
      running: 0,
    });
  });

  it("is not handed round for ever when it kills whoever computes it", async () => {
    const seen = serveNodes({
      "node-a.test": (request) => frameResponse(answer(request).slice(0, 1), true),
      "node-b.test": (request) => frameResponse(answer(request).slice(0, 1), true),
    });
    const gateway = await startGateway({ keyId: "failoverkill", nodes: NODES, routing: ROUTING });
    const { last } = await streamed(await gateway.chat({ ...BODY, stream: true }));
    expect(last).toMatchObject({ error: { code: "node_lost" } });
    expect(seen).toHaveLength(3);
  });

  it("is not handed on when the request itself is at fault", async () => {
    const seen = serveNodes({
      "node-a.test": (request) =>
        frameResponse([
          ...answer(request).slice(0, 3),
          { type: "error", code: "numerical_error", message: "not a number", param: null },
        ]),
      "node-b.test": whole,
    });
    seen.length = 0;
    const gateway = await startGateway({ keyId: "failoverbad0", nodes: NODES.slice(0, 1), routing: ROUTING });
    const { last } = await streamed(await gateway.chat({ ...BODY, stream: true }));
    expect(last).toMatchObject({ error: { code: "numerical_error" } });
    expect(seen).toHaveLength(1);
  });
});

describe("a request that all nodes are too busy for", () => {
  const busy = (): Response =>
    Response.json(
      { error: { message: "full", type: "server_error", param: null, code: "queue_full" } },
      { status: 503, headers: { "retry-after-ms": "1500" } },
    );

  it("waits for room and is then served", async () => {
    const started = Date.now();
    serveNodes({ "node-a.test": (request) => (Date.now() - started < 400 ? busy() : whole(request)) });
    const gateway = await startGateway({ keyId: "edgequeue001", routing: { queueWaitMs: 3_000 } });
    const { text, last } = await streamed(await gateway.chat({ ...BODY, stream: true }));
    expect(text).toBe(PIECES.join(""));
    expect(last).toBe("[DONE]");
  });

  it("is refused with a time to come back when the wait was in vain, and holds the status back until then", async () => {
    serveNodes({ "node-a.test": busy });
    const gateway = await startGateway({ keyId: "edgequeue002", routing: { queueWaitMs: 400 } });
    for (const stream of [true, false]) {
      const response = await gateway.chat({ ...BODY, stream });
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ error: { code: "queue_full" } });
      expect(Number(response.headers.get("retry-after-ms"))).toBeGreaterThanOrEqual(1_000);
      expect(response.headers.get("x-should-retry")).toBe("true");
    }
  });

  it("is served in the order of arrival", async () => {
    const served: string[] = [];
    let open = false;
    serveNodes({
      "node-a.test": (request) => {
        if (!open) {
          return busy();
        }
        served.push(JSON.stringify(request.input));
        return whole(request);
      },
    });
    const gateway = await startGateway({ keyId: "edgequeue003", routing: { queueWaitMs: 5_000 } });
    const answers = [];
    const { line } = configOf(gateway.env).pool;
    for (const content of ["first", "second", "third"]) {
      answers.push(
        gateway.chat({ ...BODY, messages: [{ role: "user", content }] }).then((response) => response.text()),
      );
      await vi.waitFor(() => expect(line.length(MODEL, Date.now())).toBe(answers.length));
    }
    open = true;
    await Promise.all(answers);
    expect(served.map((input) => /first|second|third/.exec(input)?.[0])).toEqual(["first", "second", "third"]);
  });
});

describe("hedging", () => {
  it("starts a request that is stuck on a second node, takes the first that computes, cancels the other, charges one", async () => {
    const order: string[] = [];
    const slowFirst: NodeAnswer = (request) => {
      order.push(request.requestId);
      return order.length === 1 ? silentAfter(answer(request), 1) : whole(request);
    };
    const seen = serveNodes({ "node-a.test": slowFirst, "node-b.test": slowFirst });
    const gateway = await startGateway({
      keyId: "hedging00001",
      nodes: NODES,
      routing: { hedgeAfterMs: 50, stallMs: 60_000 },
    });
    const options = { stream: true, stream_options: { include_usage: true } };
    const { text, chunks } = await streamed(await gateway.chat({ ...BODY, ...options }));
    expect(text).toBe(PIECES.join(""));
    expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens: 11, completion_tokens: PIECES.length });
    expect(new Set(seen.map(({ host }) => host)).size).toBe(2);
    expect(seen[0]?.request.sampling.seed).toBe(seen[1]?.request.sampling.seed);
    expect(seen.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await gateway.settled();
    expect(await gateway.env.API_KEY_OBJECTS.getByName("hedging00001").describe()).toMatchObject({
      usage: { requests: 1, promptTokens: 11, completionTokens: PIECES.length },
      spent: { day: 11 + PIECES.length },
    });
  });

  it("leaves a request alone whose node computes in time, and is off by default", async () => {
    for (const [keyId, routing] of [
      ["hedging00002", { hedgeAfterMs: 1_000 }],
      ["hedging00003", {}],
    ] as const) {
      const seen = serveNodes({ "node-a.test": whole, "node-b.test": whole });
      const gateway = await startGateway({ keyId, nodes: NODES, routing });
      expect((await streamed(await gateway.chat({ ...BODY, stream: true }))).text).toBe(PIECES.join(""));
      expect(seen).toHaveLength(1);
      vi.restoreAllMocks();
    }
  });
});
