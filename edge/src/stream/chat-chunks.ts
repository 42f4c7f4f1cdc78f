import type { ChatCompletionChunk, ChatCompletionChunkChoice, CompletionUsage } from "@dyllm/shared/openai";
import { type ChoiceFrame, emptyRecords, recordChoiceFrame } from "./choice-record.ts";
import { completionUsage } from "./usage.ts";

/** What all parts of one answer have in common. */
export interface AnswerMeta {
  readonly id: string;
  /** Unix seconds; the same on every chunk. */
  readonly created: number;
  readonly model: string;
}

export interface ChunkOptions {
  readonly choices: number;
  readonly includeUsage: boolean;
}

/**
 * Frames → chunks of a streamed chat completion, in the order clients rely on: for each choice its role, its text, its
 * finish reason; then, with `includeUsage`, one chunk without choices that carries the usage (all others have null).
 * What `frames` throws passes through; the chunks before it stand.
 */
export async function* chatChunks(
  frames: AsyncIterable<ChoiceFrame>,
  meta: AnswerMeta,
  options: ChunkOptions,
): AsyncGenerator<ChatCompletionChunk, void, undefined> {
  const records = emptyRecords(options.choices);
  const make = (choices: readonly ChatCompletionChunkChoice[], usage: CompletionUsage | null): ChatCompletionChunk => ({
    id: meta.id,
    object: "chat.completion.chunk",
    created: meta.created,
    model: meta.model,
    service_tier: "default",
    system_fingerprint: null,
    choices,
    ...(options.includeUsage && { usage }),
  });
  for await (const event of frames) {
    recordChoiceFrame(records, event);
    const choice = chunkChoice(event);
    if (choice !== null) {
      yield make([choice], null);
    }
  }
  if (options.includeUsage) {
    yield make([], completionUsage(records));
  }
}

/** What a frame shows to the client; null for frames that are between gateway and node only. */
function chunkChoice({ index, frame }: ChoiceFrame): ChatCompletionChunkChoice | null {
  switch (frame.type) {
    case "accepted":
      return {
        index,
        delta: { role: "assistant", content: "", refusal: null },
        logprobs: null,
        finish_reason: null,
      };
    case "text":
      return frame.text === "" ? null : { index, delta: { content: frame.text }, logprobs: null, finish_reason: null };
    case "done":
      return { index, delta: {}, logprobs: null, finish_reason: frame.finishReason };
    case "committed":
    case "usage":
    case "error":
      return null;
    default:
      throw new Error(`unknown frame ${frame satisfies never}`);
  }
}
