import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type DenoisingOptions, denoisingOptions, type ResolvedDenoising } from "@dyllm/shared";
import { z } from "zod";
import { CONFIG_FILE, readConfig } from "./config.ts";
import { ModelError } from "./model-error.ts";
import { readJsonFile } from "./read-json.ts";
import { type LoadedTokenizer, loadTokenizer } from "./tokenizer.ts";
import type { ModelConfig, ModelInfo } from "./types.ts";

/** Optional settings of ours beside the checkpoint's own files. */
export const SETTINGS_FILE = "dyllm.json";

const settingsSchema = z.strictObject({
  id: z.string().min(1).max(256).optional(),
  created: z.int().min(0).optional(),
  ownedBy: z.string().min(1).optional(),
  defaultMaxTokens: z.int().min(1).optional(),
  blockLength: z.int().min(1).optional(),
  denoising: denoisingOptions.optional(),
});

const DEFAULT_MAX_TOKENS = 256;
/** LLaDA's and the official DyLLM engine's block. */
const DEFAULT_BLOCK_LENGTH = 32;
const DEFAULT_OWNER = "local";
/** LLaDA's end of turn; its config does not name the id, only its tokenizer has it. */
const END_OF_TURN = "<|eot_id|>";

/** τ as published for LLaDA; threshold of Fast-dLLM; every fourth sparse step covers the prompt, as in the official engine. */
const DEFAULT_DENOISING = {
  mode: "dyllm-exact",
  tau: 0.99,
  confidenceThreshold: 0.9,
  denseSteps: 1,
  fullEvery: 4,
  refreshEvery: 0,
} as const satisfies Omit<ResolvedDenoising, "steps">;

/**
 * Reads everything of a model directory but the weights. `denoising.steps` is the default answer length where `dyllm.json`
 * names none: one token a step.
 *
 * @throws ModelError naming the file at fault.
 */
export async function loadModel(directory: string): Promise<ModelInfo> {
  const path = resolve(directory);
  const config = await readConfig(path);
  const tokenizer = await loadTokenizer(path);
  const settings = (await readJsonFile(path, SETTINGS_FILE, settingsSchema)) ?? {};
  const eotToken = config.eotToken ?? tokenizer.specialId(END_OF_TURN);
  checkVocabulary(path, config, tokenizer, eotToken);
  // Half the canvas at most, so that a prompt fits beside a default answer.
  const defaultMaxTokens = settings.defaultMaxTokens ?? Math.min(DEFAULT_MAX_TOKENS, Math.ceil(config.maxRows / 2));
  if (defaultMaxTokens > config.maxRows) {
    throw new ModelError(
      "model_invalid",
      `${join(path, SETTINGS_FILE)}: defaultMaxTokens ${defaultMaxTokens} exceeds the canvas of ${config.maxRows}`,
    );
  }
  return {
    id: settings.id ?? basename(path),
    directory: path,
    config: { ...config, eotToken },
    tokenizer,
    created: settings.created ?? Math.floor((await stat(join(path, CONFIG_FILE))).mtimeMs / 1000),
    ownedBy: settings.ownedBy ?? DEFAULT_OWNER,
    defaultMaxTokens,
    blockLength: settings.blockLength ?? DEFAULT_BLOCK_LENGTH,
    denoising: { ...DEFAULT_DENOISING, steps: defaultMaxTokens, ...definedOptions(settings.denoising ?? {}) },
  };
}

function checkVocabulary(path: string, config: ModelConfig, tokenizer: LoadedTokenizer, eotToken: number | null): void {
  const file = join(path, "tokenizer.json");
  if (tokenizer.maxId >= config.vocab) {
    throw new ModelError(
      "model_invalid",
      `${file}: token ${tokenizer.maxId} is outside the vocabulary of ${config.vocab}`,
    );
  }
  if (eotToken === config.maskToken) {
    throw new ModelError("model_invalid", `${file}: the end-of-turn token is the mask token ${config.maskToken}`);
  }
}

/** Without the keys whose value is undefined, which would hide the defaults. */
function definedOptions(options: DenoisingOptions): Partial<ResolvedDenoising> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
