import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type DenoisingSettings, denoisingSettings, type Preset, type ResolvedDenoising } from "@dyllm/shared";
import { z } from "zod";
import { BUILT_IN_PRESETS } from "../denoiser/presets.ts";
import { settingsConflict, withSettings } from "../denoiser/settings.ts";
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
  denoising: denoisingSettings.optional(),
  presets: z
    .strictObject({
      quality: denoisingSettings.optional(),
      balanced: denoisingSettings.optional(),
      fast: denoisingSettings.optional(),
    })
    .optional(),
});

const DEFAULT_MAX_TOKENS = 256;
/** LLaDA's and the official DyLLM engine's block. */
const DEFAULT_BLOCK_LENGTH = 32;
const DEFAULT_OWNER = "local";
/** LLaDA's end of turn; its config does not name the id, only its tokenizer has it. */
const END_OF_TURN = "<|eot_id|>";

/**
 * What the presets leave open: τ as published for LLaDA, the fixed schedule, every fourth sparse step over the prompt too,
 * as in the official engine.
 */
const BASE_DENOISING = {
  mode: "dense",
  tau: 0.99,
  confidenceThreshold: null,
  entropyBound: null,
  lookahead: null,
  earlyStop: true,
  denseSteps: 1,
  fullEvery: 4,
  refreshEvery: 0,
} as const satisfies Omit<ResolvedDenoising, "steps">;

/**
 * Reads everything of a model directory but the weights. The settings are those of the preset `balanced` with what
 * `dyllm.json` names in their place; `denoising.steps` is the default answer length where it names none: one token a step.
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
  const presets = checkedPresets(path, { ...BUILT_IN_PRESETS, ...defined(settings.presets ?? {}) });
  // Here steps are only the number the fixed schedule starts from; they do not choose it as a caller's do.
  const { steps = defaultMaxTokens, ...denoising } = settings.denoising ?? {};
  checkSettings(path, "denoising", denoising);
  const balanced = withSettings({ ...BASE_DENOISING, steps }, presets.balanced);
  return {
    id: settings.id ?? basename(path),
    directory: path,
    config: { ...config, eotToken },
    tokenizer,
    created: settings.created ?? Math.floor((await stat(join(path, CONFIG_FILE))).mtimeMs / 1000),
    ownedBy: settings.ownedBy ?? DEFAULT_OWNER,
    defaultMaxTokens,
    blockLength: settings.blockLength ?? DEFAULT_BLOCK_LENGTH,
    denoising: { ...withSettings(balanced, denoising), steps },
    presets,
  };
}

function checkedPresets(
  path: string,
  presets: Readonly<Record<Preset, DenoisingSettings>>,
): Readonly<Record<Preset, DenoisingSettings>> {
  for (const [name, preset] of Object.entries(presets)) {
    checkSettings(path, `presets.${name}`, preset);
  }
  return presets;
}

function checkSettings(path: string, name: string, settings: DenoisingSettings): void {
  const conflict = settingsConflict(settings);
  if (conflict !== null) {
    throw new ModelError("model_invalid", `${join(path, SETTINGS_FILE)}: ${name}.${conflict.key}: ${conflict.message}`);
  }
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
function defined<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof defined<T>
  >;
}
