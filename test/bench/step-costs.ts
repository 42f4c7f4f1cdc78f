/** Dense and sparse steps of a random model, interleaved with a dense matrix product: how near the engine is to the machine. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend, Slot, StepPlan, StepResult } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { GREEDY, makePlan } from "../../gpu-node/src/backend/testing/make-plan.ts";
import { writeRandomCheckpoint } from "../../tools/random-checkpoint/write.ts";
import { openGemmPeak } from "./gemm-peak.ts";
import { median } from "./statistics.ts";

/** The shape and canvas of the target: d 512, 8 layers, sequence 512. */
const SHAPE = { layers: 8, hidden: 512, heads: 8, ffn: 1536, vocab: 8192, maxRows: 512 };
export const ROWS = 512;
const BLOCK = 32;

/** Rows of the prompt: as long as its answer, and three times as long, as prompts with worked examples are. */
export const PROMPT_ROWS = [256, 384] as const;

/** Share of active rows that is salient in the sparse steps. */
const SALIENT_SHARE = 0.05;

export interface StepCosts {
  readonly threads: number;
  readonly gemmGflops: number;
  readonly denseMs: number;
  readonly denseGflops: number;
  /** Medians over the counted steps; `share` of the active rows was salient. */
  readonly response: { readonly ms: number; readonly share: number };
  readonly whole: { readonly ms: number; readonly share: number };
}

/** GFLOP of a dense step that scores `scored` rows: projections, attention and feed-forward of all rows, then the head. */
export function denseGflop(scored: number): number {
  const { layers, hidden, ffn, vocab } = SHAPE;
  const layer = ROWS * (8 * hidden * hidden + 6 * hidden * ffn) + 4 * ROWS * ROWS * hidden;
  return (layers * layer + 2 * scored * hidden * vocab) / 1e9;
}

/** The first step fills the caches. */
const FIRST_ROUND = 0;

const scoredRows = (prompt: number): Int32Array => Int32Array.from({ length: BLOCK }, (_, i) => prompt + i);

/** A step of either kind; sparse ones by the published rule, or with exact contexts. */
type Rule = "dense" | "dyllm" | "dyllm-exact";

/** An open canvas and the rows of its prompt. */
interface Canvas {
  readonly slot: Slot;
  readonly prompt: number;
}

function plan({ slot, prompt }: Canvas, rule: Rule, firstRow: number, tau: number, round: number): StepPlan {
  // A few tokens change before each step, as they do when tokens are committed.
  const positions = Int32Array.from([0, 8, 16], (offset) => prompt + offset + (round % 8));
  const tokens = Int32Array.from([1, 2, 3], (k) => 10 + ((round * 7 * k) % 200));
  const plan = makePlan({
    kind: rule === "dense" ? "dense" : "sparse",
    exact: rule === "dyllm-exact",
    // The first step fills the caches for the sparse ones; `dense` decoding itself keeps none.
    keep: round === FIRST_ROUND ? "all" : "nothing",
    firstRow,
    changes: { positions, tokens },
    score: scoredRows(prompt),
    tau,
    choice: { ...GREEDY, step: round },
  });
  return { slot, ...plan };
}

async function run(backend: Backend, step: StepPlan): Promise<{ readonly ms: number; readonly result: StepResult }> {
  const started = performance.now();
  const [result] = await backend.step([step]);
  if (result === undefined) {
    throw new Error("a step gave no result");
  }
  return { ms: performance.now() - started, result };
}

function salientShare(result: StepResult): number {
  return result.salientRows.reduce((sum, rows) => sum + rows, 0) / result.salientRows.length / result.activeRows;
}

/** A sparse step counts when its salient share came out within these bounds. */
const COUNTED_SHARES = { low: 0.045, high: 0.08 } as const;

/** Steps of each kind to collect, and the rounds after which collecting is given up. */
const WANTED_STEPS = 25;
const MAX_ROUNDS = 150;

/**
 * Steers τ so that about {@link SALIENT_SHARE} of the rows are salient. On random weights the cosines of all rows lie close
 * together, and where they lie changes from step to step, so no fixed τ keeps a share.
 */
class ShareControl {
  /** log10(1 − τ). */
  #distance = -3;
  readonly kept: { readonly ms: number; readonly share: number }[] = [];

  get tau(): number {
    return 1 - 10 ** this.#distance;
  }

  add(ms: number, share: number): void {
    if (share >= COUNTED_SHARES.low && share <= COUNTED_SHARES.high) {
      this.kept.push({ ms, share });
    }
    const error = Math.log10(Math.max(share, 0.002) / SALIENT_SHARE);
    this.#distance = Math.min(0, Math.max(-7, this.#distance + 0.25 * error));
  }

  get complete(): boolean {
    return this.kept.length >= WANTED_STEPS;
  }

  medians(): { readonly ms: number; readonly share: number } {
    return { ms: median(this.kept.map((step) => step.ms)), share: median(this.kept.map((step) => step.share)) };
  }
}

async function sparse(
  backend: Backend,
  canvas: Canvas,
  firstRow: number,
  control: ShareControl,
  rule: Rule,
  round: number,
): Promise<void> {
  const { ms, result } = await run(backend, plan(canvas, rule, firstRow, control.tau, round));
  control.add(ms, salientShare(result));
}

/** Measures medians over interleaved rounds: product, dense step, three response-only steps, one whole-sequence step. */
export async function measureStepCosts(
  kind: "cpu" | "wasm",
  threads: number | null,
  rule: "dyllm" | "dyllm-exact",
  prompt: (typeof PROMPT_ROWS)[number],
): Promise<StepCosts> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-bench-"));
  try {
    await writeRandomCheckpoint({ ...SHAPE, directory, seed: 1, dtype: "F32", shards: 1 });
    const backend = await createBackend({ directory, kind, threads });
    const gemm = await openGemmPeak(backend.threads);
    const slot = await backend.open(Int32Array.from({ length: ROWS }, (_, i) => 10 + ((i * 37) % 200)));
    const canvas = { slot, prompt };
    await run(backend, plan(canvas, "dense", 0, 1, FIRST_ROUND));
    const response = new ShareControl();
    const whole = new ShareControl();
    const gflops: number[] = [];
    const dense: number[] = [];
    for (let round = FIRST_ROUND + 1; round < MAX_ROUNDS && !(response.complete && whole.complete); round++) {
      gflops.push(await gemm.measure());
      dense.push((await run(backend, plan(canvas, "dense", 0, 1, round))).ms);
      for (let i = 1; i <= 3; i++) {
        await sparse(backend, canvas, prompt, response, rule, round + i);
      }
      await sparse(backend, canvas, 0, whole, rule, round + 4);
    }
    const denseMs = median(dense);
    const costs: StepCosts = {
      threads: backend.threads,
      gemmGflops: median(gflops),
      denseMs,
      denseGflops: (denseGflop(BLOCK) * 1000) / denseMs,
      response: response.medians(),
      whole: whole.medians(),
    };
    await gemm.release();
    await backend.dispose();
    return costs;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
