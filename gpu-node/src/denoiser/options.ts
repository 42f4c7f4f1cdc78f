import {
  type DenoisingMode,
  type DenoisingOptions,
  type DenoisingSettings,
  DyllmError,
  type GenerateRequest,
  type Preset,
  type ResolvedDenoising,
  type SamplingOptions,
} from "@dyllm/shared";
import { BANNED, type LogitBias } from "../backend/backend.ts";
import type { FrameDetail } from "./frame-detail.ts";
import { settingsConflict, withSettings } from "./settings.ts";

/** Defaults and limits of the model that answers. */
export interface ModelDefaults {
  /** In force where a request names no preset. */
  readonly denoising: ResolvedDenoising;
  readonly presets: Readonly<Record<Preset, DenoisingSettings>>;
  readonly blockLength: number;
  /** Window that `denoising.steps` is meant for, in tokens. */
  readonly defaultMaxTokens: number;
  readonly vocab: number;
  /** Longest canvas, in rows. */
  readonly maxRows: number;
}

/** Everything one generation is decided by besides prompt and weights; nothing is optional any more. */
export interface ResolvedOptions {
  /** Answer tokens delivered at most. */
  readonly maxTokens: number;
  /** `maxTokens` rounded up to whole blocks: the answer rows of the canvas. A gap is rounded up for the schedule only. */
  readonly window: number;
  readonly blockLength: number;
  readonly mode: DenoisingMode;
  readonly tau: number;
  /** Steps of the fixed schedule over the whole window, at least one a block, at most one a token. */
  readonly steps: number;
  /** Null, and `entropyBound` too: the fixed schedule. */
  readonly confidenceThreshold: number | null;
  /** In nats. At most one of this and the threshold is a number. */
  readonly entropyBound: number | null;
  /** Masked tokens beyond the current block that take part in a step; null: all. */
  readonly lookahead: number | null;
  readonly earlyStop: boolean;
  readonly denseSteps: number;
  readonly fullEvery: number;
  readonly refreshEvery: number;
  readonly temperature: number;
  /** Null: no filter. */
  readonly topP: number | null;
  /** Null: no filter. */
  readonly topK: number | null;
  readonly seed: number;
  readonly stop: readonly string[];
  readonly logitBias: readonly LogitBias[];
  /** What the frames say beyond the tokens. */
  readonly detail: FrameDetail;
}

/**
 * Fills in the model's defaults and checks that request, prompt and model fit together.
 *
 * Steps that come from the model's defaults keep the default's tokens per step when the window differs from the
 * default one. Steps named by the caller select the fixed schedule where the model's default is a threshold.
 *
 * @param promptTokens length of the prompt in tokens, template included
 * @throws DyllmError `invalid_value` naming the field for contradictory or unusable options; `context_length_exceeded`
 *   when prompt and window do not fit in `maxRows`
 */
export function resolveOptions(request: GenerateRequest, model: ModelDefaults, promptTokens: number): ResolvedOptions {
  const { canvas, denoising, sampling } = request;
  const blockLength = canvas.blockLength ?? model.blockLength;
  const gaps = request.input.kind === "infill" ? request.input.gapTokens : null;
  const window = sum((gaps ?? [canvas.maxTokens]).map((tokens) => roundUp(tokens, blockLength)));
  const rows = gaps === null ? window : sum(gaps);
  checkLength(request, promptTokens, rows, model.maxRows);
  const settings = resolveSettings(denoising, model);
  return {
    maxTokens: gaps === null ? canvas.maxTokens : rows,
    window,
    blockLength,
    ...settings,
    // What stands behind a gap is what its text has to fit: it cannot be left out.
    lookahead: gaps === null ? settings.lookahead : null,
    steps: resolveSteps(denoising, settings.steps, model, window, blockLength),
    temperature: sampling.temperature,
    ...resolveFilters(sampling, model.vocab),
    seed: sampling.seed,
    stop: request.stop,
    logitBias: resolveBias(sampling, model.vocab),
    detail: { trace: request.trace ?? false, topLogprobs: request.topLogprobs ?? null },
  };
}

/** The model's settings, or those of the preset that is asked for, with what the caller names in their place. */
function resolveSettings(asked: DenoisingOptions, model: ModelDefaults): ResolvedDenoising {
  const conflict = settingsConflict(asked);
  if (conflict !== null) {
    throw invalid(`denoising.${conflict.key}`, conflict.message);
  }
  const { preset, ...named } = asked;
  const base = preset === undefined ? model.denoising : withSettings(model.denoising, model.presets[preset]);
  return withSettings(base, named);
}

function resolveSteps(
  asked: DenoisingOptions,
  usualSteps: number,
  model: ModelDefaults,
  window: number,
  blockLength: number,
): number {
  const blocks = window / blockLength;
  if (asked.steps === undefined) {
    const usual = roundUp(model.defaultMaxTokens, model.blockLength);
    const scaled = Math.ceil((window * usualSteps) / usual);
    return Math.min(Math.max(scaled, blocks), window);
  }
  if (asked.steps < blocks) {
    throw invalid("denoising.steps", `${asked.steps} steps are too few for ${blocks} blocks, which need one each`);
  }
  if (asked.steps > window) {
    throw invalid("denoising.steps", `${asked.steps} steps are more than the ${window} tokens of the window`);
  }
  return asked.steps;
}

/** @throws DyllmError `invalid_value` for a token the model has not, and where every token would be banned */
function resolveBias(sampling: SamplingOptions, vocab: number): readonly LogitBias[] {
  const biases = (sampling.logitBias ?? []).filter(({ bias }) => bias !== 0);
  const foreign = biases.find(({ token }) => token >= vocab);
  if (foreign !== undefined) {
    throw invalid("sampling.logitBias", `token ${foreign.token} is not in the vocabulary of ${vocab}`);
  }
  if (new Set(biases.filter(({ bias }) => bias <= BANNED).map(({ token }) => token)).size >= vocab - 1) {
    throw invalid("sampling.logitBias", "every token is banned");
  }
  return biases;
}

/** Filters that would keep everything are dropped, so that equal choices are written equally. */
function resolveFilters(
  sampling: SamplingOptions,
  vocab: number,
): { readonly topP: number | null; readonly topK: number | null } {
  return {
    topP: sampling.topP === undefined || sampling.topP >= 1 ? null : sampling.topP,
    topK: sampling.topK === undefined || sampling.topK >= vocab ? null : sampling.topK,
  };
}

function checkLength(request: GenerateRequest, promptTokens: number, window: number, maxRows: number): void {
  const rows = promptTokens + window;
  if (rows > maxRows) {
    throw new DyllmError(
      "context_length_exceeded",
      `This model's maximum context length is ${maxRows} tokens. However, you requested ${rows} tokens ` +
        `(${promptTokens} in the prompt, ${window} in the answer window). Please shorten the prompt or the answer.`,
      { param: request.input.kind === "chat" ? "messages" : "prompt" },
    );
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function invalid(param: string, message: string): DyllmError {
  return new DyllmError("invalid_value", `Invalid value for '${param}': ${message}.`, { param });
}
