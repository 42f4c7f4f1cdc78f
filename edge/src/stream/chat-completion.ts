import { DyllmError } from "@dyllm/shared";
import type { ChatCompletion, FinishReason } from "@dyllm/shared/openai";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import type { ChoiceRecord } from "./choice-record.ts";
import { answerTokens, toTokenLogprob } from "./token-logprobs.ts";
import { completionUsage } from "./usage.ts";

/** The answer of a request that is not streamed. Throws `node_lost` when a choice did not end. */
export function chatCompletion(meta: AnswerMeta, records: readonly ChoiceRecord[], logprobs: boolean): ChatCompletion {
  return {
    id: meta.id,
    object: "chat.completion",
    created: meta.created,
    model: meta.model,
    choices: records.map((record, index) => ({
      index,
      message: { role: "assistant", content: record.text, refusal: null, annotations: [] },
      logprobs: logprobs
        ? { content: answerTokens(record.tokens, record.text).map(toTokenLogprob), refusal: null }
        : null,
      finish_reason: finishReasonOf(record),
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
