import { describe, expect, it } from "vitest";
import { errorOf, MODEL, openai, raw } from "../support/client.ts";

const PATH = "/v1/chat/completions";
const MESSAGES = '[{"role":"user","content":"hi"}]';

/** A body with one part replaced; parts are raw JSON, so that what no client would write can be sent. */
function body(parts: Readonly<Record<string, string>>): string {
  const all = { model: `"${MODEL}"`, messages: MESSAGES, ...parts };
  return `{${Object.entries(all)
    .map(([key, value]) => `"${key}":${value}`)
    .join(",")}}`;
}

describe("bad input gets a 4xx that names the parameter", () => {
  it.each([
    ["a number for the model", { model: "5" }, "model"],
    ["no messages", { messages: "[]" }, "messages"],
    ["text for the messages", { messages: '"hi"' }, "messages"],
    ["a message without a role", { messages: '[{"content":"x"}]' }, "messages[0].role"],
    ["an unknown role", { messages: '[{"role":"king","content":"x"}]' }, "messages[0].role"],
    ["a number for the content", { messages: '[{"role":"user","content":5}]' }, "messages[0].content"],
    ["a lone surrogate", { messages: '[{"role":"user","content":"\\ud800"}]' }, "messages[0].content"],
    ["negative max_tokens", { max_tokens: "-1" }, "max_tokens"],
    ["zero max_completion_tokens", { max_completion_tokens: "0" }, "max_completion_tokens"],
    ["a fraction of a token", { max_completion_tokens: "1.5" }, "max_completion_tokens"],
    ["a temperature above 2", { temperature: "2.1" }, "temperature"],
    ["a negative temperature", { temperature: "-0.1" }, "temperature"],
    ["a temperature beyond a double", { temperature: "1e999" }, "temperature"],
    ["text for the temperature", { temperature: '"hot"' }, "temperature"],
    ["top_p above 1", { top_p: "1.5" }, "top_p"],
    ["n of 0", { n: "0" }, "n"],
    ["five stop strings", { stop: '["a","b","c","d","e"]' }, "stop"],
    ["a tau out of range", { dyllm: '{"tau":3}' }, "dyllm.tau"],
    ["an unknown mode", { dyllm: '{"mode":"magic"}' }, "dyllm.mode"],
    ["a tool that is no function", { tools: '[{"type":"web_search"}]' }, "tools[0].type"],
    ["21 candidates", { logprobs: "true", top_logprobs: "21" }, "top_logprobs"],
    ["stream options without a stream", { stream_options: '{"include_usage":true}' }, "stream_options"],
  ])("%s", async (_name, parts, param) => {
    const answer = await raw(PATH, { body: body(parts) });
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ type: "invalid_request_error", param });
  });

  it.each([
    ["invalid JSON", "{", 400],
    ["NaN, which is no JSON", body({ temperature: "NaN" }), 400],
    ["an array", "[]", 400],
    ["nothing", "", 400],
    ["100,000 levels of nesting", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, 400],
    ["10 MB", body({ user: `"${"x".repeat(10_000_000)}"` }), 413],
  ])("%s", async (_name, text, status) => {
    const answer = await raw(PATH, { body: text });
    expect(answer.status).toBe(status);
    expect(errorOf(answer).type).toBe("invalid_request_error");
  });

  it("another content type", async () => {
    const answer = await raw(PATH, { body: body({}), headers: { "content-type": "text/plain" } });
    expect(answer.status).toBe(415);
    expect(errorOf(answer).code).toBe("unsupported_media_type");
  });

  it.each(["", "Bearer", "Bearer ", "Basic abc", "Bearer sk-dyllm-dev", "Bearer a b"])(
    "the authorization %j",
    async (value) => {
      const answer = await raw(PATH, { body: body({}), headers: { authorization: value } });
      expect(answer.status).toBe(401);
      expect(errorOf(answer).code).toBe("invalid_api_key");
    },
  );

  it("an unknown path and a wrong method", async () => {
    const missing = await raw("/v1/nope", { body: "{}" });
    expect(missing.status).toBe(404);
    expect(errorOf(missing).code).toBe("unknown_url");
    const method = await raw(PATH, { method: "GET" });
    expect(method.status).toBe(405);
  });

  it("and the service goes on", async () => {
    const completion = await openai().chat.completions.create({
      model: MODEL,
      messages: [{ role: "user", content: "What is 12 + 7?" }],
    });
    expect(completion.choices[0]?.finish_reason).toBe("stop");
  });
});
