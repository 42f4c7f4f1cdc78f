import {
  type DenoisingMode,
  type DenoisingOptions,
  DyllmError,
  type GenerateRequest,
  type ResolvedDenoising,
  type SamplingOptions,
} from "@dyllm/shared";

/** Defaults and limits of the model that answers. */
export interface ModelDefaults {
  readonly denoising: ResolvedDenoising;
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
  /** Answer rows of the canvas: `maxTokens` rounded up to whole blocks. */
  readonly window: number;
  readonly blockLength: number;
  readonly mode: DenoisingMode;
  readonly tau: number;
  /** Steps of the fixed schedule over the whole window, at least one a block, at most one a token. */
  readonly steps: number;
  /** Null: the fixed schedule. */
  readonly confidenceThreshold: number | null;
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
  const window = roundUp(canvas.maxTokens, blockLength);
  checkLength(request, promptTokens, window, model.maxRows);
  const { steps, confidenceThreshold } = resolveSchedule(denoising, model, window, blockLength);
  return {
    maxTokens: canvas.maxTokens,
    window,
    blockLength,
    mode: setting(denoising, model, "mode"),
    tau: setting(denoising, model, "tau"),
    steps,
    confidenceThreshold,
    denseSteps: setting(denoising, model, "denseSteps"),
    fullEvery: setting(denoising, model, "fullEvery"),
    refreshEvery: setting(denoising, model, "refreshEvery"),
    temperature: sampling.temperature,
    ...resolveFilters(sampling, model.vocab),
    seed: sampling.seed,
    stop: request.stop,
  };
}

function resolveSchedule(
  asked: DenoisingOptions,
  model: ModelDefaults,
  window: number,
  blockLength: number,
): { steps: number; confidenceThreshold: number | null } {
  const blocks = window / blockLength;
  if (asked.steps === undefined) {
    const usual = roundUp(model.defaultMaxTokens, model.blockLength);
    const scaled = Math.ceil((window * setting(asked, model, "steps")) / usual);
    return {
      steps: Math.min(Math.max(scaled, blocks), window),
      confidenceThreshold: setting(asked, model, "confidenceThreshold"),
    };
  }
  if (asked.confidenceThreshold !== undefined && asked.confidenceThreshold !== null) {
    throw invalid("denoising.steps", "steps belong to the fixed schedule and exclude a confidence threshold");
  }
  if (asked.steps < blocks) {
    throw invalid("denoising.steps", `${asked.steps} steps are too few for ${blocks} blocks, which need one each`);
  }
  if (asked.steps > window) {
    throw invalid("denoising.steps", `${asked.steps} steps are more than the ${window} tokens of the window`);
  }
  return { steps: asked.steps, confidenceThreshold: null };
}

/** What the caller asked for, null included, else the model's default. */
function setting<Key extends keyof ResolvedDenoising>(
  asked: DenoisingOptions,
  model: ModelDefaults,
  key: Key,
): ResolvedDenoising[Key] {
  const value = asked[key] as ResolvedDenoising[Key] | undefined;
  return value === undefined ? model.denoising[key] : value;
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

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function invalid(param: string, message: string): DyllmError {
  return new DyllmError("invalid_value", `Invalid value for '${param}': ${message}.`, { param });
}
