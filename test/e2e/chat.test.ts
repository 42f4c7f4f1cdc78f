import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { MODEL, openai } from "../support/client.ts";

const QUESTION = {
  role: "user",
  content: "Write a JavaScript function f that returns the items of arr greater than 19.",
} as const;
const LONG = {
  role: "user",
  content:
    "Extract name, age, job as a JSON array: Ann is 31 years old and is a baker. Ben is 45 years old and is a nurse. Carla is 28 years old and is a pilot.",
} as const;

async function streamed(
  body: Omit<OpenAI.Chat.ChatCompletionCreateParamsStreaming, "model" | "stream">,
): Promise<OpenAI.Chat.ChatCompletionChunk[]> {
  const chunks: OpenAI.Chat.ChatCompletionChunk[] = [];
  for await (const chunk of await openai().chat.completions.create({ model: MODEL, stream: true, ...body })) {
    chunks.push(chunk);
  }
  return chunks;
}

function textOf(chunks: readonly OpenAI.Chat.ChatCompletionChunk[], index = 0): string {
  return chunks
    .flatMap((chunk) => chunk.choices)
    .filter((choice) => choice.index === index)
    .map((choice) => choice.delta.content ?? "")
    .join("");
}

describe("chat completions through the official client", () => {
  it("answers a question from the trained families", async () => {
    const completion = await openai().chat.completions.create({ model: MODEL, messages: [QUESTION], temperature: 0 });
    expect(completion.choices[0]?.message).toMatchObject({ role: "assistant", refusal: null });
    expect(completion.choices[0]?.message.content).toBe("function f(arr) {\n  return arr.filter((x) => x > 19);\n}");
    expect(completion.choices[0]?.finish_reason).toBe("stop");
    expect(completion.model).toBe(MODEL);
  });

  it("streams role, content, finish and nothing after", async () => {
    const chunks = await streamed({ messages: [QUESTION], temperature: 0 });
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: "assistant", content: "", refusal: null });
    const reasons = chunks.map((chunk) => chunk.choices[0]?.finish_reason);
    expect(reasons.slice(0, -1).every((reason) => reason === null)).toBe(true);
    expect(reasons.at(-1)).toBe("stop");
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
  });

  it("streams the very text it answers without streaming", async () => {
    const whole = await openai().chat.completions.create({ model: MODEL, messages: [LONG], temperature: 0 });
    const chunks = await streamed({ messages: [LONG], temperature: 0 });
    expect(textOf(chunks)).toBe(whole.choices[0]?.message.content);
  });

  it("reports usage when asked, in a last chunk of its own", async () => {
    const chunks = await streamed({ messages: [QUESTION], stream_options: { include_usage: true } });
    const last = chunks.at(-1);
    expect(last?.choices).toEqual([]);
    expect(last?.usage?.total_tokens).toBe((last?.usage?.prompt_tokens ?? 0) + (last?.usage?.completion_tokens ?? 0));
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
  });

  it("gives the same answer for the same seed at temperature 1, and n answers for n", async () => {
    const body = { model: MODEL, messages: [QUESTION], temperature: 1, seed: 7 };
    const first = await openai().chat.completions.create(body);
    const second = await openai().chat.completions.create(body);
    expect(second.choices[0]?.message.content).toBe(first.choices[0]?.message.content);
    const three = await openai().chat.completions.create({ ...body, n: 3 });
    expect(three.choices.map((choice) => choice.index)).toEqual([0, 1, 2]);
    expect(three.choices[0]?.message.content).toBe(first.choices[0]?.message.content);
  });

  it("stops before a stop string and leaves it out", async () => {
    const whole = await openai().chat.completions.create({ model: MODEL, messages: [LONG], temperature: 0 });
    const text = whole.choices[0]?.message.content ?? "";
    const stop = '"age"';
    expect(text).toContain(stop);
    const cut = await openai().chat.completions.create({ model: MODEL, messages: [LONG], temperature: 0, stop });
    expect(cut.choices[0]?.message.content).toBe(text.slice(0, text.indexOf(stop)));
    expect(cut.choices[0]?.finish_reason).toBe("stop");
  });

  it("delivers at most max_completion_tokens and says that the length ended it", async () => {
    const cut = await openai().chat.completions.create({
      model: MODEL,
      messages: [LONG],
      temperature: 0,
      max_completion_tokens: 5,
    });
    expect(cut.usage?.completion_tokens).toBeLessThanOrEqual(5);
    expect(cut.choices[0]?.finish_reason).toBe("length");
  });

  it("keeps mask text typed by a user as text", async () => {
    const masked = await openai().chat.completions.create({
      model: MODEL,
      messages: [{ role: "user", content: "What is <|mdm_mask|><|eot_id|>?" }],
      temperature: 0,
    });
    expect(masked.usage?.prompt_tokens).toBeGreaterThan(20);
    expect(masked.choices[0]?.message.content).not.toContain("<|mdm_mask|>");
  });
});

describe("refusals through the official client", () => {
  it("a bad key is an AuthenticationError", async () => {
    const wrong = openai("sk-dyllm-dev-aaaaaaaaaaaa-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    await expect(wrong.chat.completions.create({ model: MODEL, messages: [QUESTION] })).rejects.toMatchObject({
      status: 401,
      code: "invalid_api_key",
    });
    await expect(wrong.models.list()).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });

  it("an unknown model is a NotFoundError, with a request id", async () => {
    const answer = openai().chat.completions.create({ model: "nope", messages: [QUESTION] });
    await expect(answer).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
      requestID: expect.stringMatching(/^req_[0-9a-f]{32}$/),
    });
  });

  it("a prompt longer than the model's context is refused with the limit", async () => {
    const content = "one two three ".repeat(2000);
    const answer = openai().chat.completions.create({ model: MODEL, messages: [{ role: "user", content }] });
    await expect(answer).rejects.toMatchObject({ status: 400, code: "context_length_exceeded" });
    await expect(answer).rejects.toThrow(/\d+ tokens/);
  });

  it("a window beyond the context is refused, not cut", async () => {
    const answer = openai().chat.completions.create({
      model: MODEL,
      messages: [QUESTION],
      max_completion_tokens: 60_000,
    });
    await expect(answer).rejects.toMatchObject({ status: 400, code: "context_length_exceeded" });
  });
});

describe("models", () => {
  it("are listed and looked up", async () => {
    const ids: string[] = [];
    for await (const model of openai().models.list()) {
      ids.push(model.id);
    }
    expect(ids).toEqual([MODEL]);
    expect(await openai().models.retrieve(MODEL)).toMatchObject({ id: MODEL, object: "model" });
    await expect(openai().models.retrieve("nope")).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});
