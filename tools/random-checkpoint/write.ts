import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CHARACTER_OF_BYTE } from "../../gpu-node/src/model/byte-alphabet.ts";
import { BYTE_TOKENS, type CheckpointOptions, SPECIAL_TOKENS } from "./options.ts";
import { writeWeights } from "./write-weights.ts";

/** LLaDA's chat format (`ML-GSAI/LLaDA: chat.py`). */
const CHAT_TEMPLATE =
  "{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message['role'] }}<|end_header_id|>\n\n" +
  "{{ message['content'] | trim }}<|eot_id|>{% endfor %}" +
  "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}";

/** Id of one of the special tokens, which follow the 256 byte tokens. */
export function specialId(token: (typeof SPECIAL_TOKENS)[number]): number {
  return BYTE_TOKENS + SPECIAL_TOKENS.indexOf(token);
}

/**
 * Writes a LLaDA-format checkpoint with random weights and a tokenizer whose ordinary tokens are the 256 bytes: it loads
 * like a real one and answers noise. For tests and for measuring speed at any shape.
 */
export async function writeRandomCheckpoint(options: CheckpointOptions): Promise<void> {
  await mkdir(options.directory, { recursive: true });
  const write = (name: string, value: unknown): Promise<void> =>
    writeFile(join(options.directory, name), `${JSON.stringify(value, null, 2)}\n`);
  await write("config.json", configJson(options));
  await write("tokenizer.json", tokenizerJson());
  await write("tokenizer_config.json", {
    bos_token: "<|startoftext|>",
    eos_token: "<|endoftext|>",
    pad_token: "<|endoftext|>",
    mask_token: "<|mdm_mask|>",
    chat_template: CHAT_TEMPLATE,
  });
  await writeWeights(options);
}

function configJson(options: CheckpointOptions): Record<string, unknown> {
  return {
    architectures: ["LLaDAModelLM"],
    model_type: "llada",
    d_model: options.hidden,
    n_layers: options.layers,
    n_heads: options.heads,
    n_kv_heads: options.heads,
    mlp_hidden_size: options.ffn,
    vocab_size: options.vocab,
    embedding_size: options.vocab,
    max_sequence_length: options.maxRows,
    rope: true,
    rope_theta: 500000,
    rms_norm_eps: 1e-5,
    layer_norm_type: "rms",
    activation_type: "silu",
    block_type: "llama",
    include_bias: false,
    include_qkv_bias: false,
    weight_tying: false,
    mask_token_id: specialId("<|mdm_mask|>"),
    eos_token_id: specialId("<|endoftext|>"),
    pad_token_id: specialId("<|endoftext|>"),
  };
}

function tokenizerJson(): Record<string, unknown> {
  const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIAL_TOKENS.map((content) => ({
      id: specialId(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: null,
    decoder: byteLevel,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(CHARACTER_OF_BYTE.map((character, byte) => [character, byte])),
      merges: [],
    },
  };
}
