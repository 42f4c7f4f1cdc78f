import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, Output, streamText } from "ai";
import { describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { checkedFetch } from "../support/checked-fetch.ts";
import { MODEL } from "../support/client.ts";

const PROMPT = "What is the capital of Peru?";

function provider(options: { readonly includeUsage?: boolean } = {}) {
  return createOpenAICompatible({
    name: "dyllm",
    baseURL: `${inject("edgeUrl")}/v1`,
    apiKey: inject("apiKey"),
    fetch: checkedFetch as typeof fetch,
    ...options,
  });
}

describe("the AI SDK's OpenAI-compatible provider", () => {
  it("generates text", async () => {
    const { text, finishReason, usage } = await generateText({
      model: provider()(MODEL),
      prompt: PROMPT,
      maxRetries: 0,
    });
    expect(text).not.toBe("");
    expect(finishReason).toBe("stop");
    expect(usage.outputTokens).toBeGreaterThan(0);
  });

  it("streams the same text, with usage", async () => {
    const whole = await generateText({ model: provider()(MODEL), prompt: PROMPT, maxRetries: 0 });
    const result = streamText({ model: provider({ includeUsage: true })(MODEL), prompt: PROMPT, maxRetries: 0 });
    let text = "";
    for await (const delta of result.textStream) {
      text += delta;
    }
    expect(text).toBe(whole.text);
    expect(await result.finishReason).toBe("stop");
    expect((await result.usage).outputTokens).toBe(whole.usage.outputTokens);
  });

  it("passes the extension object on", async () => {
    const { text } = await generateText({
      model: provider()(MODEL),
      prompt: PROMPT,
      maxRetries: 0,
      providerOptions: { dyllm: { dyllm: { mode: "dense" } } },
    });
    expect(text).not.toBe("");
  });

  it("gets structured output by JSON mode", async () => {
    const { output } = await generateText({
      model: provider()(MODEL),
      prompt: "Extract name and age as JSON: Gina is 66 years old and is a baker in Lima.",
      output: Output.json(),
      maxRetries: 0,
    });
    expect(z.looseObject({}).safeParse(output).success).toBe(true);
  });

  it("completes text through the completion model", async () => {
    const { text } = await generateText({
      model: provider().completionModel(MODEL),
      prompt: "one two",
      maxOutputTokens: 8,
      maxRetries: 0,
    });
    expect(typeof text).toBe("string");
  });

  it("turns a refusal into its error with message and status", async () => {
    await expect(generateText({ model: provider()("nope"), prompt: PROMPT, maxRetries: 0 })).rejects.toMatchObject({
      statusCode: 404,
      message: expect.stringContaining("does not exist"),
    });
  });
});
