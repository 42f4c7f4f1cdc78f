import type { GenerateRequest, UnnumberedFrame } from "@dyllm/shared";
import { type ChatCompletionChunk, chatCompletionSchema, responseEvent, responseObject } from "@dyllm/shared/openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Gateway, SECRET, startGateway } from "../../test/gateway.ts";
import { answerFrames, frameResponse, MODEL, serveNodes } from "../../test/upstream.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const PARAMETERS = {
  type: "object",
  properties: { city: { type: "string" }, days: { type: "integer" } },
  required: ["city", "days"],
};
const SPEC = { name: "get_weather", description: "Weather of a city", parameters: PARAMETERS };
const QUESTION = "How will the weather be in Lima?";
const ARGUMENTS = '{"city": "Lima", "days": 3}';
const CHAT = {
  model: MODEL,
  messages: [{ role: "user", content: QUESTION }],
  tools: [{ type: "function", function: SPEC }],
};
const RESPONSES = { model: MODEL, input: QUESTION, tools: [{ type: "function", ...SPEC }] };

/** What a node sends that fills these texts into the gaps. */
function gapFrames(request: GenerateRequest, texts: readonly string[]): UnnumberedFrame[] {
  let gap = 0;
  return answerFrames(request, texts).map((frame) => (frame.type === "text" ? { ...frame, gap: gap++ } : frame));
}

const fills = (request: GenerateRequest): Response => frameResponse(gapFrames(request, ['"Lima"', "3}"]));

async function ask(path: string, keyId: string, body: unknown): Promise<{ gateway: Gateway; answer: Response }> {
  const gateway = await startGateway({ keyId });
  const answer = await gateway.fetch(path, {
    method: "POST",
    headers: { authorization: `Bearer sk-dyllm-live-${keyId}-${SECRET}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { gateway, answer };
}

const dataOf = (text: string): unknown[] =>
  [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data ?? ""));

describe("a chat completion that calls a function", () => {
  it("asks the node for the values of a form, and answers with the call", async () => {
    const seen = serveNodes({ "node-a.test": fills });
    const { gateway, answer } = await ask("/v1/chat/completions", "toolchat0001", CHAT);
    expect(chatCompletionSchema.parse(await answer.json()).choices).toMatchObject([
      {
        message: {
          content: null,
          tool_calls: [{ type: "function", function: { name: "get_weather", arguments: ARGUMENTS } }],
        },
        finish_reason: "tool_calls",
      },
    ]);
    const input = seen[0]?.request.input;
    expect(input).toMatchObject({
      kind: "infill",
      segments: [
        { messages: [{ role: "user", content: `${QUESTION} Extract city and days as JSON.` }], answer: '{"city": ' },
        ', "days": ',
        "}",
      ],
    });
    const gaps = input?.kind === "infill" ? input.gapTokens : [];
    expect(seen[0]?.request.canvas.maxTokens).toBe(gaps.reduce((sum, tokens) => sum + tokens, 0));
    await gateway.settled();
    expect(await gateway.env.API_KEY_OBJECTS.getByName("toolchat0001").usage()).toMatchObject({ completionTokens: 2 });
  });

  it("streams the call under one id: name, arguments, finish reason", async () => {
    serveNodes({ "node-a.test": fills });
    const { answer } = await ask("/v1/chat/completions", "toolchat0002", { ...CHAT, stream: true });
    const choices = (dataOf(await answer.text()) as ChatCompletionChunk[]).map((chunk) => chunk.choices[0]);
    const calls = choices.flatMap((choice) => choice?.delta.tool_calls ?? []);
    expect(calls[0]).toMatchObject({
      index: 0,
      id: expect.stringMatching(/^call_/),
      function: { name: "get_weather" },
    });
    expect(calls.map((call) => call.function.arguments).join("")).toBe(ARGUMENTS);
    expect(choices.map((choice) => choice?.finish_reason).filter((reason) => reason !== null)).toEqual(["tool_calls"]);
  });

  it("gives each of n choices a call of its own", async () => {
    serveNodes({ "node-a.test": fills });
    const { answer } = await ask("/v1/chat/completions", "toolchat0003", { ...CHAT, n: 2 });
    const ids = chatCompletionSchema
      .parse(await answer.json())
      .choices.map(({ message }) => message.tool_calls?.[0]?.id);
    expect(new Set(ids).size).toBe(2);
  });

  it("fails with a code when no attempt gives values that fit", async () => {
    const seen = serveNodes({ "node-a.test": (request) => frameResponse(gapFrames(request, ['"Lima"', "soon"])) });
    const { answer } = await ask("/v1/chat/completions", "toolchat0004", CHAT);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ error: { code: "json_not_produced", param: "tools" } });
    expect(seen.length).toBeGreaterThan(1);
  });

  it.each([
    ["none", { tool_choice: "none" }],
    ["words that fit no function", { messages: [{ role: "user", content: "Hello" }] }],
    [
      "the result of a call",
      {
        messages: [
          ...CHAT.messages,
          {
            role: "assistant",
            tool_calls: [{ id: "c", type: "function", function: { name: "get_weather", arguments: "{}" } }],
          },
          { role: "tool", tool_call_id: "c", content: "The weather in Lima: sunny" },
        ],
      },
    ],
  ])("answers %s with text", async (_name, fields) => {
    const seen = serveNodes({ "node-a.test": (request) => frameResponse(answerFrames(request, ["text"])) });
    const { answer } = await ask("/v1/chat/completions", "toolchat0005", { ...CHAT, ...fields });
    expect(chatCompletionSchema.parse(await answer.json()).choices).toMatchObject([
      { message: { content: "text" }, finish_reason: "stop" },
    ]);
    expect(seen[0]?.request.input.kind).toBe("chat");
  });

  it("calls a required or named function whatever the words are", async () => {
    serveNodes({ "node-a.test": fills });
    for (const tool_choice of ["required", { type: "function", function: { name: "get_weather" } }]) {
      const body = { ...CHAT, messages: [{ role: "user", content: "Hello" }], tool_choice };
      const { answer } = await ask("/v1/chat/completions", "toolchat0006", body);
      expect(await answer.json()).toMatchObject({ choices: [{ finish_reason: "tool_calls" }] });
    }
  });

  it("refuses parameters it cannot fill in by name, also of a function that is not called", async () => {
    const list = { type: "object", properties: { tags: { type: "array" } }, required: ["tags"] };
    const tools = [...CHAT.tools, { type: "function", function: { name: "other", parameters: list } }];
    const { answer } = await ask("/v1/chat/completions", "toolchat0007", { ...CHAT, tools });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { code: "unsupported_parameter", param: "tools[1].function.parameters.properties.tags" },
    });
  });

  it("refuses a limit that leaves no token for each value", async () => {
    const { answer } = await ask("/v1/chat/completions", "toolchat0008", { ...CHAT, max_completion_tokens: 1 });
    expect(await answer.json()).toMatchObject({
      error: { code: "integer_below_min_value", param: "max_completion_tokens" },
    });
  });
});

describe("a response that calls a function", () => {
  it("has the call as its item, and repeats what was offered", async () => {
    serveNodes({ "node-a.test": fills });
    const { answer } = await ask("/v1/responses", "toolresp0001", RESPONSES);
    expect(responseObject.parse(await answer.json())).toMatchObject({
      status: "completed",
      output: [{ type: "function_call", name: "get_weather", arguments: ARGUMENTS, status: "completed" }],
      tools: [{ ...SPEC, type: "function", strict: null }],
      tool_choice: "auto",
    });
  });

  it("streams the documented events in order", async () => {
    serveNodes({ "node-a.test": fills });
    const { answer } = await ask("/v1/responses", "toolresp0002", { ...RESPONSES, stream: true });
    const events = dataOf(await answer.text()).map((event) => responseEvent.parse(event));
    expect(events.map((event) => event.type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.function_call_arguments.delta",
      "response.function_call_arguments.done",
      "response.output_item.done",
      "response.completed",
    ]);
    expect(events[2]).toMatchObject({ item: { type: "function_call", arguments: "", status: "in_progress" } });
    expect(events[4]).toMatchObject({ name: "get_weather", arguments: ARGUMENTS });
  });

  it("takes call and result back, and answers with text", async () => {
    const seen = serveNodes({ "node-a.test": (request) => frameResponse(answerFrames(request, ["Sunny."])) });
    const input = [
      { role: "user", content: QUESTION },
      {
        type: "function_call",
        call_id: "c",
        name: "get_weather",
        arguments: ARGUMENTS,
        id: "fc_1",
        status: "completed",
      },
      { type: "function_call_output", call_id: "c", output: "sunny weather" },
    ];
    const { answer } = await ask("/v1/responses", "toolresp0003", { ...RESPONSES, input });
    expect(responseObject.parse(await answer.json()).output).toMatchObject([
      { type: "message", content: [{ text: "Sunny." }] },
    ]);
    expect(seen[0]?.request.input).toEqual({
      kind: "chat",
      messages: [
        { role: "user", content: QUESTION },
        { role: "assistant", content: `get_weather(${ARGUMENTS})` },
        { role: "user", content: "Result of get_weather: sunny weather" },
      ],
    });
  });

  it("refuses by name what it cannot fill in, and a limit that is too low", async () => {
    const parameters = { type: "object", properties: { a: {} }, required: ["a"] };
    const odd = await ask("/v1/responses", "toolresp0004", {
      ...RESPONSES,
      tools: [{ type: "function", name: "f", parameters }],
    });
    expect(await odd.answer.json()).toMatchObject({
      error: { code: "unsupported_parameter", param: "tools[0].parameters.properties.a" },
    });
    const low = await ask("/v1/responses", "toolresp0004", { ...RESPONSES, max_output_tokens: 1 });
    expect(await low.answer.json()).toMatchObject({ error: { param: "max_output_tokens" } });
  });
});
