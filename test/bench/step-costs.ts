/** Dense and sparse steps of a random model, interleaved with a dense matrix product: how near the engine is to the machine. */
import type { Backend, Slot, StepPlan, StepResult } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { GREEDY, makePlan } from "../../gpu-node/src/backend/testing/make-plan.ts";
import { withCheckpoint } from "../../gpu-node/src/model/testing/temporary-checkpoint.ts";
import { stepFlops } from "./denoise/flops.ts";
import { openGemmPeak } from "./gemm-peak.ts";
import { measureOwnProducts } from "./own-products.ts";
import { median } from "./statistics.ts";

/** The shape and canvas of the target: d 512, 8 layers, sequence 512. */
const SHAPE = { layers: 8, hidden: 512, heads: 8, ffn: 1536, vocab: 8192, maxRows: 512 };
/** The random checkpoint of that shape. */
export const CHECKPOINT = { ...SHAPE, seed: 1, dtype: "F32", shards: 1 } as const;
export const ROWS = 512;
const BLOCK = 32;

/** What the canvas holds before its first step. */
export const CANVAS_TOKENS = Int32Array.from({ length: ROWS }, (_, i) => 10 + ((i * 37) % 200));

/** Rows of the prompt: as long as its answer, and three times as long, as prompts with worked examples are. */
export const PROMPT_ROWS = [256, 384] as const;

/** Shares of active rows that are salient in the sparse steps: few, as late in an answer, and many. */
export const SALIENT_SHARES = [0.05, 0.2] as const;

/** Medians over the counted steps of a kind. */
export interface SparseCost {
  readonly ms: number;
  /** Salient, of the active rows. */
  readonly share: number;
  readonly activeRows: number;
  /** By the method's own operations, not by those of the dense step it stands for. */
  readonly gflops: number;
}

/** The same beside what the step's products alone, at these numbers of rows, reach; null where that is not measured. */
export interface BoundedCost extends SparseCost {
  readonly ceilingGflops: number | null;
}

export interface StepCosts {
  readonly threads: number;
  readonly gemmGflops: number;
  readonly denseMs: number;
  readonly denseGflops: number;
  /** Null where no τ gave the wanted share: the cosines of random weights lie too close together. */
  readonly response: BoundedCost | null;
  readonly whole: BoundedCost | null;
}

/** GFLOP of a dense step that scores `scored` rows: projections, attention and feed-forward of all rows, then the head. */
export function denseGflop(scored: number): number {
  const { layers, hidden, ffn, vocab } = SHAPE;
  const layer = ROWS * (8 * hidden * hidden + 6 * hidden * ffn) + 4 * ROWS * ROWS * hidden;
  return (layers * layer + 2 * scored * hidden * vocab) / 1e9;
}

/** The first step fills the caches. */
export const FIRST_ROUND = 0;

const scoredRows = (prompt: number): Int32Array => Int32Array.from({ length: BLOCK }, (_, i) => prompt + i);

/** A step of either kind; sparse ones by the published rule, or with exact contexts. */
export type Rule = "dense" | "dyllm" | "dyllm-exact";

/** An open canvas and the rows of its prompt. */
export interface Canvas {
  readonly slot: Slot;
  readonly prompt: number;
}

/** The step of a round: a few tokens have changed, and a block is scored. Rows before `firstRow` are not active. */
export function plan({ slot, prompt }: Canvas, rule: Rule, firstRow: number, tau: number, round: number): StepPlan {
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

/** Salient, of the active rows, on the average over layers. */
export function salientShare(result: StepResult): number {
  return result.salientRows.reduce((sum, rows) => sum + rows, 0) / result.salientRows.length / result.activeRows;
}

/** A sparse step counts when its salient share came out between these multiples of the wanted one. */
const COUNTED_SHARES = { low: 0.9, high: 1.6 } as const;

/** How far τ is moved for a share that is off, in powers of ten of 1 − τ for one of the share. */
const FIRST_GAIN = 0.5;
const LEAST_GAIN = 0.03;
const GAIN_DECAY = 0.95;

/** Steps of each kind to collect, and the rounds after which collecting is given up. */
const WANTED_STEPS = 25;
const MAX_ROUNDS = 150;

/**
 * Steers τ so that about the wanted share of the rows is salient. On random weights the cosines of all rows lie close
 * together, and where they lie changes from step to step, so no fixed τ keeps a share.
 */
export class ShareControl {
  /** log10(1 − τ). */
  #distance = -3;
  readonly #wanted: number;
  #steered = 0;
  readonly #kept: SparseCost[] = [];

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  get tau(): number {
    return 1 - 10 ** this.#distance;
  }

  add(cost: SparseCost): void {
    const { low, high } = COUNTED_SHARES;
    if (cost.share >= low * this.#wanted && cost.share <= high * this.#wanted) {
      this.#kept.push(cost);
    }
    this.steer(cost.share);
  }

  /** Moves τ by how far a step's share was from the wanted one: less and less, or it would swing around it for ever. */
  steer(share: number): void {
    const error = Math.log10(Math.max(share, 0.002) / this.#wanted);
    const gain = Math.max(LEAST_GAIN, FIRST_GAIN * GAIN_DECAY ** this.#steered++);
    this.#distance = Math.min(0, Math.max(-7, this.#distance + gain * error));
  }

  get complete(): boolean {
    return this.#kept.length >= WANTED_STEPS;
  }

  medians(): SparseCost | null {
    if (this.#kept.length === 0) {
      return null;
    }
    const over = (value: (cost: SparseCost) => number): number => median(this.#kept.map(value));
    return {
      ms: over(({ ms }) => ms),
      share: over(({ share }) => share),
      activeRows: over(({ activeRows }) => activeRows),
      gflops: over(({ gflops }) => gflops),
    };
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
  const step = plan(canvas, rule, firstRow, control.tau, round);
  const { ms, result } = await run(backend, step);
  const { activeRows, salientRows } = result;
  const flops = sparseFlops(backend, rule, activeRows, step.changes.positions.length, salientRows);
  control.add({ ms, share: salientShare(result), activeRows, gflops: flops / 1e6 / ms });
}

/** Operations of a sparse step that scores a block; `salientRows` by layer. */
function sparseFlops(
  { shape }: Backend,
  rule: Rule,
  activeRows: number,
  changed: number,
  salientRows: ArrayLike<number>,
): number {
  const counts = { rows: ROWS, activeRows, changed, salientRows: Array.from(salientRows), scored: BLOCK };
  return stepFlops(shape, { kind: "sparse", exact: rule === "dyllm-exact", ...counts });
}

async function withCeiling(backend: Backend, rule: Rule, cost: SparseCost | null): Promise<BoundedCost | null> {
  if (cost === null || backend.name !== "cpu") {
    return cost === null ? null : { ...cost, ceilingGflops: null };
  }
  const { shape, threads } = backend;
  const { activeRows } = cost;
  const salientRows = Math.round(cost.share * activeRows);
  const exact = rule === "dyllm-exact";
  const ms = await measureOwnProducts(shape, threads, exact, { rows: ROWS, activeRows, salientRows }, BLOCK);
  const byLayer = new Int32Array(shape.layers).fill(salientRows);
  const flops = sparseFlops(backend, rule, activeRows, salientRows, byLayer);
  return { ...cost, ceilingGflops: flops / 1e6 / ms };
}

/** Measures medians over interleaved rounds: product, dense step, three response-only steps, one whole-sequence step. */
export async function measureStepCosts(
  kind: "cpu" | "wasm",
  threads: number | null,
  rule: "dyllm" | "dyllm-exact",
  prompt: (typeof PROMPT_ROWS)[number],
  share: number,
): Promise<StepCosts> {
  return await withCheckpoint(CHECKPOINT, async (directory) => {
    const backend = await createBackend({ directory, kind, threads });
    const gemm = await openGemmPeak(backend.threads);
    const slot = await backend.open(CANVAS_TOKENS);
    const canvas = { slot, prompt };
    await run(backend, plan(canvas, "dense", 0, 1, FIRST_ROUND));
    const response = new ShareControl(share);
    const whole = new ShareControl(share);
    const gflops: number[] = [];
    const dense: number[] = [];
    // Every step is a round of its own: where a token was written before, nothing changes, and no row is salient.
    let round = FIRST_ROUND;
    for (let i = 0; i < MAX_ROUNDS && !(response.complete && whole.complete); i++) {
      gflops.push(await gemm.measure());
      dense.push((await run(backend, plan(canvas, "dense", 0, 1, ++round))).ms);
      for (let j = 0; j < 3; j++) {
        await sparse(backend, canvas, prompt, response, rule, ++round);
      }
      await sparse(backend, canvas, 0, whole, rule, ++round);
    }
    const denseMs = median(dense);
    const costs: StepCosts = {
      threads: backend.threads,
      gemmGflops: median(gflops),
      denseMs,
      denseGflops: (denseGflop(BLOCK) * 1000) / denseMs,
      response: await withCeiling(backend, rule, response.medians()),
      whole: await withCeiling(backend, rule, whole.medians()),
    };
    await gemm.release();
    await backend.dispose();
    return costs;
  });
}
