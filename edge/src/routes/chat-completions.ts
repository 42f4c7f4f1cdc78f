import {
  type ChatCompletionRequest,
  chatFunctions,
  parseChatCompletionRequest,
  stopStrings,
  toChatMessages,
  toDenoisingOptions,
  toLogitBias,
} from "@dyllm/shared/openai";
import { JSON_OBJECT } from "../relay/judged-answers.ts";
import { type Ask, toGenerateRequests } from "../relay/to-generate-request.ts";
import { chatChunks } from "../stream/chat-chunks.ts";
import { chatCompletion } from "../stream/chat-completion.ts";
import { SSE_FORMAT } from "../stream/sse.ts";
import { callTokens, type FunctionCall, functionCall } from "../tools/function-call.ts";
import { type EndpointRequest, generatingRoute } from "./run-endpoint.ts";

/** `POST /v1/chat/completions`. */
export const chatCompletions = generatingRoute((body) => chatEndpoint(parseChatCompletionRequest(body)));

function chatEndpoint(request: ChatCompletionRequest): EndpointRequest {
  const logprobs = request.logprobs === true;
  const options = request.stream_options;
  const call = chatCall(request);
  const ask = chatAsk(request, call);
  return {
    endpoint: "chat.completions",
    model: request.model,
    stream: request.stream === true,
    choices: ask.choicesPerInput,
    maxTokens: call === null ? ask.maxTokens : callTokens(call),
    choicesPerPrompt: null,
    // What stands around a call's arguments is a conversation here, and a prompt with gaps at the node.
    paramNames: { prompt: "messages" },
    idPrefix: "chatcmpl-",
    judge: call?.judge ?? (request.response_format?.type === "json_object" ? JSON_OBJECT : null),
    generations: (context) => toGenerateRequests(ask, context),
    body: (meta, records) => chatCompletion(meta, records, logprobs, call?.name ?? null),
    events: (meta, frames, choices) =>
      chatChunks(frames, meta, {
        choices,
        includeUsage: options?.include_usage === true,
        runningUsage: options?.continuous_usage_stats === true,
        obfuscation: options?.include_obfuscation === true,
        logprobs,
        canvas: request.dyllm?.canvas === true,
        diffusing: request.diffusing === true,
        call: call?.name ?? null,
      }),
    format: SSE_FORMAT,
  };
}

function chatCall(request: ChatCompletionRequest): FunctionCall | null {
  return functionCall({
    choice: chatFunctions(request.tools, request.tool_choice),
    messages: toChatMessages(request.messages),
    answersResult: request.messages.at(-1)?.role === "tool",
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    maxTokensParam: "max_completion_tokens",
    stop: stopStrings(request.stop),
  });
}

/** What a chat request asks of the nodes: text, or the arguments of a call. */
export function chatAsk(request: ChatCompletionRequest, call: FunctionCall | null = null): Ask {
  const streamed = request.stream === true;
  return {
    model: request.model,
    inputs: [call?.input ?? { kind: "chat", messages: toChatMessages(request.messages) }],
    choicesPerInput: request.n ?? 1,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? null,
    temperature: request.temperature ?? null,
    topP: request.top_p ?? null,
    seed: request.seed ?? null,
    stop: call?.stop ?? stopStrings(request.stop),
    logitBias: toLogitBias(request.logit_bias),
    denoising: toDenoisingOptions(request.dyllm ?? {}),
    blockLength: request.dyllm?.block_length ?? null,
    trace: streamed && (request.dyllm?.canvas === true || request.diffusing === true),
    topLogprobs: request.logprobs === true ? (request.top_logprobs ?? 0) : null,
    echo: false,
  };
}
