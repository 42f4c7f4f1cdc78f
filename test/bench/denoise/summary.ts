import { paired, wilson } from "../../../tools/taskgen/src/statistics.ts";
import { median } from "../statistics.ts";
import type { Answer } from "./answer.ts";

/** One row of the table: a method on a group of items. */
export interface Row {
  readonly group: string;
  readonly method: string;
  readonly items: number;
  readonly solved: number;
  readonly accuracy: number;
  /** Wilson, 95 %. */
  readonly low: number;
  readonly high: number;
  /** Items only this method solved, and only dense; exact McNemar p. */
  readonly gained: number;
  readonly lost: number;
  readonly p: number;
  /** Mean over items; null where it was not measured. */
  readonly kl: number | null;
  readonly sameTop: number | null;
  /** Median over items, and the median of the ratios to dense item by item. */
  readonly tokensPerSecond: number;
  readonly ratio: number;
  readonly stepsPerAnswer: number;
  readonly tokensPerStep: number;
  readonly rowsByLayer: readonly number[];
  /** All FLOPs of the answers over those of dense. */
  readonly flopShare: number;
  /** Median, ms. */
  readonly firstTextMs: number;
}

export interface Measured {
  readonly answers: readonly Answer[];
  readonly divergences: readonly { readonly kl: number; readonly sameTop: number }[];
}

/** Summarises one method's answers to a group; `dense` are the baseline's answers to the same items, in order. */
export function summarise(group: string, method: string, measured: Measured, dense: readonly Answer[]): Row {
  const { answers, divergences } = measured;
  const count = answers.length;
  const sum = (value: (answer: Answer) => number): number => answers.reduce((total, one) => total + value(one), 0);
  const solved = sum((one) => (one.solved ? 1 : 0));
  const { low, high } = wilson(solved, count);
  const { onlyA, onlyB, p } = paired(
    answers.map((one) => one.solved),
    dense.map((one) => one.solved),
  );
  const speed = (one: Answer | undefined): number => (one === undefined ? Number.NaN : (1000 * one.tokens) / one.ms);
  // An answer without a token has no speed; it still counts as wrong or right.
  const ratios = answers.map((one, i) => speed(one) / speed(dense[i])).filter(Number.isFinite);
  const texts = answers.map((one) => one.firstTextMs).filter(Number.isFinite);
  const mean = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
  return {
    group,
    method,
    items: count,
    solved,
    accuracy: solved / count,
    low,
    high,
    gained: onlyA,
    lost: onlyB,
    p,
    kl: mean(divergences.map((one) => one.kl)),
    sameTop: mean(divergences.map((one) => one.sameTop)),
    tokensPerSecond: median(answers.map(speed)),
    ratio: ratios.length === 0 ? Number.NaN : median(ratios),
    stepsPerAnswer: sum((one) => one.steps) / count,
    tokensPerStep:
      sum((one) => one.tokens) /
      Math.max(
        1,
        sum((one) => one.steps),
      ),
    rowsByLayer: (answers[0]?.rowsByLayer ?? []).map((_, l) => sum((one) => one.rowsByLayer[l] ?? 0) / count),
    flopShare: sum((one) => one.flops) / dense.reduce((total, one) => total + one.flops, 0),
    firstTextMs: texts.length === 0 ? Number.NaN : median(texts),
  };
}
