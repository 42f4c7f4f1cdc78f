import { type ChatMessage, DyllmError, type PromptInput } from "@dyllm/shared";
import { z } from "zod";
import type { ModelConfig, TextTokenizer } from "./types.ts";

/** Canonical composition (NFC) joins at most a letter and three marks, so a text shrinks to no less than a quarter. */
const COMPOSED = 4;

const normalizer = z.looseObject({
  type: z.string(),
  normalizers: z.array(z.unknown()).optional(),
  pattern: z.union([z.object({ String: z.string() }), z.object({ Regex: z.string() })]).optional(),
  content: z.string().optional(),
});

/**
 * UTF-16 code units of text that one token stands for, at most.
 *
 * @param texts the vocabulary's tokens, each at least as long as the text it stands for
 * @param normalizerJson `normalizer` of `tokenizer.json`
 * @returns Infinity where the normaliser may shorten a text by any amount
 */
export function longestToken(texts: Iterable<string>, normalizerJson: unknown): number {
  let longest = 0;
  for (const text of texts) {
    longest = Math.max(longest, text.length);
  }
  return longest * shrinkage(normalizerJson);
}

/**
 * Refuses a prompt that cannot fit before it is encoded, which takes a millisecond for each thousand characters of it, on the
 * thread that serves everybody.
 *
 * @throws DyllmError `context_length_exceeded`
 */
export function refuseEndless(
  input: PromptInput,
  tokenizer: Pick<TextTokenizer, "longestToken">,
  { maxRows }: Pick<ModelConfig, "maxRows">,
): void {
  const least = Math.ceil(textLength(input) / tokenizer.longestToken);
  if (least > maxRows) {
    throw new DyllmError(
      "context_length_exceeded",
      `This model's maximum context length is ${maxRows} tokens. However, your prompt has at least ${least}. Please shorten it.`,
      { param: input.kind === "chat" ? "messages" : "prompt" },
    );
  }
}

function textLength(input: PromptInput): number {
  switch (input.kind) {
    case "chat":
      return chatLength(input.messages);
    case "text":
      return input.text.length;
    case "tokens":
      return 0;
    case "infill":
      return input.segments.reduce((sum, segment) => sum + segmentLength(segment), 0);
    default:
      throw new Error(`unknown input ${input satisfies never}`);
  }
}

function segmentLength(segment: Extract<PromptInput, { kind: "infill" }>["segments"][number]): number {
  if (typeof segment === "string") {
    return segment.length;
  }
  return "messages" in segment ? chatLength(segment.messages) + segment.answer.length : 0;
}

function chatLength(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

/** How many times longer a text may be than what the normaliser makes of it. */
function shrinkage(json: unknown): number {
  if (json === null || json === undefined) {
    return 1;
  }
  const { data } = normalizer.safeParse(json);
  switch (data?.type) {
    case "Sequence":
      return (data.normalizers ?? []).reduce<number>((product, step) => product * shrinkage(step), 1);
    case "NFC":
      return COMPOSED;
    case "NFD":
      return 1;
    case "Replace":
      return lengthens(data) ? 1 : Number.POSITIVE_INFINITY;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** Whether a replacement can only make a text longer: it puts something in at an empty match, or more than it takes. */
function lengthens({ pattern, content = "" }: z.infer<typeof normalizer>): boolean {
  if (pattern === undefined) {
    return false;
  }
  // A pattern of nothing but look-arounds matches no character.
  return "String" in pattern
    ? content.length >= pattern.String.length
    : /^(\(\?<?[=!](\[[^\]]*\]|\\.(\{\w+\})?|[^()[\]\\])+\))+$/u.test(pattern.Regex);
}
