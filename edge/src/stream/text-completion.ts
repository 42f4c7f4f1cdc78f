import type {
  TextCompletion,
  TextCompletionChunk,
  TextCompletionChunkChoice,
  TextLogprobs,
} from "@dyllm/shared/openai";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import { CanvasEvents } from "./canvas-events.ts";
import { finishReasonOf } from "./chat-completion.ts";
import { type ChoiceFrame, type ChoiceRecord, emptyRecords, type TokenDetail } from "./choice-record.ts";
import { chunkStream } from "./chunk-stream.ts";
import { paddingFor } from "./obfuscate.ts";
import { answerTokens, LogprobCursor, logprobOf, tokenText } from "./token-logprobs.ts";
import { completionUsage } from "./usage.ts";

/** How the answers of one request for completions look. */
export interface TextOptions {
  /** Consecutive choices that share a prompt. */
  readonly choicesPerPrompt: number;
  readonly echo: boolean;
  /** Alternatives for each token, or null for no log probabilities. */
  readonly logprobs: number | null;
  /** The caller named its gaps and wants the text of each. */
  readonly gaps: boolean;
}

export interface TextChunkOptions extends TextOptions {
  readonly includeUsage: boolean;
  readonly runningUsage: boolean;
  readonly obfuscation: boolean;
  readonly canvas: boolean;
}

const common = (meta: AnswerMeta) =>
  ({
    id: meta.id,
    object: "text_completion",
    created: meta.created,
    model: meta.model,
    system_fingerprint: null,
  }) as const;

/** The answer of `/v1/completions` that is not streamed. Throws `node_lost` when a choice did not end. */
export function textCompletion(
  meta: AnswerMeta,
  records: readonly ChoiceRecord[],
  options: TextOptions,
): TextCompletion {
  return {
    ...common(meta),
    choices: records.map((record, index) => {
      const prompt = promptOf(record);
      const tokens = options.logprobs === null ? [] : answerTokens(record.tokens, record.text);
      return {
        text: options.echo ? prompt.text + record.text : record.text,
        index,
        logprobs:
          options.logprobs === null
            ? null
            : joined(
                options.echo ? promptLogprobs(prompt) : null,
                tokenLogprobs(tokens, prompt.text.length, options.logprobs),
              ),
        finish_reason: finishReasonOf(record),
        ...(options.gaps && { dyllm_gaps: gapTexts(record) }),
      };
    }),
    usage: completionUsage(records, options.choicesPerPrompt),
  };
}

/**
 * Frames → chunks of a streamed completion: for each choice the echoed prompt if it was asked for, its text, then an empty
 * text with the finish reason; then, with `includeUsage`, a chunk without choices that carries the usage, also when `frames`
 * throws, which passes through after it.
 */
export async function* textChunks(
  frames: AsyncIterable<ChoiceFrame>,
  meta: AnswerMeta,
  choices: number,
  options: TextChunkOptions,
): AsyncGenerator<TextCompletionChunk, void, undefined> {
  const records = emptyRecords(choices);
  const parts = new TextParts(options);
  const make = (part: Pick<TextCompletionChunk, "choices" | "dyllm_canvas">, last = false): TextCompletionChunk => {
    const usage = last || options.runningUsage ? completionUsage(records, options.choicesPerPrompt) : null;
    return {
      ...common(meta),
      ...part,
      ...((options.includeUsage || options.runningUsage) && { usage }),
      ...(options.obfuscation && { obfuscation: paddingFor(part.choices[0]?.text ?? "") }),
    };
  };
  yield* chunkStream(frames, {
    records,
    canvas: options.canvas ? new CanvasEvents() : null,
    includeUsage: options.includeUsage,
    canvasChunk: (shown) => make({ choices: [], dyllm_canvas: shown }),
    chunksOf: (event) => {
      const record = records[event.index];
      const choice = record === undefined ? null : parts.of(event, record);
      return choice === null ? [] : [make({ choices: [choice] })];
    },
    usageChunk: () => make({ choices: [] }, true),
  });
}

class TextParts {
  readonly #options: TextOptions;
  readonly #cursors = new Map<number, { readonly cursor: LogprobCursor; offset: number }>();

  constructor(options: TextOptions) {
    this.#options = options;
  }

  /** @param record the choice's, this frame included */
  of({ index, frame }: ChoiceFrame, record: ChoiceRecord): TextCompletionChunkChoice | null {
    const { echo, logprobs, gaps } = this.#options;
    switch (frame.type) {
      case "accepted": {
        const prompt = promptOf(record);
        this.#cursors.set(index, { cursor: new LogprobCursor(), offset: prompt.text.length });
        return echo
          ? {
              text: prompt.text,
              index,
              logprobs: logprobs === null ? null : promptLogprobs(prompt),
              finish_reason: null,
            }
          : null;
      }
      case "text":
        return frame.text === ""
          ? null
          : { text: frame.text, index, logprobs: this.#take(index, record), finish_reason: null };
      case "done":
        return {
          text: "",
          index,
          logprobs: null,
          finish_reason: frame.finishReason,
          ...(gaps && { dyllm_gaps: gapTexts(record) }),
        };
      case "committed":
      case "usage":
      case "resumed":
      case "error":
        return null;
      default:
        throw new Error(`unknown frame ${frame satisfies never}`);
    }
  }

  #take(index: number, record: ChoiceRecord): TextLogprobs | null {
    const state = this.#cursors.get(index);
    if (this.#options.logprobs === null || state === undefined) {
      return null;
    }
    const taken = tokenLogprobs(
      state.cursor.take(record.tokens, record.text.length),
      state.offset,
      this.#options.logprobs,
    );
    state.offset += taken.tokens.reduce((sum, token) => sum + token.length, 0);
    return taken;
  }
}

function gapTexts(record: ChoiceRecord): readonly string[] {
  return record.gaps.length > 0 ? record.gaps : [record.text];
}

interface PromptText {
  readonly text: string;
  readonly tokens: readonly string[];
}

function promptOf(record: ChoiceRecord): PromptText {
  const tokens = (record.promptBytes ?? []).map(tokenText);
  return { text: tokenText((record.promptBytes ?? []).flat()), tokens };
}

/** A masked-diffusion model predicts no token from those before it alone, so those of a prompt have no probability. */
function promptLogprobs(prompt: PromptText): TextLogprobs {
  return {
    tokens: prompt.tokens,
    token_logprobs: prompt.tokens.map(() => null),
    top_logprobs: prompt.tokens.map(() => null),
    text_offset: offsets(prompt.tokens, 0),
  };
}

function tokenLogprobs(tokens: readonly TokenDetail[], offset: number, top: number): TextLogprobs {
  const texts = tokens.map(({ bytes }) => tokenText(bytes));
  return {
    tokens: texts,
    token_logprobs: tokens.map(({ confidence }) => logprobOf(confidence)),
    top_logprobs:
      top === 0
        ? null
        : tokens.map(({ candidates }) =>
            Object.fromEntries(candidates.map(({ bytes, logprob }) => [tokenText(bytes), logprob])),
          ),
    text_offset: offsets(texts, offset),
  };
}

function offsets(texts: readonly string[], start: number): number[] {
  let offset = start;
  return texts.map((text) => {
    const before = offset;
    offset += text.length;
    return before;
  });
}

function joined(first: TextLogprobs | null, second: TextLogprobs): TextLogprobs {
  if (first === null) {
    return second;
  }
  return {
    tokens: [...first.tokens, ...second.tokens],
    token_logprobs: [...first.token_logprobs, ...second.token_logprobs],
    top_logprobs: second.top_logprobs === null ? null : [...(first.top_logprobs ?? []), ...second.top_logprobs],
    text_offset: [...first.text_offset, ...second.text_offset],
  };
}
