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
      capabilities: { chat_completions: true, infill: true, tools: false },
      context_length: expect.any(Number),
    });
    expect(await openai().models.retrieve(MODEL)).toEqual(model);
  });
});

describe("the checking transport of these tests", () => {
  it("fails an answer that is not as published", async () => {
    // An error object for an unknown model is as published; the same request over a broken proxy would not be.
    await expect(
      checkedFetch(`${inject("edgeUrl")}/v1/models/nope`, { headers: { authorization: `Bearer ${inject("apiKey")}` } }),
    ).resolves.toMatchObject({ status: 404 });
    const { components } = JSON.parse((await textOf("/openapi.json")).text);
    const completion = z.fromJSONSchema(components.schemas.ChatCompletion);
    expect(completion.safeParse({ id: "x", object: "chat.completion" }).success).toBe(false);
  });
});
