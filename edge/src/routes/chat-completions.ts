import {
  type ChatCompletionRequest,
  parseChatCompletionRequest,
  stopStrings,
  toChatMessage,
  toDenoisingOptions,
  toLogitBias,
} from "@dyllm/shared/openai";
import { type Ask, toGenerateRequests } from "../relay/to-generate-request.ts";
import { chatChunks } from "../stream/chat-chunks.ts";
import { chatCompletion } from "../stream/chat-completion.ts";
import { SSE_FORMAT } from "../stream/sse.ts";
import { type EndpointRequest, generatingRoute } from "./run-endpoint.ts";

/** `POST /v1/chat/completions`. */
export const chatCompletions = generatingRoute((body) => chatEndpoint(parseChatCompletionRequest(body)));

function chatEndpoint(request: ChatCompletionRequest): EndpointRequest {
  const logprobs = request.logprobs === true;
  const options = request.stream_options;
  const ask = chatAsk(request);
  return {
    endpoint: "chat.completions",
    model: request.model,
    stream: request.stream === true,
    choices: ask.choicesPerInput,
    maxTokens: ask.maxTokens,
    choicesPerPrompt: null,
    paramNames: {},
    idPrefix: "chatcmpl-",
    jsonObject: request.response_format?.type === "json_object",
    generations: (context) => toGenerateRequests(ask, context),
    body: (meta, records) => chatCompletion(meta, records, logprobs),
    events: (meta, frames, choices) =>
      chatChunks(frames, meta, {
        choices,
        includeUsage: options?.include_usage === true,
        runningUsage: options?.continuous_usage_stats === true,
        obfuscation: options?.include_obfuscation === true,
        logprobs,
        canvas: request.dyllm?.canvas === true,
        diffusing: request.diffusing === true,
      }),
    format: SSE_FORMAT,
  };
}

/** What a chat request asks of the nodes. */
export function chatAsk(request: ChatCompletionRequest): Ask {
  const streamed = request.stream === true;
  return {
    model: request.model,
    inputs: [{ kind: "chat", messages: request.messages.map(toChatMessage) }],
    choicesPerInput: request.n ?? 1,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    temperature: request.temperature ?? null,
    topP: request.top_p ?? null,
    seed: request.seed ?? null,
    stop: stopStrings(request.stop),
    logitBias: toLogitBias(request.logit_bias),
    denoising: toDenoisingOptions(request.dyllm ?? {}),
    blockLength: request.dyllm?.block_length ?? null,
    trace: streamed && (request.dyllm?.canvas === true || request.diffusing === true),
    topLogprobs: request.logprobs === true ? (request.top_logprobs ?? 0) : null,
    echo: false,
  };
}
