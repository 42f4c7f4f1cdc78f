import { z } from "zod";
import { type ChatMessage, MAX_CANVAS_TOKENS, MAX_TOP_LOGPROBS } from "../generate.ts";
import { callText, resultMessage, textOf } from "./chat-messages.ts";
import {
  checkStreamOptions,
  metadataField,
  modelField,
  parseRequest,
  responseFormatField,
  serviceTierField,
  unsupportedField,
} from "./common-fields.ts";
import { dyllmOptions } from "./dyllm-options.ts";
import { decimal, integer, neutralOnly, unsupported } from "./fields.ts";
import { functionName, responseFunctions, responseToolChoice, responseTools } from "./tools.ts";

/** What `include` may name: the probabilities of the answer's tokens, and what this server's answers never have. */
const LOGPROBS = "message.output_text.logprobs";
const INCLUDES = [LOGPROBS, "reasoning.encrypted_content"] as const;

/** Text of a message part; an answer that is sent back carries annotations and probabilities, which are not read. */
const textPart = z.strictObject({
  type: z.enum(["input_text", "output_text", "text"]),
  text: z.string(),
  annotations: z.array(z.unknown()).nullish(),
  logprobs: z.array(z.unknown()).nullish(),
});

const contentPart = z
  .looseObject({ type: z.string() })
  .superRefine((part, context) => {
    if (!["input_text", "output_text", "text"].includes(part.type)) {
      context.addIssue({
        code: "custom",
        path: ["type"],
        message: "asks for content other than text, which this server does not support.",
        params: unsupported,
      });
    }
  })
  .pipe(textPart);

/** How far an item of an earlier answer had come, as clients send it back. */
const itemStatus = z.enum(["in_progress", "completed", "incomplete"]).nullish();

const message = z.strictObject({
  type: z.literal("message").optional(),
  role: z.enum(["user", "assistant", "system", "developer"]),
  content: z.union([z.string(), z.array(contentPart).min(1)]),
  id: z.string().nullish(),
  status: itemStatus,
  phase: z.string().nullish(),
});

/** What an earlier answer called, and what came of it, as clients send them back. */
const functionCall = z.strictObject({
  type: z.literal("function_call"),
  call_id: z.string(),
  name: functionName,
  arguments: z.string(),
  id: z.string().nullish(),
  status: itemStatus,
});
const functionOutput = z.strictObject({
  type: z.literal("function_call_output"),
  call_id: z.string(),
  output: z.union([z.string(), z.array(contentPart).min(1)]),
  id: z.string().nullish(),
  status: itemStatus,
});

const ITEM_TYPES: readonly (string | undefined)[] = [undefined, "message", "function_call", "function_call_output"];

/** Other items (reasoning, references, calls of OpenAI's own tools) are part of the API, not of this server. */
const inputItem = z
  .looseObject({ type: z.string().optional() })
  .superRefine((item, context) => {
    if (!ITEM_TYPES.includes(item.type)) {
      context.addIssue({
        code: "custom",
        path: ["type"],
        message: "asks for an item that this server does not support.",
        params: unsupported,
      });
    }
  })
  .pipe(z.union([message, functionCall, functionOutput]));

/** `POST /v1/responses`, without a store: text in, text out. What cannot be honoured is refused by name. */
export const responsesRequest = z.strictObject({
  model: modelField,
  input: z.union([z.string(), z.array(inputItem).min(1)]),
  instructions: z.string().nullish(),
  max_output_tokens: integer(1, MAX_CANVAS_TOKENS).nullish(),
  temperature: decimal(0, 2).nullish(),
  top_p: decimal(0, 1).nullish(),
  top_logprobs: integer(0, MAX_TOP_LOGPROBS).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().nullish() }).nullish(),
  text: z
    .strictObject({ format: responseFormatField, verbosity: z.enum(["low", "medium", "high"]).nullish() })
    .nullish(),
  include: z.array(z.enum(INCLUDES)).nullish(),
  tools: responseTools,
  tool_choice: responseToolChoice,
  dyllm: dyllmOptions.omit({ canvas: true }).nullish(),
  // Accepted: nothing in the answer depends on them.
  metadata: metadataField,
  user: z.string().max(512).nullish(),
  safety_identifier: z.string().max(512).nullish(),
  prompt_cache_key: z.string().max(512).nullish(),
  prompt_cache_retention: z.string().nullish(),
  service_tier: serviceTierField,
  reasoning: z
    .strictObject({
      effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullish(),
      summary: z.enum(["auto", "concise", "detailed"]).nullish(),
    })
    .nullish(),
  max_tool_calls: integer(1, Number.MAX_SAFE_INTEGER).nullish(),
  /** An answer calls one function at most. */
  parallel_tool_calls: z.boolean().nullish(),
  // Accepted only where they ask for nothing.
  store: neutralOnly((value) => value === false),
  background: neutralOnly((value) => value === false),
  truncation: neutralOnly((value) => value === "disabled"),
  previous_response_id: neutralOnly(() => false),
  conversation: neutralOnly(() => false),
  prompt: neutralOnly(() => false),
  context_management: neutralOnly(() => false),
  moderation: neutralOnly(() => false),
});

export type ResponsesRequest = z.infer<typeof responsesRequest>;

/** Checks a body of `/v1/responses`. Throws DyllmError as `parseRequest` does. */
export function parseResponsesRequest(body: unknown): ResponsesRequest {
  const request = parseRequest(responsesRequest, body);
  checkStreamOptions(request);
  const checked = request.text?.format?.type === "json_object" ? "the text format 'json_object'" : null;
  const functions = responseFunctions(request.tools, request.tool_choice) === null ? null : "'tools'";
  if (wantsLogprobs(request) && (checked ?? functions) !== null) {
    const field = request.include?.includes(LOGPROBS) === true ? "include" : "top_logprobs";
    throw unsupportedField(field, `does not go with ${checked ?? functions}: it shows text before it is checked.`);
  }
  return request;
}

/** Whether the answer's tokens come with their probabilities. */
export function wantsLogprobs(request: ResponsesRequest): boolean {
  return (request.top_logprobs ?? 0) > 0 || request.include?.includes(LOGPROBS) === true;
}

/** The conversation of a request: instructions first, then its messages in order. */
export function messagesOf(request: ResponsesRequest): ChatMessage[] {
  const { instructions, input } = request;
  const first: ChatMessage[] =
    instructions === undefined || instructions === null || instructions === ""
      ? []
      : [{ role: "system", content: instructions }];
  if (typeof input === "string") {
    return [...first, { role: "user", content: input }];
  }
  const called = new Map<string, string>();
  return [
    ...first,
    ...input.map((item): ChatMessage => {
      switch (item.type) {
        case "function_call":
          called.set(item.call_id, item.name);
          return { role: "assistant", content: callText(item.name, item.arguments) };
        case "function_call_output":
          return resultMessage(called.get(item.call_id), textOf(item.output));
        case "message":
        case undefined:
          return { role: item.role === "developer" ? "system" : item.role, content: textOf(item.content) };
        default:
          throw new Error(`unknown item ${item satisfies never}`);
      }
    }),
  ];
}
