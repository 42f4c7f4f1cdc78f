import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { errorOf, MODEL, openai, raw } from "../support/client.ts";

const QUESTION = "What is the capital of Peru?";

async function eventsOf(
  fields: Omit<OpenAI.Responses.ResponseCreateParamsStreaming, "model" | "stream">,
): Promise<OpenAI.Responses.ResponseStreamEvent[]> {
  const events: OpenAI.Responses.ResponseStreamEvent[] = [];
  for await (const event of await openai().responses.create({ model: MODEL, stream: true, ...fields })) {
    events.push(event);
  }
  return events;
}

describe("responses (the cases of Open Responses but image input; those of tools are in tools.test.ts)", () => {
  it("basic response: completed, one message, usage", async () => {
    const response = await openai().responses.create({ model: MODEL, input: QUESTION });
    expect(response).toMatchObject({ object: "response", status: "completed", error: null, incomplete_details: null });
    expect(response.output_text).not.toBe("");
    expect(response.output).toHaveLength(1);
    expect(response.usage?.total_tokens).toBe(
      (response.usage?.input_tokens ?? 0) + (response.usage?.output_tokens ?? 0),
    );
    const chat = await openai().chat.completions.create({
      model: MODEL,
      messages: [{ role: "user", content: QUESTION }],
    });
    expect(response.output_text).toBe(chat.choices[0]?.message.content);
  });

  it("streaming response: the documented events in order, numbered from 0", async () => {
    const events = await eventsOf({ input: QUESTION });
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, i) => i));
    const types = events.map((event) => event.type);
    const deltas = types.filter((type) => type === "response.output_text.delta");
    expect(types).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      ...deltas,
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
    const text = events.map((event) => (event.type === "response.output_text.delta" ? event.delta : "")).join("");
    const last = events.at(-1);
    const [message] = last?.type === "response.completed" ? last.response.output : [];
    expect(message).toMatchObject({ type: "message", content: [{ type: "output_text", text }] });
    expect(text).toBe((await openai().responses.create({ model: MODEL, input: QUESTION })).output_text);
  });

  it("streaming response: each event is named, written whole, and [DONE] ends the stream", async () => {
    const answer = await raw("/v1/responses", {
      body: JSON.stringify({ model: MODEL, input: QUESTION, stream: true }),
    });
    const blocks = answer.text.split("\n\n").filter((block) => block !== "" && !block.startsWith(":"));
    expect(blocks.at(-1)).toBe("data: [DONE]");
    for (const block of blocks.slice(0, -1)) {
      const [, name, data] = /^event: (\S+)\ndata: (.*)$/.exec(block) ?? [];
      expect(JSON.parse(data ?? "{}").type).toBe(name);
    }
  });

  it("the official client's stream helper puts the response together", async () => {
    const stream = openai().responses.stream({ model: MODEL, input: QUESTION });
    expect((await stream.finalResponse()).status).toBe("completed");
  });

  it("system prompt: as instructions and as a message, to the same end", async () => {
    const input = [{ role: "user" as const, content: QUESTION }];
    const first = await openai().responses.create({ model: MODEL, instructions: "Be brief.", input });
    const second = await openai().responses.create({
      model: MODEL,
      input: [{ role: "system", content: "Be brief." }, ...input],
    });
    expect(first.output_text).toBe(second.output_text);
    expect(first.instructions).toBe("Be brief.");
  });

  it("multi-turn: takes its own output items back", async () => {
    const first = await openai().responses.create({ model: MODEL, input: QUESTION });
    const second = await openai().responses.create({
      model: MODEL,
      input: [
        { type: "message", role: "user", content: [{ type: "input_text", text: QUESTION }] },
        ...(first.output as OpenAI.Responses.ResponseOutputMessage[]),
        { role: "user", content: "And of France?" },
      ],
    });
    expect(second.status).toBe("completed");
    expect(second.usage?.input_tokens).toBeGreaterThan(first.usage?.input_tokens ?? 0);
  });

  it("an answer that fills its limit is incomplete, streamed or not", async () => {
    const fields = {
      input: "Write a JavaScript function f that returns the items of arr greater than 19.",
      max_output_tokens: 4,
    };
    const response = await openai().responses.create({ model: MODEL, ...fields });
    expect(response).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
    expect((await eventsOf(fields)).at(-1)?.type).toBe("response.incomplete");
  });

  it("log probabilities come when included", async () => {
    const response = await openai().responses.create({
      model: MODEL,
      input: QUESTION,
      include: ["message.output_text.logprobs"],
      top_logprobs: 2,
    });
    const [message] = response.output;
    const part = message?.type === "message" ? message.content[0] : undefined;
    const logprobs = part?.type === "output_text" ? (part.logprobs ?? []) : [];
    expect(logprobs.map(({ token }) => token).join("")).toBe(response.output_text);
    expect(logprobs.every(({ top_logprobs }) => top_logprobs.length === 2)).toBe(true);
  });

  it("text.format json_object gives a JSON object", async () => {
    const response = await openai().responses.create({
      model: MODEL,
      input: "Extract name and age as JSON: Gina is 66 years old and is a baker in Lima.",
      text: { format: { type: "json_object" } },
    });
    expect(JSON.parse(response.output_text)).toMatchObject({ name: "Gina" });
  });

  it.each([
    ["previous_response_id", "resp_1", "previous_response_id"],
    ["conversation", "conv_1", "conversation"],
    ["background", true, "background"],
    ["store", true, "store"],
    ["truncation", "auto", "truncation"],
    ["tools", [{ type: "web_search" }], "tools[0].type"],
    ["prompt", { id: "p" }, "prompt"],
    ["input", [{ type: "item_reference", id: "msg_1" }], "input[0].type"],
    [
      "input",
      [{ role: "user", content: [{ type: "input_image", image_url: "https://example.org/x.png" }] }],
      "input[0].content[0].type",
    ],
  ])("%s = %j is refused by name", async (field, value, param) => {
    const answer = await raw("/v1/responses", { body: JSON.stringify({ model: MODEL, input: "x", [field]: value }) });
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ code: "unsupported_parameter", param });
  });

  it("a refusal by the node names the parameter as this endpoint does", async () => {
    const long = openai().responses.create({ model: MODEL, input: "x", max_output_tokens: 60_000 });
    await expect(long).rejects.toMatchObject({ status: 400, code: "context_length_exceeded", param: "input" });
  });

  it("an unknown model is a NotFoundError", async () => {
    await expect(openai().responses.create({ model: "nope", input: "x" })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});
