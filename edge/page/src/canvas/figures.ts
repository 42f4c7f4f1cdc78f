import type { Trace } from "./trace.ts";

const MS_PER_SECOND = 1000;

/** What the steps of a canvas add up to. */
export interface Figures {
  readonly steps: number;
  readonly tokens: number;
  /** Null before the first step. */
  readonly tokensPerStep: number | null;
  /** By the node's own clock: tokens over the time of its steps. */
  readonly tokensPerSecond: number | null;
  /** Share of dense compute saved so far, 0…1; null where the gateway does not say. */
  readonly saved: number | null;
}

/** Figures after the first `shown` steps. */
export function figuresOf(trace: Trace, shown: number): Figures {
  let tokens = 0;
  let ms = 0;
  for (const step of trace.steps.slice(0, shown)) {
    tokens += step.positions.length;
    ms += step.ms;
  }
  const share = trace.steps[shown - 1]?.computeShare ?? null;
  return {
    steps: shown,
    tokens,
    tokensPerStep: shown === 0 ? null : tokens / shown,
    tokensPerSecond: ms === 0 ? null : (tokens * MS_PER_SECOND) / ms,
    saved: share === null ? null : Math.max(0, 1 - share),
  };
}
