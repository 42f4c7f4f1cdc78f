import type { ChatCompletionChunk, ChatCompletionChunkChoice, ChoiceLogprobs } from "@dyllm/shared/openai";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import { callId } from "../tools/function-call.ts";
import { CanvasEvents } from "./canvas-events.ts";
import { type ChoiceFrame, emptyRecords } from "./choice-record.ts";
import { chunkStream } from "./chunk-stream.ts";
import { paddingFor } from "./obfuscate.ts";
import { Snapshot } from "./snapshot.ts";
import { LogprobCursor, toTokenLogprob } from "./token-logprobs.ts";
import { completionUsage } from "./usage.ts";

export interface ChunkOptions {
  readonly choices: number;
  /** One more chunk at the end, with the usage. */
  readonly includeUsage: boolean;
  /** The usage so far on every chunk. */
  readonly runningUsage: boolean;
  readonly obfuscation: boolean;
  readonly logprobs: boolean;
  /** Chunks that show what each step did. */
  readonly canvas: boolean;
  /** Snapshots of the whole text in place of text that is added to. */
  readonly diffusing: boolean;
  /** The function that is called, of which the text is the arguments; null for text. */
  readonly call: string | null;
}

type Part = Pick<ChatCompletionChunk, "choices" | "dyllm_canvas" | "diffusion_meta">;

/**
 * Frames → chunks of a streamed chat completion, in the order clients rely on: for each choice its role, its text, its
 * finish reason; then, with `includeUsage`, one chunk without choices that carries the usage (all others have null).
 * What `frames` throws passes through after that last chunk: what was delivered of a broken answer has its price too.
 */
export async function* chatChunks(
  frames: AsyncIterable<ChoiceFrame>,
  meta: AnswerMeta,
  options: ChunkOptions,
): AsyncGenerator<ChatCompletionChunk, void, undefined> {
  const records = emptyRecords(options.choices);
  const parts = partsFor(meta, options);
  const make = (part: Part, last = false): ChatCompletionChunk => {
    const usage = last || options.runningUsage ? completionUsage(records) : null;
    return {
      id: meta.id,
      object: "chat.completion.chunk",
      created: meta.created,
      model: meta.model,
      service_tier: "default",
      system_fingerprint: null,
      ...part,
      ...((options.includeUsage || options.runningUsage) && { usage }),
      ...(options.obfuscation && { obfuscation: paddingFor(part.choices[0]?.delta.content ?? "") }),
    };
  };
  yield* chunkStream(frames, {
    records,
    canvas: options.canvas ? new CanvasEvents() : null,
    includeUsage: options.includeUsage,
    canvasChunk: (shown) => make({ choices: [], dyllm_canvas: shown }),
    chunksOf: (event) => parts.of(event, records).map((part) => make(part)),
    usageChunk: () => make({ choices: [] }, true),
  });
}

interface Parts {
  of(event: ChoiceFrame, records: ReturnType<typeof emptyRecords>): Part[];
}

function partsFor(meta: AnswerMeta, { call, diffusing, logprobs }: ChunkOptions): Parts {
  if (call !== null) {
    return new CallParts(meta, call);
  }
  return diffusing ? new SnapshotParts() : new TextParts(logprobs);
}

/** A call: its id and name, then its arguments, which come in one piece as they were judged whole. */
class CallParts implements Parts {
  readonly #meta: AnswerMeta;
  readonly #name: string;

  constructor(meta: AnswerMeta, name: string) {
    this.#meta = meta;
    this.#name = name;
  }

  of({ index, frame }: ChoiceFrame): Part[] {
    switch (frame.type) {
      case "accepted": {
        const id = callId(this.#meta, index);
        const opened = { index: 0, id, type: "function", function: { name: this.#name, arguments: "" } } as const;
        return [part(index, { role: "assistant", content: null, refusal: null, tool_calls: [opened] })];
      }
      case "text":
        return [part(index, { tool_calls: [{ index: 0, function: { arguments: frame.text } }] })];
      case "done":
        return [part(index, {}, "tool_calls")];
      case "committed":
      case "usage":
      case "resumed":
      case "error":
        return [];
      default:
        throw new Error(`unknown frame ${frame satisfies never}`);
    }
  }
}

/** Text as it becomes final, to be added to what came before. */
class TextParts implements Parts {
  readonly #logprobs: boolean;
  readonly #cursors = new Map<number, LogprobCursor>();

  constructor(logprobs: boolean) {
    this.#logprobs = logprobs;
  }

  of({ index, frame }: ChoiceFrame, records: ReturnType<typeof emptyRecords>): Part[] {
    switch (frame.type) {
      case "accepted":
        return [part(index, { role: "assistant", content: "", refusal: null })];
      case "text":
        return frame.text === ""
          ? []
          : [part(index, { content: frame.text }, null, this.#logprobs ? this.#take(index, records) : null)];
      case "done":
        return [part(index, {}, frame.finishReason)];
      case "committed":
      case "usage":
      case "resumed":
      case "error":
        return [];
      default:
        throw new Error(`unknown frame ${frame satisfies never}`);
    }
  }

  #take(index: number, records: ReturnType<typeof emptyRecords>): ChoiceLogprobs {
    const cursor = this.#cursors.get(index) ?? new LogprobCursor();
    this.#cursors.set(index, cursor);
    const record = records[index];
    const tokens = record === undefined ? [] : cursor.take(record.tokens, record.text.length);
    return { content: tokens.map(toTokenLogprob), refusal: null };
  }
}

/** The whole text at each step, in Inception's form; it replaces what was shown before. */
class SnapshotParts implements Parts {
  readonly #snapshots = new Map<number, Snapshot>();

  of(event: ChoiceFrame, records: ReturnType<typeof emptyRecords>): Part[] {
    const { index, frame } = event;
    const snapshot = this.#snapshots.get(index) ?? new Snapshot();
    this.#snapshots.set(index, snapshot);
    const text = snapshot.add(event);
    const meta = { diffusion_content: true, diffusion_progress: snapshot.progress } as const;
    if (frame.type === "done") {
      const content = records[index]?.text ?? "";
      return [
        { ...part(index, { role: "assistant", content }, frame.finishReason), diffusion_meta: meta },
        part(index, {}),
      ];
    }
    return text === null ? [] : [{ ...part(index, { role: "assistant", content: text }), diffusion_meta: meta }];
  }
}

function part(
  index: number,
  delta: ChatCompletionChunkChoice["delta"],
  finishReason: ChatCompletionChunkChoice["finish_reason"] = null,
  logprobs: ChoiceLogprobs | null = null,
): Part {
  return { choices: [{ index, delta, logprobs, finish_reason: finishReason }] };
}
