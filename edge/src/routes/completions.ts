import type { PromptInput } from "@dyllm/shared";
import {
  type CompletionRequest,
  DEFAULT_COMPLETION_TOKENS,
  type FimRequest,
  parseCompletionRequest,
  parseFimRequest,
  promptsOf,
  stopStrings,
  toDenoisingOptions,
  toLogitBias,
} from "@dyllm/shared/openai";
import { type Ask, toGenerateRequests, windowOf } from "../relay/to-generate-request.ts";
import { SSE_FORMAT } from "../stream/sse.ts";
import { type TextOptions, textChunks, textCompletion } from "../stream/text-completion.ts";
import { type EndpointRequest, generatingRoute } from "./run-endpoint.ts";

/** `POST /v1/completions`. */
export const completions = generatingRoute((body) => completionEndpoint(parseCompletionRequest(body)));

/** `POST /v1/fim/completions`. */
export const fimCompletions = generatingRoute((body) => fimEndpoint(parseFimRequest(body)));

function completionEndpoint(request: CompletionRequest): EndpointRequest {
  const logprobs = request.logprobs ?? null;
  const maxTokens = request.max_tokens ?? DEFAULT_COMPLETION_TOKENS;
  const { segments, gap_tokens: gapTokens } = request.dyllm ?? {};
  const inputs =
    segments !== undefined && gapTokens !== undefined
      ? [{ kind: "infill" as const, segments, gapTokens }]
      : promptsOf(request).map((prompt) => inputOf(prompt, request.suffix, maxTokens));
  // The offsets of log probabilities count from the start of the prompt, whether it is echoed or not.
  const echo = request.echo === true || logprobs !== null;
  const ask: Ask = { ...commonAsk(request), inputs, maxTokens, topLogprobs: logprobs, echo };
  return textEndpoint("completions", request, ask, {
    choicesPerPrompt: ask.choicesPerInput,
    echo: request.echo === true,
    logprobs,
    gaps: segments !== undefined,
  });
}

function fimEndpoint(request: FimRequest): EndpointRequest {
  const maxTokens = request.max_tokens ?? DEFAULT_COMPLETION_TOKENS;
  const inputs = [inputOf(request.prompt, request.suffix, maxTokens)];
  const ask: Ask = { ...commonAsk(request), inputs, maxTokens, topLogprobs: null, echo: false };
  return textEndpoint("fim.completions", request, ask, {
    choicesPerPrompt: ask.choicesPerInput,
    echo: false,
    logprobs: null,
    gaps: false,
  });
}

function textEndpoint(
  endpoint: EndpointRequest["endpoint"],
  request: CompletionRequest | FimRequest,
  ask: Ask,
  look: TextOptions,
): EndpointRequest {
  const options = request.stream_options;
  return {
    endpoint,
    model: request.model,
    stream: request.stream === true,
    choices: ask.inputs.length * ask.choicesPerInput,
    maxTokens: Math.max(...ask.inputs.map((input) => windowOf(input, ask.maxTokens ?? DEFAULT_COMPLETION_TOKENS))),
    choicesPerPrompt: ask.choicesPerInput,
    paramNames: { max_completion_tokens: "max_tokens", tokens: "prompt", "segments[0]": "prompt" },
    idPrefix: "cmpl-",
    judge: null,
    generations: (context) => toGenerateRequests(ask, context),
    body: (meta, records) => textCompletion(meta, records, look),
    events: (meta, frames, choices) =>
      textChunks(frames, meta, choices, {
        ...look,
        includeUsage: options?.include_usage === true,
        runningUsage: options?.continuous_usage_stats === true,
        obfuscation: options?.include_obfuscation === true,
        canvas: request.dyllm?.canvas === true,
      }),
    format: SSE_FORMAT,
  };
}

function commonAsk(
  request: CompletionRequest | FimRequest,
): Omit<Ask, "inputs" | "maxTokens" | "topLogprobs" | "echo"> {
  return {
    model: request.model,
    choicesPerInput: request.n ?? 1,
    temperature: request.temperature ?? null,
    topP: request.top_p ?? null,
    seed: request.seed ?? null,
    stop: stopStrings(request.stop),
    logitBias: toLogitBias(request.logit_bias),
    denoising: toDenoisingOptions(request.dyllm ?? {}),
    blockLength: request.dyllm?.block_length ?? null,
    trace: request.stream === true && request.dyllm?.canvas === true,
  };
}

/** A prompt alone is continued; before a suffix it has a gap behind it. */
function inputOf(
  prompt: string | readonly number[],
  suffix: string | null | undefined,
  maxTokens: number,
): PromptInput {
  if (suffix !== undefined && suffix !== null && suffix !== "") {
    const segment = typeof prompt === "string" ? prompt : [...prompt];
    return { kind: "infill", segments: [segment, suffix], gapTokens: [maxTokens] };
  }
  return typeof prompt === "string" ? { kind: "text", text: prompt } : { kind: "tokens", tokens: [...prompt] };
}
