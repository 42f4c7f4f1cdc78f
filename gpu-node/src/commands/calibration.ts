import type { DenoisingMode, DenoisingSettings } from "@dyllm/shared";

/** What one candidate gave on the prompts. */
export interface CalibrationPoint {
  readonly settings: DenoisingSettings;
  /** Share of the answers that equal the dense one, one token a step. */
  readonly same: number;
  /** Answer tokens over all time. */
  readonly tokensPerSecond: number;
  readonly stepsPerAnswer: number;
}

/** What everything is compared with: dense steps, one token each, over the whole window. */
export const REFERENCE: DenoisingSettings = { mode: "dense", confidenceThreshold: null, lookahead: null };

/** Answers a preset may change: `balanced` next to none, `fast` a few. */
export const BALANCED_SAME = 0.99;
export const FAST_SAME = 0.95;

const THRESHOLDS = [0.8, 0.9, 0.95] as const;
const ENTROPY_BOUNDS = [0.05, 0.2] as const;
const TAUS = [0.98, 0.99, 0.995] as const;

/**
 * The candidates of one stage of the search: first the modes at the usual threshold, then commit rules with the mode that
 * did best, then windows. A grid of all would cost ten times as much and move the choice little.
 *
 * @param best the best point so far; null in the first stage
 */
export function stageCandidates(
  stage: 0 | 1 | 2,
  best: DenoisingSettings | null,
  modes: readonly DenoisingMode[],
  blockLength: number,
): DenoisingSettings[] {
  const base = best ?? REFERENCE;
  switch (stage) {
    case 0:
      return modes.flatMap((mode) =>
        (mode.startsWith("dyllm") ? TAUS : [null]).map((tau) => ({
          ...base,
          mode,
          ...(tau !== null && { tau }),
          confidenceThreshold: 0.9,
        })),
      );
    case 1: {
      const { confidenceThreshold: _, entropyBound: __, ...rest } = base;
      return [
        ...THRESHOLDS.map((confidenceThreshold) => ({ ...rest, confidenceThreshold })),
        ...ENTROPY_BOUNDS.map((entropyBound) => ({ ...rest, entropyBound })),
      ];
    }
    case 2:
      return [0, blockLength, 2 * blockLength].map((lookahead) => ({ ...base, lookahead }));
    default:
      throw new Error(`unknown stage ${stage satisfies never}`);
  }
}

/** The fastest point that keeps at least this share of the answers, or null. */
export function fastest(points: readonly CalibrationPoint[], same: number): CalibrationPoint | null {
  return points
    .filter((point) => point.same >= same)
    .reduce<CalibrationPoint | null>(
      (best, point) => (best === null || point.tokensPerSecond > best.tokensPerSecond ? point : best),
      null,
    );
}

/** Points that no other beats in speed without losing answers, fastest last. */
export function frontier(points: readonly CalibrationPoint[]): CalibrationPoint[] {
  return points
    .filter((point) =>
      points.every(
        (other) =>
          other === point ||
          other.same < point.same ||
          other.tokensPerSecond < point.tokensPerSecond ||
          (other.same === point.same && other.tokensPerSecond === point.tokensPerSecond),
      ),
    )
    .sort((a, b) => a.tokensPerSecond - b.tokensPerSecond);
}

/** The presets a model's `dyllm.json` would get. What no point qualifies for is the reference. */
export function presetsOf(
  points: readonly CalibrationPoint[],
): Record<"quality" | "balanced" | "fast", DenoisingSettings> {
  const balanced = fastest(points, BALANCED_SAME)?.settings ?? REFERENCE;
  return { quality: REFERENCE, balanced, fast: fastest(points, FAST_SAME)?.settings ?? balanced };
}
