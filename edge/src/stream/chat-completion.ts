import { DyllmError } from "@dyllm/shared";
import type { ChatCompletion, FinishReason } from "@dyllm/shared/openai";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import { callId } from "../tools/function-call.ts";
import type { ChoiceRecord } from "./choice-record.ts";
import { answerTokens, toTokenLogprob } from "./token-logprobs.ts";
import { completionUsage } from "./usage.ts";

/**
 * The answer of a request that is not streamed. Throws `node_lost` when a choice did not end.
 *
 * @param called the function that is called, of which the text is the arguments; null for text
 */
export function chatCompletion(
  meta: AnswerMeta,
  records: readonly ChoiceRecord[],
  logprobs: boolean,
  called: string | null = null,
): ChatCompletion {
  return {
    id: meta.id,
    object: "chat.completion",
    created: meta.created,
    model: meta.model,
    choices: records.map((record, index) => ({
      index,
      message: {
        role: "assistant",
        content: called === null ? record.text : null,
        refusal: null,
        annotations: [],
        ...(called !== null && {
          tool_calls: [
            { id: callId(meta, index), type: "function", function: { name: called, arguments: record.text } },
          ],
        }),
      },
      logprobs: logprobs
        ? { content: answerTokens(record.tokens, record.text).map(toTokenLogprob), refusal: null }
        : null,
      finish_reason: called === null ? finishReasonOf(record) : "tool_calls",
    })),
    usage: completionUsage(records),
    service_tier: "default",
    system_fingerprint: null,
  };
}

/** Why a choice ended. Throws `node_lost` when it did not. */
export function finishReasonOf(record: ChoiceRecord): FinishReason {
  if (record.finishReason === null) {
    throw new DyllmError("node_lost", "The node stopped before the answer was complete.");
  }
  return record.finishReason;
}
