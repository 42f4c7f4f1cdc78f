import type { Usage } from "../api/chat.ts";
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
  /** Share of dense compute saved so far, 0…1. */
  readonly saved: number | null;
  /** Whether that is the gateway's own count, and not an estimate. */
  readonly exact: boolean;
}

/**
 * Figures after the first `shown` steps. The saved share is the gateway's own count where it gives one and the canvas is
 * whole; until then it is estimated as the share of rows that needed no recomputation, the mean over the steps.
 */
export function figuresOf(trace: Trace, shown: number, usage: Usage | null): Figures {
  let tokens = 0;
  let ms = 0;
  let salient = 0;
  for (const step of trace.steps.slice(0, shown)) {
    tokens += step.positions.length;
    ms += step.ms;
    salient += step.salientFraction;
  }
  const whole = shown === trace.steps.length ? (usage?.computeShare ?? null) : null;
  return {
    steps: shown,
    tokens,
    tokensPerStep: shown === 0 ? null : tokens / shown,
    tokensPerSecond: ms === 0 ? null : (tokens * MS_PER_SECOND) / ms,
    saved: whole !== null ? 1 - whole : shown === 0 ? null : 1 - salient / shown,
    exact: whole !== null,
  };
}
