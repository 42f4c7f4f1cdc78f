import { z } from "zod";

/**
 * How a step recomputes the canvas.
 * - `dense`: every row, every step (the accuracy reference).
 * - `dyllm`: the published rule (arXiv 2603.08026): approximate contexts, saliency against the previous step.
 * - `dyllm-exact`: exact contexts for all active rows, saliency against the context a row was last computed with.
 */
export const DENOISING_MODES = ["dense", "dyllm", "dyllm-exact"] as const;

export type DenoisingMode = (typeof DENOISING_MODES)[number];

/** Steps are bounded so that one request cannot hold a node for ever: no schedule needs more steps than tokens. */
export const MAX_STEPS = 8192;

/** Denoising settings as a caller may give them; what is absent is filled in by the node from the model's defaults. */
export const denoisingOptions = z.object({
  mode: z.enum(DENOISING_MODES).optional(),
  /** Saliency threshold τ: a row whose context's cosine similarity falls below it is recomputed. Above 1: all rows. */
  tau: z.number().min(0).max(2).optional(),
  /** Denoising steps for the whole canvas in the fixed schedule, spread evenly over its blocks. */
  steps: z.int().min(1).max(MAX_STEPS).optional(),
  /** Commit every masked position of the block whose confidence reaches this, at least one; null: the fixed schedule. */
  confidenceThreshold: z.number().gt(0).max(1).nullable().optional(),
  /** Dense steps before sparse ones begin. */
  denseSteps: z.int().min(1).max(MAX_STEPS).optional(),
  /** Every n-th step, and the first n, cover the prompt rows too (4 in the official engine); the others the answer only. */
  fullEvery: z.int().min(1).max(MAX_STEPS).optional(),
  /** A dense step every n steps (0: never), which bounds the drift of the approximate contexts. */
  refreshEvery: z.int().min(0).max(MAX_STEPS).optional(),
});

export type DenoisingOptions = z.infer<typeof denoisingOptions>;

/** Denoising settings with every one filled in. */
export type ResolvedDenoising = {
  readonly [Key in keyof DenoisingOptions]-?: Exclude<DenoisingOptions[Key], undefined>;
};
