import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { checkedFetch } from "../support/checked-fetch.ts";
import { MODEL, openai } from "../support/client.ts";

const textOf = async (path: string) => {
  const answer = await request(`${inject("edgeUrl")}${path}`);
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
};

describe("GET /openapi.json", () => {
  it("describes every endpoint in OpenAPI 3.1, each reference resolved", async () => {
    const { status, text } = await textOf("/openapi.json");
    expect(status).toBe(200);
    const document = JSON.parse(text);
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths).sort()).toEqual([
      "/v1/chat/completions",
      "/v1/completions",
      "/v1/fim/completions",
      "/v1/models",
      "/v1/models/{id}",
      "/v1/responses",
    ]);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas).toHaveProperty([name ?? ""]);
    }
  });

  it("describes requests as they are checked: bounds, enums, no unknown keys", async () => {
    const { components } = JSON.parse((await textOf("/openapi.json")).text);
    const schema = z.fromJSONSchema(components.schemas.ChatCompletionRequest);
    const valid = { model: MODEL, messages: [{ role: "user", content: "x" }] };
    expect(schema.safeParse({ ...valid, temperature: 2, n: 8, dyllm: { mode: "dense" } }).success).toBe(true);
    for (const wrong of [
      { temperature: 2.1 },
      { n: 9 },
      { dyllm: { mode: "magic" } },
      { top_k: 1 },
      { messages: [] },
    ]) {
      expect(schema.safeParse({ ...valid, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
  });
});

describe("GET /docs/api", () => {
  it("is a page without scripts and without requests to anywhere, and names each endpoint", async () => {
    const { headers, text } = await textOf("/docs/api");
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|src=|@import|url\(|https?:/);
    for (const path of ["/v1/chat/completions", "/v1/completions", "/v1/fim/completions", "/v1/responses"]) {
      expect(text).toContain(`POST ${path}`);
    }
    expect(text).toContain("confidence_threshold");
  });
});

describe("GET /v1/models", () => {
  it("tells what each model can do, and the official client reads it", async () => {
    const [model] = (await openai().models.list()).data;
    expect(model).toMatchObject({
      id: MODEL,
      object: "model",
      capabilities: { chat_completions: true, infill: true, tools: true },
      context_length: expect.any(Number),
    });
    expect(await openai().models.retrieve(MODEL)).toEqual(model);
  });
});

/** The gateway's own description, and answers of somebody else's. */
async function impostor(type: string, body: string): Promise<{ readonly url: string; close(): void }> {
  const description = (await textOf("/openapi.json")).text;
  const server = createServer((incoming, response) => {
    const asked = incoming.url === "/openapi.json";
    response.writeHead(200, { "content-type": asked ? "application/json" : type }).end(asked ? description : body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe("the checking transport of these tests", () => {
  const usage = {
    ...{ prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
    dyllm: { steps: 1, salient_fraction: 1, dense_compute_share: null },
  };
  const message = { role: "assistant", content: "x", refusal: null, annotations: [] };
  const completion = {
    ...{
      id: "x",
      object: "chat.completion",
      created: 1,
      model: "m",
      service_tier: "default",
      system_fingerprint: null,
    },
    choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
    usage,
  };
  const chunk = {
    ...completion,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: { content: "x" }, logprobs: null, finish_reason: null }],
  };
  const post = async (url: string): Promise<string> =>
    await (await checkedFetch(`${url}/v1/chat/completions`, { method: "POST", body: "{}" })).text();

  it.each([
    ["as published", completion, true],
    ["without its usage", { ...completion, usage: undefined }, false],
    ["with a field too many", { ...completion, extra: 1 }, false],
    ["with text for a time", { ...completion, created: "now" }, false],
    [
      "with an unknown finish reason",
      { ...completion, choices: [{ ...completion.choices[0], finish_reason: "?" }] },
      false,
    ],
  ])("judges an answer %s", async (_what, body, good) => {
    const server = await impostor("application/json", JSON.stringify(body));
    await (good
      ? expect(post(server.url)).resolves.toContain("chat.completion")
      : expect(post(server.url)).rejects.toThrow("is no ChatCompletion"));
    server.close();
  });

  it.each([
    ["as published", [chunk], true],
    ["without its choices", [chunk, { ...chunk, choices: undefined }], false],
    ["with a role that is none", [{ ...chunk, choices: [{ ...chunk.choices[0], delta: { role: "king" } }] }], false],
    ["with half an error", [chunk, { error: { message: "x" } }], false],
  ])("judges events %s", async (_what, events, good) => {
    const text = [...events.map((event) => JSON.stringify(event)), "[DONE]"]
      .map((data) => `data: ${data}\n\n`)
      .join("");
    const server = await impostor("text/event-stream", text);
    await (good ? expect(post(server.url)).resolves.toContain("[DONE]") : expect(post(server.url)).rejects.toThrow());
    server.close();
  });
});
