import { z } from "zod";
import { DyllmError } from "../errors.ts";
import { MAX_CANVAS_TOKENS, MAX_GAPS } from "../generate.ts";
import {
  checkStreamOptions,
  choicesField,
  invalidField,
  logitBiasField,
  MAX_CHOICES,
  metadataField,
  modelField,
  parseRequest,
  penaltyField,
  seedField,
  stopField,
  streamOptionsField,
  unsupportedField,
} from "./common-fields.ts";
import { dyllmOptions } from "./dyllm-options.ts";
import { decimal, integer } from "./fields.ts";

/** OpenAI's default length of a completion, in tokens. */
export const DEFAULT_COMPLETION_TOKENS = 16;

/** OpenAI's bound on `logprobs` of a completion. */
const MAX_COMPLETION_LOGPROBS = 5;

/** A vocabulary has fewer ids than this. */
const MAX_TOKEN_ID = 0x7fff_ffff;

const tokens = z.array(integer(0, MAX_TOKEN_ID)).min(1).max(MAX_CANVAS_TOKENS);

/** Text with several gaps: one more segment than gaps, the i-th gap between the i-th and the next. */
const infillOptions = dyllmOptions.extend({
  segments: z
    .array(z.string())
    .min(2)
    .max(MAX_GAPS + 1)
    .optional(),
  gap_tokens: z.array(integer(1, MAX_CANVAS_TOKENS)).min(1).max(MAX_GAPS).optional(),
});

/** Fields that `/v1/completions` and `/v1/fim/completions` share. */
const shared = {
  model: modelField,
  max_tokens: integer(1, MAX_CANVAS_TOKENS).nullish(),
  temperature: decimal(0, 2).nullish(),
  top_p: decimal(0, 1).nullish(),
  n: choicesField,
  stop: stopField,
  stream: z.boolean().nullish(),
  stream_options: streamOptionsField,
  seed: seedField,
  logit_bias: logitBiasField,
  frequency_penalty: penaltyField,
  presence_penalty: penaltyField,
  user: z.string().nullish(),
  metadata: metadataField,
};

/** `POST /v1/completions`: text, or token ids, is continued as it is; with `suffix` the canvas lies before the suffix. */
export const completionRequest = z.strictObject({
  ...shared,
  prompt: z.union([z.string(), tokens, z.array(z.string()).min(1), z.array(tokens).min(1)]).nullish(),
  suffix: z.string().nullish(),
  echo: z.boolean().nullish(),
  logprobs: integer(0, MAX_COMPLETION_LOGPROBS).nullish(),
  /** Only as many as `n`: there is no ranking of whole answers here. */
  best_of: integer(1, Number.MAX_SAFE_INTEGER).nullish(),
  dyllm: infillOptions.nullish(),
});

export type CompletionRequest = z.infer<typeof completionRequest>;

/** `POST /v1/fim/completions`, in Inception's shape: what stands between prompt and suffix. */
export const fimRequest = z.strictObject({
  ...shared,
  prompt: z.string(),
  suffix: z.string().nullish(),
  dyllm: dyllmOptions.nullish(),
});

export type FimRequest = z.infer<typeof fimRequest>;

/** Checks a body of `/v1/completions`. Throws DyllmError as `parseRequest` does. */
export function parseCompletionRequest(body: unknown): CompletionRequest {
  const request = parseRequest(completionRequest, body);
  checkStreamOptions(request);
  const n = request.n ?? 1;
  if (request.best_of !== undefined && request.best_of !== null && request.best_of !== n) {
    throw unsupportedField("best_of", "other than 'n' is not supported by this server: it ranks no whole answers.");
  }
  checkGaps(request);
  const choices = promptsOf(request).length * n;
  if (choices > MAX_CHOICES) {
    throw invalidField(
      "prompt",
      `Invalid 'prompt': this server gives at most ${MAX_CHOICES} choices per request, but prompts and 'n' ask for ${choices}.`,
    );
  }
  return request;
}

/** Checks a body of `/v1/fim/completions`. Throws DyllmError as `parseRequest` does. */
export function parseFimRequest(body: unknown): FimRequest {
  const request = parseRequest(fimRequest, body);
  checkStreamOptions(request);
  return request;
}

/** The prompts of a request, each text or token ids, in order. */
export function promptsOf(request: CompletionRequest): readonly (string | readonly number[])[] {
  const { prompt } = request;
  if (prompt === undefined || prompt === null) {
    return [""];
  }
  if (typeof prompt === "string") {
    return [prompt];
  }
  return isTokens(prompt) ? [prompt] : prompt;
}

function isTokens(prompt: readonly (string | number | number[])[]): prompt is number[] {
  return typeof prompt[0] === "number";
}

function checkGaps(request: CompletionRequest): void {
  const { dyllm, prompt } = request;
  const segments = dyllm?.segments;
  const gaps = dyllm?.gap_tokens;
  if (segments === undefined && gaps === undefined) {
    if (prompt === undefined || prompt === null) {
      throw missing("prompt");
    }
    return;
  }
  if (segments === undefined || gaps === undefined) {
    throw missing(segments === undefined ? "dyllm.segments" : "dyllm.gap_tokens");
  }
  if (segments.length !== gaps.length + 1) {
    const message = `Invalid 'dyllm.gap_tokens': ${segments.length} segments have ${segments.length - 1} gaps between them, but ${gaps.length} lengths were given.`;
    throw invalidField("dyllm.gap_tokens", message);
  }
  for (const field of ["prompt", "suffix", "echo", "logprobs", "max_tokens"] as const) {
    const value = request[field];
    if (value !== undefined && value !== null && value !== "" && value !== false) {
      throw unsupportedField(field, "does not go with 'dyllm.segments', which name text and gaps themselves.");
    }
  }
}

function missing(param: string) {
  return new DyllmError("missing_required_parameter", `Missing required parameter: '${param}'.`, { param });
}
