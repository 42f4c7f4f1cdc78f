import {
  messagesOf,
  parseResponsesRequest,
  type ResponsesRequest,
  toDenoisingOptions,
  wantsLogprobs,
} from "@dyllm/shared/openai";
import { type Ask, toGenerateRequests } from "../relay/to-generate-request.ts";
import { responseEvents } from "../stream/response-events.ts";
import { finalResponse } from "../stream/response-object.ts";
import { NAMED_SSE_FORMAT } from "../stream/sse.ts";
import { type EndpointRequest, generatingRoute } from "./run-endpoint.ts";

/** `POST /v1/responses`, without a store. */
export const responses = generatingRoute((body) => responsesEndpoint(parseResponsesRequest(body)));

function responsesEndpoint(request: ResponsesRequest): EndpointRequest {
  const ask: Ask = {
    model: request.model,
    inputs: [{ kind: "chat", messages: messagesOf(request) }],
    choicesPerInput: 1,
    maxTokens: request.max_output_tokens ?? null,
    temperature: request.temperature ?? null,
    topP: request.top_p ?? null,
    seed: null,
    stop: [],
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
    maxTokens: ask.maxTokens,
    choicesPerPrompt: null,
    paramNames: { messages: "input", max_completion_tokens: "max_output_tokens", response_format: "text.format" },
    idPrefix: "resp_",
    jsonObject: request.text?.format?.type === "json_object",
    generations: (context) => toGenerateRequests(ask, context),
    body: (meta, [record]) => {
      if (record === undefined) {
        throw new Error("a response has one choice");
      }
      return finalResponse(meta, request, record);
    },
    events: (meta, frames) => responseEvents(frames, meta, request),
    format: NAMED_SSE_FORMAT,
  };
}
