import { describe, expect, it } from "vitest";
import { DyllmError, toOpenAiError } from "../errors.ts";
import { parseChatCompletionRequest } from "./chat-request.ts";
import { MAX_CHOICES } from "./common-fields.ts";

const VALID = { model: "m", messages: [{ role: "user", content: "hi" }] };

function errorOf(body: unknown) {
  try {
    parseChatCompletionRequest(body);
  } catch (error) {
    if (error instanceof DyllmError) {
      return toOpenAiError(error).error;
    }
    throw error;
  }
  return null;
}

const TOOL = { type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } };

/** Fields of the request, and the code and parameter of the error they must give. */
const REFUSED: readonly [Readonly<Record<string, unknown>>, string, string][] = [
  [{ model: undefined }, "missing_required_parameter", "model"],
  [{ model: 3 }, "invalid_type", "model"],
  [{ model: "" }, "empty_string", "model"],
  [{ model: "m".repeat(257) }, "string_above_max_length", "model"],
  [{ messages: undefined }, "missing_required_parameter", "messages"],
  [{ messages: [] }, "empty_array", "messages"],
  [{ messages: "hi" }, "invalid_type", "messages"],
  [{ messages: [{ content: "x" }] }, "missing_required_parameter", "messages[0].role"],
  [{ messages: [{ role: "user" }] }, "missing_required_parameter", "messages[0].content"],
  [{ messages: [{ role: "user", content: null }] }, "missing_required_parameter", "messages[0].content"],
  [{ messages: [{ role: "assistant", tool_calls: [] }] }, "missing_required_parameter", "messages[0].content"],
  [{ messages: [{ role: "user", content: 5 }] }, "invalid_type", "messages[0].content"],
  [{ messages: [{ role: "user", content: [] }] }, "empty_array", "messages[0].content"],
  [{ messages: [{ role: "nobody", content: "x" }] }, "invalid_value", "messages[0].role"],
  [{ messages: [{ role: "tool", content: "x" }] }, "missing_required_parameter", "messages[0].tool_call_id"],
  [{ messages: [{ role: "tool", tool_call_id: "1" }] }, "missing_required_parameter", "messages[0].content"],
  [{ messages: [{ role: "function", content: "x", name: "f" }] }, "unsupported_parameter", "messages[0].role"],
  [
    { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "u" } }] }] },
    "unsupported_parameter",
    "messages[0].content[0].type",
  ],
  [
    { messages: [{ role: "user", content: [{ type: "text" }] }] },
    "missing_required_parameter",
    "messages[0].content[0].text",
  ],
  [
    { messages: [{ role: "assistant", content: "x", tool_calls: [{}] }] },
    "missing_required_parameter",
    "messages[0].tool_calls[0].id",
  ],
  [{ messages: [{ role: "user", content: "x", foo: 1 }] }, "unknown_parameter", "messages[0].foo"],
  [{ max_tokens: 0 }, "integer_below_min_value", "max_tokens"],
  [{ max_tokens: -1 }, "integer_below_min_value", "max_tokens"],
  [{ max_tokens: 1.5 }, "invalid_type", "max_tokens"],
  [{ max_completion_tokens: "9" }, "invalid_type", "max_completion_tokens"],
  [{ max_completion_tokens: 1e9 }, "integer_above_max_value", "max_completion_tokens"],
  [{ temperature: -0.1 }, "decimal_below_min_value", "temperature"],
  [{ temperature: 2.1 }, "decimal_above_max_value", "temperature"],
  [{ temperature: Number.POSITIVE_INFINITY }, "invalid_type", "temperature"],
  [{ top_p: 1.1 }, "decimal_above_max_value", "top_p"],
  [{ n: 0 }, "integer_below_min_value", "n"],
  [{ n: { toString: 1 } }, "invalid_type", "n"],
  [{ n: MAX_CHOICES + 1 }, "invalid_value", "n"],
  [{ n: 129 }, "invalid_value", "n"],
  [{ stop: "" }, "empty_string", "stop"],
  [{ stop: [] }, "empty_array", "stop"],
  [{ stop: ["a", "b", "c", "d", "e"] }, "array_above_max_length", "stop"],
  [{ stop: ["a", ""] }, "empty_string", "stop[1]"],
  [{ stop: [7] }, "invalid_type", "stop[0]"],
  [{ stop: 7 }, "invalid_type", "stop"],
  [{ stream: "yes" }, "invalid_type", "stream"],
  [{ stream_options: { include_usage: true } }, "invalid_value", "stream_options"],
  [{ stream: true, stream_options: { include_usage: 1 } }, "invalid_type", "stream_options.include_usage"],
  [{ seed: 1.5 }, "invalid_type", "seed"],
  [{ seed: "1" }, "invalid_type", "seed"],
  [{ store: true }, "unsupported_parameter", "store"],
  [{ logprobs: 1 }, "invalid_type", "logprobs"],
  [{ logprobs: true, top_logprobs: 21 }, "integer_above_max_value", "top_logprobs"],
  [{ top_logprobs: 3 }, "invalid_value", "top_logprobs"],
  [{ logit_bias: { 5: 101 } }, "decimal_above_max_value", "logit_bias.5"],
  [{ logit_bias: { word: 1 } }, "invalid_value", "logit_bias.word"],
  [{ diffusing: true }, "invalid_value", "diffusing"],
  [{ diffusing: true, stream: true, logprobs: true }, "unsupported_parameter", "logprobs"],
  [{ response_format: { type: "json_object" }, logprobs: true }, "unsupported_parameter", "logprobs"],
  [{ dyllm: { canvas: 1 } }, "invalid_type", "dyllm.canvas"],
  [{ frequency_penalty: 0.5 }, "unsupported_parameter", "frequency_penalty"],
  [{ presence_penalty: 3 }, "decimal_above_max_value", "presence_penalty"],
  [{ tools: [{ type: "function" }] }, "missing_required_parameter", "tools[0].function"],
  [{ tools: [{ type: "web_search" }] }, "unsupported_parameter", "tools[0].type"],
  [{ tools: [{ type: "function", function: { name: "a b" } }] }, "invalid_value", "tools[0].function.name"],
  [{ tools: Array(129).fill(TOOL) }, "array_above_max_length", "tools"],
  [{ tools: [TOOL], tool_choice: "always" }, "invalid_value", "tool_choice"],
  [{ tools: [TOOL], tool_choice: { type: "function", function: { name: "g" } } }, "invalid_value", "tool_choice"],
  [{ tools: [TOOL], logprobs: true }, "unsupported_parameter", "logprobs"],
  [{ tools: [TOOL], stream: true, diffusing: true }, "unsupported_parameter", "diffusing"],
  [{ functions: [{}] }, "unsupported_parameter", "functions"],
  [{ tool_choice: "required" }, "invalid_value", "tool_choice"],
  [
    { response_format: { type: "json_schema", json_schema: { name: "x" } } },
    "unsupported_parameter",
    "response_format.type",
  ],
  [{ response_format: {} }, "missing_required_parameter", "response_format.type"],
  [{ modalities: ["text", "audio"] }, "unsupported_parameter", "modalities"],
  [{ audio: { voice: "x" } }, "unsupported_parameter", "audio"],
  [{ prediction: { type: "content" } }, "unsupported_parameter", "prediction"],
  [{ web_search_options: {} }, "unsupported_parameter", "web_search_options"],
  [{ metadata: { a: 1 } }, "invalid_type", "metadata.a"],
  [{ reasoning_effort: "huge" }, "invalid_value", "reasoning_effort"],
  [{ reasoning_effort: 1 }, "invalid_type", "reasoning_effort"],
  [{ dyllm: { mode: "fast" } }, "invalid_value", "dyllm.mode"],
  [{ dyllm: { tau: 3 } }, "decimal_above_max_value", "dyllm.tau"],
  [{ dyllm: { steps: 0 } }, "integer_below_min_value", "dyllm.steps"],
  [{ dyllm: { confidence_threshold: 0 } }, "decimal_below_min_value", "dyllm.confidence_threshold"],
  [{ dyllm: { block_length: "8" } }, "invalid_type", "dyllm.block_length"],
  [{ dyllm: { blockLength: 8 } }, "unknown_parameter", "dyllm.blockLength"],
  [{ top_k: 5 }, "unknown_parameter", "top_k"],
];

describe("a chat completion request", () => {
  for (const [fields, code, param] of REFUSED) {
    it(`with ${JSON.stringify(fields).slice(0, 80)} is refused: ${code} at ${param}`, () => {
      const error = errorOf({ ...VALID, ...fields });
      expect(error).toMatchObject({ code, param, type: "invalid_request_error" });
      if (code !== "invalid_value") {
        expect(error?.message).toContain(`'${param}'`);
      }
    });
  }

  it("that is no object is refused without naming a parameter", () => {
    for (const body of [null, 5, "x", [VALID]]) {
      expect(errorOf(body)).toMatchObject({ code: "invalid_type" });
    }
  });

  it("may set everything that is honoured", () => {
    const body = {
      ...VALID,
      temperature: 2,
      top_p: 0,
      n: MAX_CHOICES,
      stop: ["a", "b", "c", "d"],
      stream: true,
      stream_options: { include_usage: true, include_obfuscation: false },
      seed: -12,
      max_completion_tokens: 10,
      dyllm: { mode: "dense", tau: 0.99, steps: 8, confidence_threshold: null, refresh_every: 0, block_length: 8 },
    };
    expect(parseChatCompletionRequest(body)).toEqual(body);
  });

  it("may set what changes nothing, and the neutral value of what is unsupported", () => {
    const body = {
      ...VALID,
      user: "u",
      metadata: { k: "v" },
      safety_identifier: "s",
      prompt_cache_key: "p",
      service_tier: "auto",
      reasoning_effort: "medium",
      verbosity: "low",
      store: false,
      logprobs: false,
      logit_bias: {},
      frequency_penalty: 0,
      presence_penalty: 0,
      tools: [],
      tool_choice: "none",
      response_format: { type: "text" },
      modalities: ["text"],
    };
    expect(errorOf(body)).toBeNull();
  });

  it("may have null for every optional field", () => {
    const fields = ["temperature", "top_p", "n", "stop", "stream", "stream_options", "seed", "max_tokens", "logprobs"];
    expect(errorOf({ ...VALID, ...Object.fromEntries(fields.map((field) => [field, null])) })).toBeNull();
  });

  it("may echo an earlier answer's message", () => {
    const message = { role: "assistant", content: "x", refusal: null, annotations: [], audio: null, tool_calls: [] };
    expect(errorOf({ ...VALID, messages: [...VALID.messages, message] })).toBeNull();
  });

  it("may offer functions, and hold calls with their results", () => {
    const messages = [
      ...VALID.messages,
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "c", content: "done" },
    ];
    for (const tool_choice of ["none", "auto", "required", { type: "function", function: { name: "f" } }]) {
      expect(errorOf({ ...VALID, messages, tools: [TOOL], tool_choice, parallel_tool_calls: true })).toBeNull();
    }
  });

  it("may have log probabilities where its functions are not to be called", () => {
    expect(errorOf({ ...VALID, tools: [TOOL], tool_choice: "none", logprobs: true })).toBeNull();
  });

  it("is never quoted at length in an error", () => {
    const secret = "marker".repeat(50);
    expect(errorOf({ ...VALID, messages: [{ role: secret, content: "x" }] })?.message.length).toBeLessThan(300);
    expect(errorOf({ ...VALID, [secret]: 1 })?.message.length).toBeLessThan(150);
  });
});
