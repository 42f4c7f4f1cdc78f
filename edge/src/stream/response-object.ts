import type { DyllmError } from "@dyllm/shared";
import {
  echoedToolChoice,
  echoedTools,
  type OutputCall,
  type OutputItem,
  type OutputMessage,
  type ResponseObject,
  type ResponsesRequest,
  wantsLogprobs,
} from "@dyllm/shared/openai";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import { callId } from "../tools/function-call.ts";
import { finishReasonOf } from "./chat-completion.ts";
import type { ChoiceRecord } from "./choice-record.ts";
import { answerTokens, toTokenLogprob } from "./token-logprobs.ts";
import { completionUsage } from "./usage.ts";

const MS_PER_SECOND = 1000;

/** What a response repeats of its request, and its beginning: no output, no usage. */
export function openResponse(meta: AnswerMeta, request: ResponsesRequest): ResponseObject {
  return {
    id: meta.id,
    object: "response",
    created_at: meta.created,
    completed_at: null,
    status: "in_progress",
    incomplete_details: null,
    model: meta.model,
    previous_response_id: null,
    instructions: request.instructions ?? null,
    output: [],
    error: null,
    tools: echoedTools(request.tools),
    tool_choice: echoedToolChoice(request.tools, request.tool_choice),
    truncation: "disabled",
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    text: { format: { type: request.text?.format?.type === "json_object" ? "json_object" : "text" } },
    top_p: request.top_p ?? 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    top_logprobs: request.top_logprobs ?? 0,
    temperature: request.temperature ?? 0,
    reasoning: null,
    user: request.user ?? null,
    usage: null,
    max_output_tokens: request.max_output_tokens ?? null,
    max_tool_calls: request.max_tool_calls ?? null,
    store: false,
    background: false,
    service_tier: "default",
    metadata: request.metadata ?? {},
    safety_identifier: request.safety_identifier ?? null,
    prompt_cache_key: request.prompt_cache_key ?? null,
  };
}

/** Id of the one message of a response. */
export function messageId(meta: AnswerMeta): string {
  return meta.id.replace(/^resp_/, "msg_");
}

/** The message of an answer that has ended. An answer that its length cut off is incomplete. */
export function finalMessage(meta: AnswerMeta, request: ResponsesRequest, record: ChoiceRecord): OutputMessage {
  const tokens = wantsLogprobs(request) ? answerTokens(record.tokens, record.text) : [];
  return {
    id: messageId(meta),
    type: "message",
    role: "assistant",
    status: finishReasonOf(record) === "length" ? "incomplete" : "completed",
    content: [{ type: "output_text", text: record.text, annotations: [], logprobs: tokens.map(toTokenLogprob) }],
  };
}

/** A call whose arguments are these; without them it has only been announced. */
export function callItem(meta: AnswerMeta, name: string, args: string | null): OutputCall {
  return {
    id: meta.id.replace(/^resp_/, "fc_"),
    type: "function_call",
    call_id: callId(meta, 0),
    name,
    arguments: args ?? "",
    status: args === null ? "in_progress" : "completed",
  };
}

/**
 * The response of an answer that has ended. Throws `node_lost` when it has not.
 *
 * @param called the function that is called, of which the text is the arguments; null for text
 */
export function finalResponse(
  meta: AnswerMeta,
  request: ResponsesRequest,
  record: ChoiceRecord,
  called: string | null,
): ResponseObject {
  // A call is whole whatever ended its last value; an answer that has not ended is neither.
  finishReasonOf(record);
  const item: OutputItem = called === null ? finalMessage(meta, request, record) : callItem(meta, called, record.text);
  const complete = item.status === "completed";
  return {
    ...openResponse(meta, request),
    completed_at: complete ? Math.floor(Date.now() / MS_PER_SECOND) : null,
    status: complete ? "completed" : "incomplete",
    incomplete_details: complete ? null : { reason: "max_output_tokens" },
    output: [item],
    usage: responseUsage(record),
  };
}

/** The response of an answer that ended in an error half-way; what was sent of it is not part of it. */
export function failedResponse(
  meta: AnswerMeta,
  request: ResponsesRequest,
  record: ChoiceRecord,
  problem: DyllmError,
): ResponseObject {
  return {
    ...openResponse(meta, request),
    status: "failed",
    error: { code: "server_error", message: problem.message },
    usage: responseUsage(record),
  };
}

function responseUsage(record: ChoiceRecord): NonNullable<ResponseObject["usage"]> {
  const usage = completionUsage([record]);
  return {
    input_tokens: usage.prompt_tokens,
    input_tokens_details: { ...usage.prompt_tokens_details, cache_write_tokens: 0 },
    output_tokens: usage.completion_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: usage.total_tokens,
    dyllm: usage.dyllm,
  };
}
