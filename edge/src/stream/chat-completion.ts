import { DyllmError } from "@dyllm/shared";
import type { ChatCompletion } from "@dyllm/shared/openai";
import type { AnswerMeta } from "./chat-chunks.ts";
import { type ChoiceFrame, type ChoiceRecord, emptyRecords, recordChoiceFrame } from "./choice-record.ts";
import { completionUsage } from "./usage.ts";

/** Reads all frames of a request's choices. What `frames` throws passes through. */
export async function collectChoices(
  frames: AsyncIterable<ChoiceFrame>,
  choices: number,
): Promise<readonly ChoiceRecord[]> {
  const records = emptyRecords(choices);
  for await (const event of frames) {
    recordChoiceFrame(records, event);
  }
  return records;
}

/** The answer of a request that is not streamed. Throws `node_lost` when a choice did not end. */
export function chatCompletion(meta: AnswerMeta, records: readonly ChoiceRecord[]): ChatCompletion {
  return {
    id: meta.id,
    object: "chat.completion",
    created: meta.created,
    model: meta.model,
    choices: records.map((record, index) => {
      if (record.finishReason === null) {
        throw new DyllmError("node_lost", "The node stopped before the answer was complete.");
      }
      return {
        index,
        message: { role: "assistant", content: record.text, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: record.finishReason,
      };
    }),
    usage: completionUsage(records),
    service_tier: "default",
    system_fingerprint: null,
  };
}
