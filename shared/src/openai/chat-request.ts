import { z } from "zod";
import { MAX_CANVAS_TOKENS, MAX_TOP_LOGPROBS } from "../generate.ts";
import { chatRequestMessage } from "./chat-messages.ts";
import {
  checkStreamOptions,
  choicesField,
  invalidField,
  isEmptyArray,
  logitBiasField,
  metadataField,
  modelField,
  parseRequest,
  penaltyField,
  responseFormatField,
  seedField,
  serviceTierField,
  stopField,
  streamOptionsField,
  unsupportedField,
} from "./common-fields.ts";
import { dyllmOptions } from "./dyllm-options.ts";
import { decimal, integer, neutralOnly } from "./fields.ts";
import { chatFunctions, chatToolChoice, chatTools } from "./tools.ts";

/**
 * `POST /v1/chat/completions`. Every documented field is either honoured, accepted because it changes nothing in the
 * answer (`user`, `metadata`, `service_tier`, …), or refused by name; an unknown one is refused too, so that nothing a
 * caller asks for is silently left out.
 */
export const chatCompletionRequest = z.strictObject({
  model: modelField,
  messages: z.array(chatRequestMessage).min(1),
  // Honoured.
  max_completion_tokens: integer(1, MAX_CANVAS_TOKENS).nullish(),
  max_tokens: integer(1, MAX_CANVAS_TOKENS).nullish(),
  temperature: decimal(0, 2).nullish(),
  top_p: decimal(0, 1).nullish(),
  n: choicesField,
  stop: stopField,
  stream: z.boolean().nullish(),
  stream_options: streamOptionsField,
  seed: seedField,
  logprobs: z.boolean().nullish(),
  top_logprobs: integer(0, MAX_TOP_LOGPROBS).nullish(),
  logit_bias: logitBiasField,
  response_format: responseFormatField,
  tools: chatTools,
  tool_choice: chatToolChoice,
  dyllm: dyllmOptions.nullish(),
  /** Snapshots of the whole text while it is found, in Inception's form; needs `stream`. */
  diffusing: z.boolean().nullish(),
  // Accepted: nothing in the answer depends on them.
  user: z.string().nullish(),
  metadata: metadataField,
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_options: z.looseObject({}).nullish(),
  prompt_cache_retention: z.string().nullish(),
  service_tier: serviceTierField,
  reasoning_effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullish(),
  verbosity: z.enum(["low", "medium", "high"]).nullish(),
  /** An answer calls one function at most. */
  parallel_tool_calls: z.boolean().nullish(),
  // Accepted only where they ask for nothing.
  store: neutralOnly((value) => value === false),
  frequency_penalty: penaltyField,
  presence_penalty: penaltyField,
  functions: neutralOnly(isEmptyArray),
  function_call: neutralOnly((value) => value === "none" || value === "auto"),
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
  const request = parseRequest(chatCompletionRequest, body);
  checkStreamOptions(request);
  if (typeof request.top_logprobs === "number" && request.logprobs !== true) {
    throw invalidField("top_logprobs", "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.");
  }
  if (request.diffusing === true && request.stream !== true) {
    throw invalidField("diffusing", "The 'diffusing' parameter is only allowed when 'stream' is enabled.");
  }
  if (request.logprobs === true && request.diffusing === true) {
    throw unsupportedField("logprobs", "does not go with 'diffusing': a snapshot is replaced, not added to.");
  }
  const checked = request.response_format?.type === "json_object" ? "the response format 'json_object'" : null;
  const functions = chatFunctions(request.tools, request.tool_choice) === null ? null : "'tools'";
  for (const field of ["logprobs", "diffusing"] as const) {
    if (request[field] === true && (checked ?? functions) !== null) {
      throw unsupportedField(field, `does not go with ${checked ?? functions}: it shows text before it is checked.`);
    }
  }
  return request;
}
