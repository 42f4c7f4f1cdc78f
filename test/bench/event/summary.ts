import { median } from "../statistics.ts";
import type { StepMeasure } from "./replay.ts";

/** What a contender's steps were like, those that compute every row apart. */
export interface StepSummary {
  readonly name: string;
  readonly steps: number;
  /** Medians, ms. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Share of the wall time that the session's own run takes, median. */
  readonly runShare: number;
  readonly denseCpuMs: number;
  /** Means. */
  readonly mflop: number;
  readonly kl: number;
  readonly sameTop: number;
  readonly changed: readonly number[];
  readonly committed: readonly number[];
}

/** Sums up the timed and the probed replays of one contender; `dense` has nothing but dense steps, so all of them count. */
export function summarise(name: string, timed: readonly StepMeasure[], probed: readonly StepMeasure[]): StepSummary {
  const sparse = timed.filter((step) => !step.dense);
  const counted = sparse.length === 0 ? timed : sparse;
  const probes = probed.flatMap(({ divergence }) => (divergence === null ? [] : [divergence]));
  const byLayer = (rows: (step: StepMeasure) => readonly number[]): number[] =>
    (counted[0] === undefined ? [] : rows(counted[0])).map((_, l) => mean(counted.map((step) => rows(step)[l] ?? 0)));
  return {
    name,
    steps: counted.length,
    cpuMs: median(counted.map((step) => step.cpuMs)),
    wallMs: median(counted.map((step) => step.ms)),
    runShare: median(counted.map((step) => step.runMs / step.ms)),
    denseCpuMs: median(timed.filter((step) => step.dense).map((step) => step.cpuMs)),
    mflop: mean(counted.map((step) => step.flops)) / 1e6,
    kl: mean(probes.map((probe) => probe.kl)),
    sameTop: mean(probes.map((probe) => probe.sameTop)),
    changed: byLayer((step) => step.changed),
    committed: byLayer((step) => step.committed),
  };
}

/** A Markdown table of steps; every time also as a multiple of the contender named `reference`. */
export function stepTable(rows: readonly StepSummary[], reference: string): string {
  const base = rows.find(({ name }) => name === reference);
  const times = (value: number, of: number | undefined): string => (value / (of ?? Number.NaN)).toFixed(2);
  const lines = rows.map((row) =>
    [
      row.name,
      row.steps,
      row.cpuMs.toFixed(2),
      times(row.cpuMs, base?.cpuMs),
      row.wallMs.toFixed(2),
      times(row.wallMs, base?.wallMs),
      `${(100 * row.runShare).toFixed(0)} %`,
      row.denseCpuMs.toFixed(1),
      row.mflop.toFixed(0),
      row.kl.toExponential(1),
      `${(100 * row.sameTop).toFixed(1)} %`,
      mean(row.changed).toFixed(1),
      mean(row.committed).toFixed(1),
    ].join(" | "),
  );
  return [
    `| method | steps | CPU ms | × ${reference} | wall ms | × ${reference} | in the graph | dense step CPU ms | MFLOP | KL to dense | same top token | changed rows | committed rows |`,
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ...lines.map((line) => `| ${line} |`),
  ].join("\n");
}

/** Changed and committed rows of every layer, a Markdown table. */
export function depthTable(rows: readonly StepSummary[]): string {
  const numbers = (values: readonly number[]): string => values.map((value) => value.toFixed(0)).join(" ");
  return [
    "| method | changed rows entering layer 0, 1, … and leaving the last | committed rows of layer 0, 1, … |",
    "|---|---|---|",
    ...rows.map((row) => `| ${row.name} | ${numbers(row.changed)} | ${numbers(row.committed)} |`),
  ].join("\n");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
