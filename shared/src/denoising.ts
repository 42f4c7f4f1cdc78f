import { z } from "zod";

/**
 * How a step recomputes the canvas.
 * - `dense`: every row, every step (the accuracy reference).
 * - `dyllm`: the published rule (arXiv 2603.08026): approximate contexts, saliency against the previous step.
 * - `dyllm-exact`: exact contexts for all active rows, saliency against the context a row was last computed with.
 * - `block-cache`: dense at the start of each block, then the block's own rows against the cached keys and values of all
 *   others (Fast-dLLM's dual cache, arXiv 2505.22618).
 * - `prefix-cache`: the same, with the rows behind the block recomputed too.
 * - `delayed-cache`: one dense step; after it only rows that may still change: the block's open ones, and a committed one once
 *   more in the step after its commitment, whose keys and values then stand (dKV-Cache, arXiv 2505.15781).
 */
export const DENOISING_MODES = [
  "dense",
  "dyllm",
  "dyllm-exact",
  "block-cache",
  "prefix-cache",
  "delayed-cache",
] as const;

export type DenoisingMode = (typeof DENOISING_MODES)[number];

/**
 * Settings chosen together from the measured frontier (`docs/bench/`): `quality` the dense answer, `balanced` the default,
 * `fast` the cheapest that still answers. A model's `dyllm.json` may define its own.
 */
export const PRESETS = ["quality", "balanced", "fast"] as const;

export type Preset = (typeof PRESETS)[number];

/** Largest entropy bound, in nats: above the entropy of any vocabulary, so that it commits whole blocks. */
export const MAX_ENTROPY_BOUND = 20;

/** Longest lookahead, in tokens: the longest canvas. */
export const MAX_LOOKAHEAD = 65_536;

/** Steps are bounded so that one request cannot hold a node for ever: no schedule needs more steps than tokens. */
export const MAX_STEPS = 8192;

/** The settings a preset may decide; every one has a value in the end (`ResolvedDenoising`). */
export const denoisingSettings = z.object({
  mode: z.enum(DENOISING_MODES).optional(),
  /** Saliency threshold τ: a row whose context's cosine similarity falls below it is recomputed. Above 1: all rows. */
  tau: z.number().min(0).max(2).optional(),
  /** Denoising steps for the whole canvas in the fixed schedule, spread evenly over its blocks. */
  steps: z.int().min(1).max(MAX_STEPS).optional(),
  /** Commit every masked position of the block whose confidence reaches this, at least one; null: the fixed schedule. */
  confidenceThreshold: z.number().gt(0).max(1).nullable().optional(),
  /**
   * Commit the rows of lowest entropy for as long as their entropies but the largest sum to at most this many nats, at
   * least one row (an upper bound on what the rows could tell about each other); null: another rule. At most one of this
   * and `confidenceThreshold` is in force.
   */
  entropyBound: z.number().min(0).max(MAX_ENTROPY_BOUND).nullable().optional(),
  /**
   * Masked tokens beyond the current block that take part in a step; rows further on are neither computed nor attended
   * to until the answer comes near, so that an unused `max_tokens` costs nothing. Null: the whole window takes part.
   */
  lookahead: z.int().min(0).max(MAX_LOOKAHEAD).nullable().optional(),
  /** End with the first end-of-text token that has no mask before it; false: fill the whole window (LLaDA's reference). */
  earlyStop: z.boolean().optional(),
  /** Dense steps before sparse ones begin. */
  denseSteps: z.int().min(1).max(MAX_STEPS).optional(),
  /** Every n-th step, and the first n, cover the prompt rows too (4 in the official engine); the others the answer only. */
  fullEvery: z.int().min(1).max(MAX_STEPS).optional(),
  /** A dense step every n steps (0: never), which bounds the drift of the approximate contexts. */
  refreshEvery: z.int().min(0).max(MAX_STEPS).optional(),
});

export type DenoisingSettings = z.infer<typeof denoisingSettings>;

/** Denoising settings as a caller may give them; what is absent is filled in by the node from preset and model. */
export const denoisingOptions = denoisingSettings.extend({
  /** Settings to start from in place of the model's defaults; what is named beside it wins. */
  preset: z.enum(PRESETS).optional(),
});

export type DenoisingOptions = z.infer<typeof denoisingOptions>;

/** Denoising settings with every one filled in. */
export type ResolvedDenoising = {
  readonly [Key in keyof DenoisingSettings]-?: Exclude<DenoisingSettings[Key], undefined>;
};
