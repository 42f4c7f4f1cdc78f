import type { Backend, Slot, StepPlan } from "../../gpu-node/src/backend/backend.ts";
import { GREEDY, makePlan } from "../../gpu-node/src/backend/testing/make-plan.ts";
import { OracleCanvas, type OracleChange, type OracleStep } from "./dyllm.ts";
import { greedy } from "./greedy.ts";
import { at } from "./math.ts";
import type { OracleModel } from "./model.ts";
import { randomInt, sample, seededRandom } from "./rng.ts";

export interface BackendRun {
  readonly exact: boolean;
  /** `response`: only the answer's rows are active; `whole`: all; `mixed`: all in every fourth step. */
  readonly span: "response" | "whole" | "mixed";
  readonly tau: number;
  readonly seed: number;
  readonly promptRows: number;
  readonly answerRows: number;
  /** Steps after the dense one. */
  readonly steps: number;
  /** Rows at the canvas's end that take no part; absent: none. */
  readonly hiddenRows?: number;
  /**
   * Steps of a block cache over these rows in place of sparse ones; with `keep` what they compute is kept, so rows that
   * were committed before the last step stand, and are left out.
   */
  readonly block?: { readonly from: number; readonly to: number; readonly keep?: boolean };
}

/** How far a backend was from the oracle over one run of a dense step and sparse ones. */
export interface Comparison {
  /** Steps compared, the dense one included. Ends early at a {@link Comparison.tie}. */
  readonly steps: number;
  /** Largest |confidence − oracle's| / oracle's. NaN where a confidence was. */
  readonly worstConfidence: number;
  /** Largest |entropy − oracle's|, nats. */
  readonly worstEntropy: number;
  /** `step n row r: token a, oracle b`, exact ties of the logits apart. */
  readonly wrongTokens: readonly string[];
  /** `step n: rows [a, b], oracle [c, d]`. */
  readonly wrongCounts: readonly string[];
  /** Step with a cosine so close to τ that float32 may select otherwise; what follows it cannot be compared. */
  readonly tie: number | null;
  /** Scored rows and selected rows (over all layers) that were compared. */
  readonly scoredRows: number;
  readonly salientRows: number;
  readonly activeRows: number;
}

/** A cosine this close to τ may fall on either side in float32. */
const COSINE_TIE = 1e-6;
/** Two logits this close are a tie in float32: logits are of the order of 10, the arithmetic has 1e-6 of that. */
const LOGIT_TIE = 1e-4;
/** Commits of one step: 1 … this many. */
const MOST_COMMITS = 3;

/** Runs the same dense step and sparse steps, with the same seeded commits, on the backend and on the oracle. */
export async function compareRun(backend: Backend, model: OracleModel, run: BackendRun): Promise<Comparison> {
  const random = seededRandom(run.seed);
  const rows = Array.from({ length: run.promptRows + run.answerRows }, (_, row) => row);
  const tokens = rows.map((row) => (row < run.promptRows ? randomInt(random, 256) : model.mask));
  const oracle = new OracleCanvas(model, tokens);
  const slot = await backend.open(Int32Array.from(tokens));
  const totals = { steps: 0, worstConfidence: 0, worstEntropy: 0, scoredRows: 0, salientRows: 0, activeRows: 0 };
  const wrongTokens: string[] = [];
  const wrongCounts: string[] = [];
  const endRow = rows.length - (run.hiddenRows ?? 0);
  let tie: number | null = null;
  try {
    for (let step = 0; step <= run.steps && tie === null; step++) {
      const kind = step === 0 ? "dense" : run.block === undefined ? "sparse" : "block";
      const from = kind === "block" ? (run.block?.from ?? 0) : 0;
      const to = kind === "block" ? (run.block?.to ?? 0) : endRow;
      const open = rows.slice(from, to).filter((row) => oracle.tokens[row] === model.mask);
      const changed = sample(random, open, 1 + randomInt(random, MOST_COMMITS));
      const changes = changed.map((row) => ({ row, token: randomInt(random, 256) }));
      const score = open.filter((row) => !changed.includes(row));
      const firstRow = firstActiveRow(run, step);
      const keep = run.block?.keep === true;
      const active = keep ? open : rows.slice(from, to);
      const span = { slot, firstRow, endRow, active: Int32Array.from(active), keep };
      const plan = planOf(run, kind, span, changes, score);
      const ours = at(await backend.step([plan]), 0);
      const theirs =
        kind === "dense"
          ? oracle.dense(changes, score, endRow)
          : kind === "block"
            ? oracle.block(active, keep, changes, score)
            : oracle.sparse({ ...run, firstRow }, changes, score);
      if (tied(theirs, run.tau)) {
        tie = step;
        break;
      }
      const expected = theirs.layers.map(({ salient }) => salient.length);
      if (ours.activeRows !== theirs.activeRows || expected.some((count, l) => count !== ours.salientRows[l])) {
        wrongCounts.push(`step ${step}: rows [${ours.salientRows.join()}], oracle [${expected.join()}]`);
      }
      for (const [i, row] of score.entries()) {
        const wanted = greedy(at(theirs.logits, i), model.mask);
        if (ours.tokens[i] !== wanted.token && wanted.gap > LOGIT_TIE) {
          wrongTokens.push(`step ${step} row ${row}: token ${ours.tokens[i]}, oracle ${wanted.token}`);
        }
        const deviation = Math.abs(at(ours.confidences, i) - wanted.confidence) / wanted.confidence;
        totals.worstConfidence = Math.max(totals.worstConfidence, deviation); // NaN stays NaN
        const entropy = at(ours.entropies ?? new Float64Array(0), i);
        totals.worstEntropy = Math.max(totals.worstEntropy, Math.abs(entropy - wanted.entropy));
      }
      totals.steps++;
      totals.scoredRows += score.length;
      totals.salientRows += kind === "sparse" ? expected.reduce((sum, count) => sum + count, 0) : 0;
      totals.activeRows += kind === "sparse" ? theirs.activeRows * expected.length : 0;
    }
  } finally {
    await backend.close(slot);
  }
  return { ...totals, wrongTokens, wrongCounts, tie };
}

function firstActiveRow(run: BackendRun, step: number): number {
  switch (run.span) {
    case "response":
      return run.promptRows;
    case "whole":
      return 0;
    case "mixed":
      return step % 4 === 0 ? 0 : run.promptRows;
    default:
      throw new Error(`unknown span ${run.span satisfies never}`);
  }
}

interface Span {
  readonly slot: Slot;
  readonly firstRow: number;
  readonly endRow: number;
  readonly active: Int32Array;
  readonly keep: boolean;
}

function planOf(
  run: BackendRun,
  kind: StepPlan["kind"],
  { slot, keep, ...rows }: Span,
  changes: readonly OracleChange[],
  score: readonly number[],
): StepPlan {
  const plan = makePlan({
    kind,
    ...rows,
    ...(kind === "block" && keep && { keep: "keys-values" }),
    exact: run.exact,
    changes: {
      positions: Int32Array.from(changes, ({ row }) => row),
      tokens: Int32Array.from(changes, ({ token }) => token),
    },
    score: Int32Array.from(score),
    tau: run.tau,
    choice: { ...GREEDY, seed: run.seed, entropies: true },
  });
  return { slot, ...plan };
}

function tied(step: OracleStep, tau: number): boolean {
  return step.layers.some(({ cosines }) => cosines.some((cosine) => Math.abs(cosine - tau) <= COSINE_TIE));
}
