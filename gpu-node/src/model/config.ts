import { join } from "node:path";
import { z } from "zod";
import { ModelError } from "./model-error.ts";
import { readJsonFile } from "./read-json.ts";
import type { ModelConfig } from "./types.ts";

export const CONFIG_FILE = "config.json";

/**
 * The one family served. Chosen by `architectures`, never by `model_type`: LLaDA-MoE carries LLaDA's `model_type` with
 * other weights.
 */
const ARCHITECTURE = "LLaDAModelLM";

const anyConfig = z.looseObject({ architectures: z.array(z.string()).min(1) });

/** LLaDA's own names. A key without default is required: a guessed value would give a model that runs and answers nonsense. */
const lladaConfig = z.looseObject({
  d_model: z.int().min(1),
  n_layers: z.int().min(1),
  n_heads: z.int().min(1),
  n_kv_heads: z.int().min(1).nullish(),
  mlp_hidden_size: z.int().min(1),
  vocab_size: z.int().min(2),
  embedding_size: z.int().min(2).nullish(),
  max_sequence_length: z.int().min(1),
  rope_theta: z.number().gt(1),
  rms_norm_eps: z.number().gt(0).lt(1),
  weight_tying: z.boolean(),
  mask_token_id: z.int().min(0),
  eos_token_id: z.int().min(0),
  pad_token_id: z.int().min(0).nullish(),
  eot_token_id: z.int().min(0).nullish(),
});

/** Options of the configuration class that change the computation, with the values this node implements. */
const IMPLEMENTED: Readonly<Record<string, readonly unknown[]>> = {
  block_type: ["llama"],
  activation_type: ["silu"],
  layer_norm_type: ["rms"],
  rope: [true],
  alibi: [false],
  include_bias: [false],
  include_qkv_bias: [false],
  bias_for_layer_norm: [false],
  attention_layer_norm: [false],
  scale_logits: [false],
  input_emb_norm: [false],
};

/**
 * Reads `config.json`. Throws ModelError when it is missing, of another family, incomplete, contradictory, or asks for
 * something this node does not compute. `eotToken` is null here unless the file names it: `loadModel` finds it in the tokenizer.
 */
export async function readConfig(directory: string): Promise<ModelConfig> {
  const path = join(directory, CONFIG_FILE);
  const family = await readJsonFile(directory, CONFIG_FILE, anyConfig);
  if (family === null) {
    throw new ModelError("model_not_found", `${path} does not exist`);
  }
  if (!family.architectures.includes(ARCHITECTURE)) {
    throw new ModelError(
      "model_unsupported",
      `${path}: architecture ${family.architectures.join(", ")} is not supported, only ${ARCHITECTURE} is`,
    );
  }
  for (const [key, values] of Object.entries(IMPLEMENTED)) {
    const value = family[key];
    if (value !== undefined && value !== null && !values.includes(value)) {
      throw new ModelError("model_unsupported", `${path}: ${key} ${JSON.stringify(value)} is not supported`);
    }
  }
  const raw = await readJsonFile(directory, CONFIG_FILE, lladaConfig);
  if (raw === null) {
    throw new ModelError("model_not_found", `${path} does not exist`);
  }
  const problem = contradiction(raw);
  if (problem !== null) {
    throw new ModelError(problem.code, `${path}: ${problem.message}`);
  }
  return {
    layers: raw.n_layers,
    hidden: raw.d_model,
    heads: raw.n_heads,
    ffn: raw.mlp_hidden_size,
    vocab: raw.embedding_size ?? raw.vocab_size,
    ropeTheta: raw.rope_theta,
    rmsNormEps: raw.rms_norm_eps,
    maxRows: raw.max_sequence_length,
    maskToken: raw.mask_token_id,
    eosToken: raw.eos_token_id,
    eotToken: raw.eot_token_id ?? null,
    tiedHead: raw.weight_tying,
  };
}

type Problem = { readonly code: "model_unsupported" | "model_invalid"; readonly message: string };

function contradiction(raw: z.infer<typeof lladaConfig>): Problem | null {
  const vocab = raw.embedding_size ?? raw.vocab_size;
  if (raw.n_kv_heads !== undefined && raw.n_kv_heads !== null && raw.n_kv_heads !== raw.n_heads) {
    return {
      code: "model_unsupported",
      message: `n_kv_heads ${raw.n_kv_heads} differs from n_heads ${raw.n_heads}: grouped heads are not supported`,
    };
  }
  // Rotary pairs halve a head.
  if (raw.d_model % (2 * raw.n_heads) !== 0) {
    return { code: "model_invalid", message: `d_model ${raw.d_model} is not a multiple of 2 × n_heads ${raw.n_heads}` };
  }
  if (vocab < raw.vocab_size) {
    return { code: "model_invalid", message: `embedding_size ${vocab} is below vocab_size ${raw.vocab_size}` };
  }
  for (const key of ["mask_token_id", "eos_token_id", "pad_token_id", "eot_token_id"] as const) {
    const id = raw[key];
    if (id !== undefined && id !== null && id >= vocab) {
      return { code: "model_invalid", message: `${key} ${id} is outside the vocabulary of ${vocab}` };
    }
  }
  for (const key of ["pad_token_id", "eos_token_id", "eot_token_id"] as const) {
    if (raw[key] === raw.mask_token_id) {
      return { code: "model_invalid", message: `${key} equals mask_token_id ${raw.mask_token_id}` };
    }
  }
  return null;
}
