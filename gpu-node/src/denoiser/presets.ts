import type { DenoisingSettings, Preset } from "@dyllm/shared";

/**
 * The built-in presets; a model's `dyllm.json` may define its own (`dyllm-node calibrate` prints what to write there).
 * - `quality`: the dense answer, one token a step over the whole window: what the others are measured against.
 * - `balanced`: the default: sure tokens together, one block seen beyond the current one.
 * - `fast`: less sure tokens together, block caches.
 */
export const BUILT_IN_PRESETS: Readonly<Record<Preset, DenoisingSettings>> = {
  quality: { mode: "dense", confidenceThreshold: null, lookahead: null },
  balanced: { mode: "dyllm-exact", tau: 0.99, confidenceThreshold: 0.9, denseSteps: 1, lookahead: 32 },
  fast: { mode: "block-cache", confidenceThreshold: 0.8, denseSteps: 1, lookahead: 32 },
};
