import type { DenoisingSettings, ResolvedDenoising } from "@dyllm/shared";

/**
 * `base` with what `over` names put in its place, null included. A commit rule that is named takes the place of the base's:
 * a confidence threshold or an entropy bound excludes the other, and a confidence threshold of null alone, or steps, ask
 * for the fixed schedule.
 *
 * @param over of `confidenceThreshold` and `entropyBound` at most one is a number, and neither where `steps` is named
 */
export function withSettings(base: ResolvedDenoising, over: DenoisingSettings): ResolvedDenoising {
  const named = Object.fromEntries(
    Object.entries(over).filter(([, value]) => value !== undefined),
  ) as Partial<ResolvedDenoising>;
  const merged = { ...base, ...named };
  if (named.steps !== undefined || named.confidenceThreshold === null) {
    return { ...merged, confidenceThreshold: null, entropyBound: named.entropyBound ?? null };
  }
  if (named.confidenceThreshold !== undefined) {
    return { ...merged, entropyBound: null };
  }
  if (named.entropyBound !== undefined && named.entropyBound !== null) {
    return { ...merged, confidenceThreshold: null };
  }
  return merged;
}

/** What makes settings contradictory, with the setting at fault; null when nothing does. */
export function settingsConflict(
  settings: DenoisingSettings,
): { readonly key: keyof DenoisingSettings; readonly message: string } | null {
  const { steps, confidenceThreshold, entropyBound } = settings;
  const threshold = confidenceThreshold !== undefined && confidenceThreshold !== null;
  const bound = entropyBound !== undefined && entropyBound !== null;
  if (steps !== undefined && threshold) {
    return { key: "steps", message: "steps belong to the fixed schedule and exclude a confidence threshold" };
  }
  if (steps !== undefined && bound) {
    return { key: "steps", message: "steps belong to the fixed schedule and exclude an entropy bound" };
  }
  if (threshold && bound) {
    return { key: "entropyBound", message: "an entropy bound and a confidence threshold exclude each other" };
  }
  return null;
}
