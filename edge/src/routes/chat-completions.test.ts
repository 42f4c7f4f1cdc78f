import { DyllmError, type GenerateRequest, toOpenAiError } from "@dyllm/shared";
import type { ChatCompletion, ChatCompletionChunk } from "@dyllm/shared/openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startGateway } from "../../test/gateway.ts";
import { answerFrames, frameResponse, MODEL, serveNodes, slowResponse } from "../../test/upstream.ts";

const BODY = { model: MODEL, messages: [{ role: "user", content: "marker-prompt" }] };
const NODES = [
  { id: "node-a", url: "http://node-a.test" },
  { id: "node-b", url: "http://node-b.test" },
];

/** Longer than the gateway holds its headers back, in ms. */
const SLOW_MS = 400;

const good = (request: GenerateRequest): Response => frameResponse(answerFrames(request, ["marker-", "answer"]));

function refuse(code: "queue_full" | "bad_signature" | "context_length_exceeded"): Response {
  const error = new DyllmError(code, "refused", {
    param: code === "context_length_exceeded" ? "input.messages" : null,
  });
  return Response.json(toOpenAiError(error), { status: error.status });
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** The events of a stream: parsed JSON, or the text of what is none. */
async function events(response: Response): Promise<unknown[]> {
  const blocks = (await response.text()).split("\n\n").filter((block) => block.startsWith("data: "));
  return blocks.map((block) => (block === "data: [DONE]" ? "[DONE]" : JSON.parse(block.slice("data: ".length))));
}

describe("POST /v1/chat/completions", () => {
  it("answers with a completion, its headers, and records the usage", async () => {
    const seen = serveNodes({ "node-a.test": good });
    const gateway = await startGateway({ keyId: "chatplain001" });
    const response = await gateway.chat({ ...BODY, seed: 5 });
    expect(response.status).toBe(200);
    expect(response.headers.get("x-request-id")).toMatch(/^req_[0-9a-f]{32}$/);
    expect(response.headers.get("x-dyllm-node")).toBe("node-a");
    expect(response.headers.get("openai-processing-ms")).toMatch(/^\d+$/);
    const answer = await response.json<ChatCompletion>();
    expect(answer).toMatchObject({
      object: "chat.completion",
      model: MODEL,
      choices: [{ index: 0, message: { role: "assistant", content: "marker-answer" }, logprobs: null }],
      usage: { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 },
      system_fingerprint: null,
    });
    await gateway.settled();
    expect(await gateway.env.API_KEY_OBJECTS.getByName("chatplain001").usage()).toMatchObject({
      requests: 1,
      promptTokens: 11,
      completionTokens: 2,
    });
    expect(seen[0]?.request).toMatchObject({ model: MODEL, sampling: { seed: 5 } });
    expect(seen[0]?.request.requestId).toBe(response.headers.get("x-request-id"));
  });

  it("streams the same text, ends with [DONE], and records the usage", async () => {
    serveNodes({ "node-a.test": good });
    const gateway = await startGateway({ keyId: "chatstream01" });
    const response = await gateway.chat({ ...BODY, stream: true, stream_options: { include_usage: true } });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const received = await events(response);
    expect(received.at(-1)).toBe("[DONE]");
    const chunks = received.slice(0, -1) as ChatCompletionChunk[];
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe("marker-answer");
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 2 } });
    await gateway.settled();
    expect(await gateway.env.API_KEY_OBJECTS.getByName("chatstream01").usage()).toMatchObject({ completionTokens: 2 });
  });

  it("keeps a slow answer's connection alive with white space, and sends the same completion", async () => {
    serveNodes({ "node-a.test": (request) => slowResponse(answerFrames(request, ["marker-", "answer"]), SLOW_MS) });
    const gateway = await startGateway({ keyId: "chatslow0001" });
    const response = await gateway.chat(BODY);
    expect(response.headers.get("content-type")).toBe("application/json");
    const text = await response.text();
    expect(text).toMatch(/^\n+\{/);
    expect(JSON.parse(text)).toMatchObject({ choices: [{ message: { content: "marker-answer" } }] });
    await gateway.settled();
    expect(await gateway.env.API_KEY_OBJECTS.getByName("chatslow0001").usage()).toMatchObject({ completionTokens: 2 });
  });

  it("breaks the connection of a slow answer that fails, so that nothing looks like a completion", async () => {
    serveNodes({ "node-a.test": (request) => slowResponse(answerFrames(request, ["marker-"]), SLOW_MS, true) });
    const gateway = await startGateway({ keyId: "chatslow0002" });
    const response = await gateway.chat(BODY);
    await expect(response.text()).rejects.toThrow();
  });

  it("runs n choices with different seeds", async () => {
    const seen = serveNodes({ "node-a.test": good });
    const gateway = await startGateway({ keyId: "chatchoices1" });
    const answer = await (await gateway.chat({ ...BODY, n: 3 })).json<ChatCompletion>();
    expect(answer.choices.map((choice) => choice.index)).toEqual([0, 1, 2]);
    expect(answer.usage).toMatchObject({ prompt_tokens: 11, completion_tokens: 6 });
    expect(new Set(seen.map(({ request }) => request.sampling.seed)).size).toBe(3);
    expect(new Set(seen.map(({ request }) => request.requestId)).size).toBe(3);
  });

  it("takes the next node when one breaks before its first frame, with the same request", async () => {
    for (const first of [() => frameResponse([], true), () => refuse("queue_full"), () => refuse("bad_signature")]) {
      const answers: Record<string, () => Response> = {};
      const seen = serveNodes({
        "node-a.test": (request) => (answers.first === undefined ? failFirst(answers, first) : good(request)),
        "node-b.test": (request) => (answers.first === undefined ? failFirst(answers, first) : good(request)),
      });
      const gateway = await startGateway({ keyId: "chatfailover", nodes: NODES });
      const response = await gateway.chat(BODY);
      expect(response.status).toBe(200);
      expect(seen).toHaveLength(2);
      expect(seen[0]?.host).not.toBe(seen[1]?.host);
      expect(seen[0]?.request).toEqual(seen[1]?.request);
      vi.restoreAllMocks();
    }
  });

  it("tells of a node that dies in mid-stream by an error event, without [DONE]", async () => {
    const cut = (request: GenerateRequest): Response =>
      frameResponse(answerFrames(request, ["a", "b"]).slice(0, 3), true);
    serveNodes({ "node-a.test": cut });
    const gateway = await startGateway({ keyId: "chatmidway01" });
    const received = await events(await gateway.chat({ ...BODY, stream: true }));
    expect(received.at(-1)).toEqual({
      error: { message: expect.any(String), type: "server_error", param: null, code: "node_lost" },
    });
    expect(received).not.toContain("[DONE]");
    await gateway.settled();
    expect(await gateway.env.API_KEY_OBJECTS.getByName("chatmidway01").usage()).toMatchObject({ completionTokens: 1 });
  });

  it("tells of a stream that ends without done", async () => {
    serveNodes({ "node-a.test": (request) => frameResponse(answerFrames(request, ["a"]).slice(0, -1)) });
    const gateway = await startGateway({ keyId: "chatnodone01" });
    expect((await events(await gateway.chat({ ...BODY, stream: true }))).at(-1)).toMatchObject({
      error: { code: "node_lost" },
    });
    const response = await gateway.chat(BODY);
    expect(response.status).toBe(502);
    expect(response.headers.get("x-should-retry")).toBe("true");
  });

  it("passes a node's error frame on with its code", async () => {
    serveNodes({
      "node-a.test": (request) =>
        frameResponse([
          ...answerFrames(request, ["a"]).slice(0, 3),
          { type: "error", code: "numerical_error", message: "not a number", param: null },
        ]),
    });
    const gateway = await startGateway({ keyId: "chaterrframe" });
    const response = await gateway.chat(BODY);
    expect(response.status).toBe(500);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(await response.json()).toMatchObject({ error: { code: "numerical_error", type: "server_error" } });
  });

  it("gives a refusal its status, also for streams, with the caller's name of the parameter", async () => {
    serveNodes({ "node-a.test": () => refuse("context_length_exceeded") });
    const gateway = await startGateway({ keyId: "chatrefused1" });
    for (const stream of [false, true]) {
      const response = await gateway.chat({ ...BODY, stream });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { code: "context_length_exceeded", param: "messages" } });
    }
  });

  it("says when to come back if all nodes are busy or away", async () => {
    serveNodes({ "node-a.test": () => refuse("queue_full") });
    const busy = await (await startGateway({ keyId: "chatbusy0001" })).chat(BODY);
    expect(busy.status).toBe(503);
    expect(busy.headers.get("retry-after")).toBe("1");
    expect(busy.headers.get("retry-after-ms")).toBe("1000");
    vi.restoreAllMocks();
    serveNodes({});
    const away = await (await startGateway({ keyId: "chatbusy0001" })).chat(BODY);
    expect(away.status).toBe(503);
    expect(await away.json()).toMatchObject({ error: { code: "no_capacity" } });
  });

  it("never logs text of prompt or answer", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    serveNodes({ "node-a.test": good });
    const gateway = await startGateway({ keyId: "chatprivacy1" });
    await (await gateway.chat(BODY)).text();
    await (await gateway.chat({ ...BODY, stream: true })).text();
    await (await gateway.chat({ ...BODY, model: "marker-model" })).text();
    await (await gateway.chat('{"model": "marker-broken')).text();
    await gateway.settled();
    const own = lines.filter((line) => line.includes("chatprivacy1"));
    expect(own).toHaveLength(4);
    expect(lines.join("\n")).not.toContain("marker");
    expect(JSON.parse(own[0] ?? "")).toMatchObject({ event: "request", status: 200, promptTokens: 11, model: MODEL });
  });
});

function failFirst(answers: Record<string, () => Response>, first: () => Response): Response {
  answers.first = first;
  return first();
}
