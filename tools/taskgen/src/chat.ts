/** LLaDA's chat format in token ids (`ML-GSAI/LLaDA: chat.py`), the same as the jinja template in `tokenizer_config.json`. */
import type { Encode } from "./bpe.ts";
import { BOS_ID, END_HEADER_ID, EOT_ID, START_HEADER_ID } from "./tokenizer-format.ts";
import type { Turn } from "./types.ts";

const HEADER_END = "\n\n";

/** The prompt of a conversation, ready for an assistant answer: ids `[n]`. */
export function promptIds(encode: Encode, turns: readonly Turn[]): number[] {
  const ids = [BOS_ID];
  for (const { role, content } of turns) {
    ids.push(START_HEADER_ID, ...encode(role), END_HEADER_ID, ...encode(HEADER_END + content.trim()), EOT_ID);
  }
  ids.push(START_HEADER_ID, ...encode("assistant"), END_HEADER_ID, ...encode(HEADER_END));
  return ids;
}

/** The answer with its end-of-turn token; the end-of-text tokens that fill the window are added in training. */
export function answerIds(encode: Encode, answer: string): number[] {
  return [...encode(answer), EOT_ID];
}
