import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, stepCountIs, streamText, tool } from "ai";
import type OpenAI from "openai";
import { describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { checkedFetch } from "../support/checked-fetch.ts";
import { errorOf, MODEL, openai, raw } from "../support/client.ts";

/** The function and the question of the Open Responses cases. */
const QUESTION = "What's the weather like in San Francisco?";
const WEATHER = {
  name: "get_weather",
  description: "Get the current weather for a location",
  parameters: {
    type: "object",
    properties: { location: { type: "string", description: "The city and state, e.g. San Francisco, CA" } },
    required: ["location"],
  },
};
const CHAT_TOOL: OpenAI.Chat.ChatCompletionTool = { type: "function", function: WEATHER };
const RESPONSE_TOOL: OpenAI.Responses.Tool = { type: "function", strict: null, ...WEATHER };
const ASKED = { role: "user", content: QUESTION } as const;

const chat = { model: MODEL, messages: [ASKED], tools: [CHAT_TOOL] };

/** Arguments that fit the function, whatever the model wrote. */
const ARGUMENTS = z.strictObject({ location: z.string().min(1) });

function calledOf(completion: OpenAI.Chat.ChatCompletion): OpenAI.Chat.ChatCompletionMessageFunctionToolCall {
  const [call] = completion.choices[0]?.message.tool_calls ?? [];
  if (call?.type !== "function") {
    throw new Error("no function was called");
  }
  return call;
}

describe("tools of chat completions, through the official client", () => {
  it("a function that fits the question is called with arguments that fit its parameters", async () => {
    const completion = await openai().chat.completions.create(chat);
    expect(completion.choices[0]).toMatchObject({ finish_reason: "tool_calls", message: { content: null } });
    const call = calledOf(completion);
    expect(call.function.name).toBe("get_weather");
    ARGUMENTS.parse(JSON.parse(call.function.arguments));
  });

  it("a choice that the question names is made, streamed or not, and a constant is kept", async () => {
    const properties = { unit: { type: "string", enum: ["celsius", "fahrenheit"] }, version: { const: 2 } };
    const parameters = { type: "object", properties, required: ["unit", "version"] };
    const request = {
      ...chat,
      messages: [{ role: "user", content: `${QUESTION} In Celsius, please.` } as const],
      tools: [{ type: "function", function: { ...WEATHER, parameters } } as const],
    };
    const expected = { name: "get_weather", arguments: '{"unit": "celsius", "version": 2}' };
    expect(calledOf(await openai().chat.completions.create(request)).function).toEqual(expected);
    const streamed = await openai().chat.completions.stream(request).finalChatCompletion();
    expect(calledOf(streamed).function).toMatchObject(expected);
  });

  it("the stream helper puts the same call together", async () => {
    const whole = calledOf(await openai().chat.completions.create(chat));
    const streamed = calledOf(await openai().chat.completions.stream(chat).finalChatCompletion());
    expect(streamed.function).toMatchObject(whole.function);
    expect(streamed.id).toMatch(/^call_/);
  });

  it("the result of a call is answered with text", async () => {
    const first = await openai().chat.completions.create(chat);
    const call = calledOf(first);
    const second = await openai().chat.completions.create({
      ...chat,
      messages: [
        ASKED,
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: call.id, content: "18 degrees" },
      ],
    });
    expect(second.choices[0]).toMatchObject({ message: { content: expect.stringMatching(/./) } });
    expect(second.choices[0]?.message.tool_calls).toBeUndefined();
    expect(second.usage?.prompt_tokens).toBeGreaterThan(0);
  });

  it("tool_choice none gives the text that there is without tools", async () => {
    const plain = await openai().chat.completions.create({ model: MODEL, messages: [ASKED] });
    const none = await openai().chat.completions.create({ ...chat, tool_choice: "none" });
    expect(none.choices[0]?.message.content).toBe(plain.choices[0]?.message.content);
  });

  it("tool_choice auto gives text where no function fits", async () => {
    const messages = [{ role: "user", content: "What is the capital of Peru?" } as const];
    const { choices } = await openai().chat.completions.create({ ...chat, messages, tool_choice: "auto" });
    expect(choices[0]).toMatchObject({ finish_reason: "stop", message: { content: expect.stringMatching(/./) } });
  });

  it.each([
    ["required", "required" as const],
    ["a named function", { type: "function" as const, function: { name: "get_weather" } }],
  ])("tool_choice %s calls whatever the words are", async (_name, tool_choice) => {
    const messages = [{ role: "user", content: "What is the capital of Peru?" } as const];
    const completion = await openai().chat.completions.create({ ...chat, messages, tool_choice });
    ARGUMENTS.parse(JSON.parse(calledOf(completion).function.arguments));
  });

  it.each([
    ["a tool of OpenAI's own", { tools: [{ type: "web_search" }] }, "tools[0].type"],
    ["log probabilities of a call", { tools: [CHAT_TOOL], logprobs: true }, "logprobs"],
    [
      "a list among the arguments",
      {
        tools: [
          {
            type: "function",
            function: {
              name: "f",
              parameters: { type: "object", properties: { a: { type: "array" } }, required: ["a"] },
            },
          },
        ],
      },
      "tools[0].function.parameters.properties.a",
    ],
  ])("%s is refused by name", async (_name, fields, param) => {
    const answer = await raw("/v1/chat/completions", {
      body: JSON.stringify({ model: MODEL, messages: [ASKED], ...fields }),
    });
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ code: "unsupported_parameter", param });
  });
});

describe("tools of responses (the cases of Open Responses)", () => {
  const fields = { model: MODEL, input: [ASKED], tools: [RESPONSE_TOOL] };

  it("tool calling: the output has a function_call", async () => {
    const response = await openai().responses.create(fields);
    expect(response).toMatchObject({ status: "completed", output: [{ type: "function_call", name: "get_weather" }] });
    const [call] = response.output;
    ARGUMENTS.parse(JSON.parse(call?.type === "function_call" ? call.arguments : ""));
  });

  it("streamed tool calling: arguments by delta and done, in an item of their own", async () => {
    const events: OpenAI.Responses.ResponseStreamEvent[] = [];
    for await (const event of await openai().responses.create({ ...fields, stream: true })) {
      events.push(event);
    }
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, i) => i));
    expect(events.map((event) => event.type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.function_call_arguments.delta",
      "response.function_call_arguments.done",
      "response.output_item.done",
      "response.completed",
    ]);
  });

  it("the result of a call is answered with a message", async () => {
    const first = await openai().responses.create(fields);
    const [call] = first.output;
    if (call?.type !== "function_call") {
      throw new Error("no function was called");
    }
    const second = await openai().responses.create({
      ...fields,
      input: [ASKED, call, { type: "function_call_output", call_id: call.call_id, output: "18 degrees" }],
    });
    expect(second.output).toMatchObject([{ type: "message" }]);
  });
});

describe("tools through the AI SDK's OpenAI-compatible provider", () => {
  const model = () =>
    createOpenAICompatible({
      name: "dyllm",
      baseURL: `${inject("edgeUrl")}/v1`,
      apiKey: inject("apiKey"),
      fetch: checkedFetch as typeof fetch,
    })(MODEL);
  const tools = {
    get_weather: tool({
      description: WEATHER.description,
      inputSchema: z.object({ location: z.string() }),
      execute: ({ location }) => `18 degrees in ${location}`,
    }),
  };

  it("runs the function and answers with its result in the conversation", async () => {
    const { steps, text } = await generateText({
      model: model(),
      prompt: QUESTION,
      tools,
      stopWhen: stepCountIs(3),
      maxRetries: 0,
    });
    expect(steps.map(({ finishReason }) => finishReason)).toEqual(["tool-calls", "stop"]);
    expect(steps[0]?.toolResults).toMatchObject([{ toolName: "get_weather", output: expect.stringMatching(/^18/) }]);
    expect(text).not.toBe("");
  });

  it("reads a streamed call", async () => {
    const result = streamText({ model: model(), prompt: QUESTION, tools, maxRetries: 0 });
    const calls = await result.toolCalls;
    expect(calls).toMatchObject([{ toolName: "get_weather", input: { location: expect.any(String) } }]);
    expect(await result.finishReason).toBe("tool-calls");
  });
});
