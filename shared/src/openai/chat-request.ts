import { z } from "zod";
import { DyllmError } from "../errors.ts";
import { MAX_CANVAS_TOKENS, MAX_STOP_LENGTH, MAX_STOP_STRINGS } from "../generate.ts";
import { chatRequestMessage } from "./chat-messages.ts";
import { dyllmOptions } from "./dyllm-options.ts";
import { decimal, integer, neutralOnly, unsupported } from "./fields.ts";
import { toRequestError } from "./request-error.ts";

/** Choices per request. OpenAI allows 128; each one occupies a place on a node, so one request may not take them all. */
export const MAX_CHOICES = 8;

/** OpenAI's bounds on `metadata`. */
const MAX_METADATA_PAIRS = 16;
const MAX_METADATA_KEY_LENGTH = 64;
const MAX_METADATA_VALUE_LENGTH = 512;

/** Seeds are 64-bit integers at OpenAI. */
const MAX_SEED = 2 ** 63;

/** A model id longer than this is none of ours; the node protocol has the same bound. */
const MAX_MODEL_ID_LENGTH = 256;

const stopString = z.string().min(1).max(MAX_STOP_LENGTH);

const penalty = decimal(-2, 2)
  .refine((value) => value === 0, { params: unsupported, message: "other than 0 is not supported by this server." })
  .nullish();

const choices = integer(1, Number.MAX_SAFE_INTEGER).refine((value) => !(value > MAX_CHOICES), {
  params: { problem: "invalid_value" },
  message: `this server gives at most ${MAX_CHOICES} choices per request.`,
});

const metadata = z
  .record(z.string().max(MAX_METADATA_KEY_LENGTH), z.string().max(MAX_METADATA_VALUE_LENGTH))
  .refine((pairs) => Object.keys(pairs).length <= MAX_METADATA_PAIRS, {
    message: `at most ${MAX_METADATA_PAIRS} pairs are allowed.`,
  });

/**
 * `POST /v1/chat/completions`. Every documented field is either honoured, accepted because it changes nothing in the
 * answer (`user`, `metadata`, `service_tier`, …), or refused by name; an unknown one is refused too, so that nothing a
 * caller asks for is silently left out.
 */
export const chatCompletionRequest = z.strictObject({
  model: z.string().min(1).max(MAX_MODEL_ID_LENGTH),
  messages: z.array(chatRequestMessage).min(1),
  // Honoured.
  max_completion_tokens: integer(1, MAX_CANVAS_TOKENS).nullish(),
  max_tokens: integer(1, MAX_CANVAS_TOKENS).nullish(),
  temperature: decimal(0, 2).nullish(),
  top_p: decimal(0, 1).nullish(),
  n: choices.nullish(),
  stop: z.union([stopString, z.array(stopString).min(1).max(MAX_STOP_STRINGS)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().nullish(), include_obfuscation: z.boolean().nullish() })
    .nullish(),
  seed: integer(-MAX_SEED, MAX_SEED).nullish(),
  dyllm: dyllmOptions.nullish(),
  // Accepted: nothing in the answer depends on them.
  user: z.string().nullish(),
  metadata: metadata.nullish(),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_options: z.looseObject({}).nullish(),
  prompt_cache_retention: z.string().nullish(),
  service_tier: z.enum(["auto", "default", "flex", "scale", "priority", "fast"]).nullish(),
  reasoning_effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullish(),
  verbosity: z.enum(["low", "medium", "high"]).nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  // Accepted only where they ask for nothing.
  store: neutralOnly((value) => value === false),
  logprobs: neutralOnly((value) => value === false),
  top_logprobs: neutralOnly((value) => value === 0),
  logit_bias: neutralOnly((value) => typeof value === "object" && value !== null && Object.keys(value).length === 0),
  frequency_penalty: penalty,
  presence_penalty: penalty,
  tools: neutralOnly(isEmptyArray),
  tool_choice: neutralOnly((value) => value === "none" || value === "auto"),
  functions: neutralOnly(isEmptyArray),
  function_call: neutralOnly((value) => value === "none" || value === "auto"),
  response_format: neutralOnly(
    (value) => typeof value === "object" && value !== null && "type" in value && value.type === "text",
  ),
  modalities: neutralOnly((value) => Array.isArray(value) && value.length === 1 && value[0] === "text"),
  audio: neutralOnly(() => false),
  prediction: neutralOnly(() => false),
  moderation: neutralOnly(() => false),
  web_search_options: neutralOnly(() => false),
});

export type ChatCompletionRequest = z.infer<typeof chatCompletionRequest>;

/**
 * Checks a decoded request body.
 *
 * @throws DyllmError naming the first parameter that breaks a rule, with OpenAI's code for that rule
 */
export function parseChatCompletionRequest(body: unknown): ChatCompletionRequest {
  const parsed = chatCompletionRequest.safeParse(body, { reportInput: true });
  if (!parsed.success) {
    throw toRequestError(parsed.error);
  }
  const request = parsed.data;
  if (request.stream !== true && request.stream_options !== undefined && request.stream_options !== null) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    throw new DyllmError("invalid_value", message, { param: "stream_options" });
  }
  return request;
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
