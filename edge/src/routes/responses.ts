import {
  messagesOf,
  parseResponsesRequest,
  type ResponsesRequest,
  responseFunctions,
  toDenoisingOptions,
  wantsLogprobs,
} from "@dyllm/shared/openai";
import { JSON_OBJECT } from "../relay/judged-answers.ts";
import { type Ask, toGenerateRequests } from "../relay/to-generate-request.ts";
import { responseEvents } from "../stream/response-events.ts";
import { finalResponse } from "../stream/response-object.ts";
import { NAMED_SSE_FORMAT } from "../stream/sse.ts";
import { callTokens, functionCall } from "../tools/function-call.ts";
import { type EndpointRequest, generatingRoute } from "./run-endpoint.ts";

/** `POST /v1/responses`, without a store. */
export const responses = generatingRoute((body) => responsesEndpoint(parseResponsesRequest(body)));

function responsesEndpoint(request: ResponsesRequest): EndpointRequest {
  const messages = messagesOf(request);
  const last = typeof request.input === "string" ? null : request.input.at(-1);
  const call = functionCall({
    choice: responseFunctions(request.tools, request.tool_choice),
    messages,
    answersResult: last?.type === "function_call_output",
    maxTokens: request.max_output_tokens ?? null,
    maxTokensParam: "max_output_tokens",
    stop: [],
  });
  const ask: Ask = {
    model: request.model,
    inputs: [call?.input ?? { kind: "chat", messages }],
    choicesPerInput: 1,
    maxTokens: request.max_output_tokens ?? null,
    temperature: request.temperature ?? null,
    topP: request.top_p ?? null,
    seed: null,
    stop: call?.stop ?? [],
    logitBias: null,
    denoising: toDenoisingOptions(request.dyllm ?? {}),
    blockLength: request.dyllm?.block_length ?? null,
    trace: false,
    topLogprobs: wantsLogprobs(request) ? (request.top_logprobs ?? 0) : null,
    echo: false,
  };
  return {
    endpoint: "responses",
    model: request.model,
    stream: request.stream === true,
    choices: 1,
    maxTokens: call === null ? ask.maxTokens : callTokens(call),
    choicesPerPrompt: null,
    paramNames: {
      messages: "input",
      // What stands around a call's arguments is the input here, and a prompt with gaps at the node.
      prompt: "input",
      max_completion_tokens: "max_output_tokens",
      response_format: "text.format",
    },
    idPrefix: "resp_",
    judge: call?.judge ?? (request.text?.format?.type === "json_object" ? JSON_OBJECT : null),
    generations: (context) => toGenerateRequests(ask, context),
    body: (meta, [record]) => {
      if (record === undefined) {
        throw new Error("a response has one choice");
      }
      return finalResponse(meta, request, record, call?.name ?? null);
    },
    events: (meta, frames) => responseEvents(frames, meta, request, call?.name ?? null),
    format: NAMED_SSE_FORMAT,
  };
}
