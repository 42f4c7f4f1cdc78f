import { DyllmError, type PromptInput } from "@dyllm/shared";
import type { Prompt } from "../denoiser/answer.ts";
import type { ModelConfig, TextTokenizer } from "./types.ts";

/**
 * The token ids an answer stands in. Segments around gaps are encoded each on its own: a token never reaches over the edge
 * of a gap.
 *
 * @throws DyllmError `invalid_value` for token ids the model has not, and for its mask, which has a meaning in the answer only
 */
export function encodePrompt(
  input: PromptInput,
  tokenizer: TextTokenizer,
  config: Pick<ModelConfig, "vocab" | "maskToken">,
): Prompt {
  switch (input.kind) {
    case "chat":
      return tokenizer.encodeChat(input.messages);
    case "text":
      return tokenizer.encode(input.text);
    case "tokens":
      return checked(input.tokens, config, "input.tokens");
    case "infill":
      return {
        segments: input.segments.map((segment, i) => {
          if (typeof segment === "string") {
            return tokenizer.encode(segment);
          }
          return "messages" in segment
            ? [...tokenizer.encodeChat(segment.messages), ...tokenizer.encode(segment.answer)]
            : checked(segment, config, `input.segments[${i}]`);
        }),
        gapTokens: input.gapTokens,
      };
    default:
      throw new Error(`unknown input ${input satisfies never}`);
  }
}

function checked(
  tokens: readonly number[],
  config: Pick<ModelConfig, "vocab" | "maskToken">,
  param: string,
): readonly number[] {
  const foreign = tokens.find((token) => token >= config.vocab || token === config.maskToken);
  if (foreign !== undefined) {
    const what = foreign === config.maskToken ? "is the mask" : `is not in the vocabulary of ${config.vocab}`;
    throw new DyllmError("invalid_value", `Invalid value for '${param}': token ${foreign} ${what}.`, { param });
  }
  return tokens;
}
