import { z } from "zod";
import {
  DENOISING_MODES,
  type DenoisingOptions,
  MAX_ENTROPY_BOUND,
  MAX_LOOKAHEAD,
  MAX_STEPS,
  PRESETS,
} from "../denoising.ts";
import { MAX_CANVAS_TOKENS } from "../generate.ts";
import { decimal, integer } from "./fields.ts";

/** The smallest confidence that can be asked for: 0 would commit a whole block at once whatever the model thinks. */
const MIN_CONFIDENCE = 1e-6;

/**
 * The `dyllm` object of a request: this server's extension to the OpenAI API. What is absent takes the model's default;
 * the meaning of each field is that of `DenoisingOptions`.
 */
export const dyllmOptions = z.strictObject({
  preset: z.enum(PRESETS).optional(),
  mode: z.enum(DENOISING_MODES).optional(),
  tau: decimal(0, 2).optional(),
  steps: integer(1, MAX_STEPS).optional(),
  confidence_threshold: decimal(MIN_CONFIDENCE, 1).nullable().optional(),
  entropy_bound: decimal(0, MAX_ENTROPY_BOUND).nullable().optional(),
  lookahead: integer(0, MAX_LOOKAHEAD).nullable().optional(),
  early_stop: z.boolean().optional(),
  dense_steps: integer(1, MAX_STEPS).optional(),
  full_every: integer(1, MAX_STEPS).optional(),
  refresh_every: integer(0, MAX_STEPS).optional(),
  /** Tokens per semi-autoregressive block. */
  block_length: integer(1, MAX_CANVAS_TOKENS).optional(),
  /** Streams what each step did, on chunks without choices (`dyllm_canvas`); needs `stream`. */
  canvas: z.boolean().optional(),
});

export type DyllmOptions = z.infer<typeof dyllmOptions>;

/** The denoising settings of the extension object, as a node takes them; absent fields stay absent. */
export function toDenoisingOptions(options: DyllmOptions): DenoisingOptions {
  const { preset, mode, tau, steps, confidence_threshold, dense_steps, full_every, refresh_every } = options;
  const { entropy_bound, lookahead, early_stop } = options;
  return {
    ...(preset !== undefined && { preset }),
    ...(entropy_bound !== undefined && { entropyBound: entropy_bound }),
    ...(lookahead !== undefined && { lookahead }),
    ...(early_stop !== undefined && { earlyStop: early_stop }),
    ...(mode !== undefined && { mode }),
    ...(tau !== undefined && { tau }),
    ...(steps !== undefined && { steps }),
    ...(confidence_threshold !== undefined && { confidenceThreshold: confidence_threshold }),
    ...(dense_steps !== undefined && { denseSteps: dense_steps }),
    ...(full_every !== undefined && { fullEvery: full_every }),
    ...(refresh_every !== undefined && { refreshEvery: refresh_every }),
  };
}
