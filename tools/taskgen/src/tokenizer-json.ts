/** Writes the tokenizer in Hugging Face's file formats, and reads the merges back. */
import { z } from "zod";
import type { Merges } from "./bpe.ts";
import {
  BYTE_CHARS,
  ESCAPED_GLUE,
  FIRST_BYTE_ID,
  FIRST_MERGE_ID,
  GLUE_INSERT,
  GLUE_PLACE,
  GLUE_REMOVE,
  PIECE,
  RAW_GLUE,
  SPECIALS,
} from "./tokenizer-format.ts";

/** LLaDA's template (`ML-GSAI/LLaDA: chat.py`): a begin token, then per message a header, the text and an end of turn. */
export const CHAT_TEMPLATE =
  "{% set loop_messages = messages %}{% for message in loop_messages %}" +
  "{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' %}" +
  "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}";

/** Token texts by id; ids after the last merge are filled with unused specials so that the table has `vocabSize` rows. */
function tokenTexts(merges: Merges): string[] {
  const texts = [...SPECIALS, ...BYTE_CHARS];
  for (const [left, right] of merges) {
    texts.push(`${texts[left]}${texts[right]}`);
  }
  return texts;
}

/** The content of `tokenizer.json`. Throws when two merges give the same text (a bug of the trainer). */
export function tokenizerJson(merges: Merges, vocabSize: number): Record<string, unknown> {
  const texts = tokenTexts(merges);
  const vocab = new Map<string, number>();
  const merged: [string, string][] = [];
  texts.forEach((text, id) => {
    if (id >= FIRST_BYTE_ID && !vocab.has(text)) {
      vocab.set(text, id);
    } else if (id >= FIRST_BYTE_ID) {
      throw new Error(`token text ${text} has two ids`);
    }
  });
  for (const [left, right] of merges) {
    merged.push([texts[left] as string, texts[right] as string]);
  }
  const added = [...SPECIALS.map((content, id) => ({ id, content }))];
  for (let id = FIRST_MERGE_ID + merges.length; id < vocabSize; id++) {
    added.push({ id, content: `<|unused_${id}|>` as (typeof SPECIALS)[number] });
  }
  const replace = (pattern: Record<string, string>, content: string): object => ({ type: "Replace", pattern, content });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: added.map(({ id, content }) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: "Sequence",
      normalizers: [replace({ String: RAW_GLUE }, ESCAPED_GLUE), replace({ Regex: GLUE_PLACE }, GLUE_INSERT)],
    },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: PIECE }, behavior: "Isolated", invert: false },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false },
        replace({ Regex: GLUE_REMOVE }, ""),
        replace({ String: ESCAPED_GLUE }, RAW_GLUE),
      ],
    },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocab),
      merges: merged,
    },
  };
}

/** The content of `tokenizer_config.json`. `maxLength` is the longest sequence in tokens. */
export function tokenizerConfig(maxLength: number): Record<string, unknown> {
  return {
    tokenizer_class: "PreTrainedTokenizerFast",
    bos_token: "<|startoftext|>",
    eos_token: "<|endoftext|>",
    pad_token: "<|endoftext|>",
    mask_token: "<|mdm_mask|>",
    add_bos_token: false,
    add_eos_token: false,
    clean_up_tokenization_spaces: false,
    model_input_names: ["input_ids", "attention_mask"],
    model_max_length: maxLength,
    chat_template: CHAT_TEMPLATE,
  };
}

const savedSchema = z.object({
  model: z.object({ vocab: z.record(z.string(), z.number()), merges: z.array(z.tuple([z.string(), z.string()])) }),
});

/** The merges of a `tokenizer.json` written by `tokenizerJson`. Throws on another shape. */
export function readMerges(json: unknown): Merges {
  const { model } = savedSchema.parse(json);
  const idOf = (text: string): number => {
    const id = model.vocab[text];
    if (id === undefined) {
      throw new Error(`merge of a token that is not in the vocabulary: ${text}`);
    }
    return id;
  };
  return model.merges.map(([left, right]) => [idOf(left), idOf(right)] as const);
}
