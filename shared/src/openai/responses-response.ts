import { z } from "zod";
import { dyllmUsage, tokenLogprob } from "./chat-response.ts";
import { toolChoiceEcho, toolEcho } from "./tools.ts";

/**
 * Answers and events of `POST /v1/responses`, as schemas: the 32 fields that Open Responses requires, and the events of an
 * answer that is text or a call.
 */
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

const count = z.int().min(0);

export const outputTextPart = z.strictObject({
  type: z.literal("output_text"),
  text: z.string(),
  annotations: z.tuple([]).readonly(),
  logprobs: list(tokenLogprob),
});

export const outputMessage = z.strictObject({
  id: z.string(),
  type: z.literal("message"),
  role: z.literal("assistant"),
  status: z.enum(["in_progress", "completed", "incomplete"]),
  content: list(outputTextPart),
});

export type OutputMessage = z.infer<typeof outputMessage>;

const outputCall = z.strictObject({
  id: z.string(),
  type: z.literal("function_call"),
  call_id: z.string(),
  name: z.string(),
  /** A JSON object, as text; empty in the event that announces the call. */
  arguments: z.string(),
  status: z.enum(["in_progress", "completed"]),
});

export type OutputCall = z.infer<typeof outputCall>;

const outputItem = z.union([outputMessage, outputCall]);

export type OutputItem = z.infer<typeof outputItem>;

const responseUsage = z.strictObject({
  input_tokens: count,
  input_tokens_details: z.strictObject({ cached_tokens: count, cache_write_tokens: count }),
  output_tokens: count,
  output_tokens_details: z.strictObject({ reasoning_tokens: count }),
  total_tokens: count,
  dyllm: dyllmUsage,
});

export const responseObject = z.strictObject({
  id: z.string(),
  object: z.literal("response"),
  created_at: z.int(),
  completed_at: z.int().nullable(),
  status: z.enum(["in_progress", "completed", "incomplete", "failed"]),
  incomplete_details: z.strictObject({ reason: z.literal("max_output_tokens") }).nullable(),
  model: z.string(),
  previous_response_id: z.null(),
  instructions: z.string().nullable(),
  output: list(outputItem),
  error: z.strictObject({ code: z.literal("server_error"), message: z.string() }).nullable(),
  tools: list(toolEcho),
  tool_choice: toolChoiceEcho,
  truncation: z.literal("disabled"),
  parallel_tool_calls: z.boolean(),
  text: z.strictObject({ format: z.strictObject({ type: z.enum(["text", "json_object"]) }) }),
  top_p: z.number(),
  presence_penalty: z.literal(0),
  frequency_penalty: z.literal(0),
  top_logprobs: count,
  temperature: z.number(),
  reasoning: z.null(),
  user: z.string().nullable(),
  usage: responseUsage.nullable(),
  max_output_tokens: z.int().nullable(),
  max_tool_calls: z.int().nullable(),
  store: z.literal(false),
  background: z.literal(false),
  service_tier: z.literal("default"),
  metadata: z.record(z.string(), z.string()),
  safety_identifier: z.string().nullable(),
  prompt_cache_key: z.string().nullable(),
});

export type ResponseObject = z.infer<typeof responseObject>;

const numbered = { sequence_number: count };
const inItem = { ...numbered, item_id: z.string(), output_index: count };
const inPart = { ...inItem, content_index: count };

const whole = <Type extends string>(type: Type) =>
  z.strictObject({ type: z.literal(type), ...numbered, response: responseObject });

/** Events of a streamed answer, in the order in which they come; `error` and `response.failed` take the end's place. */
export const responseEvent = z.union([
  whole("response.created"),
  whole("response.in_progress"),
  z.strictObject({
    type: z.literal("response.output_item.added"),
    ...numbered,
    output_index: count,
    item: outputItem,
  }),
  z.strictObject({ type: z.literal("response.content_part.added"), ...inPart, part: outputTextPart }),
  z.strictObject({
    type: z.literal("response.output_text.delta"),
    ...inPart,
    delta: z.string(),
    logprobs: list(tokenLogprob),
    obfuscation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("response.output_text.done"),
    ...inPart,
    text: z.string(),
    logprobs: list(tokenLogprob),
  }),
  z.strictObject({ type: z.literal("response.content_part.done"), ...inPart, part: outputTextPart }),
  z.strictObject({
    type: z.literal("response.function_call_arguments.delta"),
    ...inItem,
    delta: z.string(),
    obfuscation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("response.function_call_arguments.done"),
    ...inItem,
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    type: z.literal("response.output_item.done"),
    ...numbered,
    output_index: count,
    item: outputItem,
  }),
  whole("response.completed"),
  whole("response.incomplete"),
  z.strictObject({
    type: z.literal("error"),
    ...numbered,
    code: z.string().nullable(),
    message: z.string(),
    param: z.string().nullable(),
  }),
  whole("response.failed"),
]);

export type ResponseEvent = z.infer<typeof responseEvent>;
