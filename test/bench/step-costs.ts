/** Dense and sparse steps of a random model, interleaved with a dense matrix product: how near the engine is to the machine. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend, Slot, StepPlan, StepResult } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { writeRandomCheckpoint } from "../../tools/random-checkpoint/write.ts";
import { openGemmPeak } from "./gemm-peak.ts";
import { median } from "./statistics.ts";

/** The shape and canvas of the target: d 512, 8 layers, sequence 512 of which 256 are the answer. */
const SHAPE = { layers: 8, hidden: 512, heads: 8, ffn: 1536, vocab: 8192, maxRows: 512 };
const ROWS = 512;
const PROMPT = 256;
const BLOCK = 32;

/** Share of active rows that is salient in the sparse steps. */
const SALIENT_SHARE = 0.05;

const ROUNDS = 25;

export interface StepCosts {
  readonly threads: number;
  readonly gemmGflops: number;
  readonly denseMs: number;
  readonly denseGflops: number;
  readonly responseOnlyMs: number;
  readonly wholeMs: number;
  readonly salientShare: number;
}

/** GFLOP of a dense step that scores `scored` rows: projections, attention and feed-forward of all rows, then the head. */
export function denseGflop(scored: number): number {
  const { layers, hidden, ffn, vocab } = SHAPE;
  const layer = ROWS * (8 * hidden * hidden + 6 * hidden * ffn) + 4 * ROWS * ROWS * hidden;
  return (layers * layer + 2 * scored * hidden * vocab) / 1e9;
}

const SCORED = Int32Array.from({ length: BLOCK }, (_, i) => PROMPT + i);

function plan(slot: Slot, kind: "dense" | "sparse", firstRow: number, tau: number, round: number): StepPlan {
  // A few tokens change before each step, as they do when tokens are committed.
  const positions = Int32Array.from([PROMPT + (round % BLOCK)]);
  const tokens = Int32Array.from([10 + ((round * 7) % 200)]);
  return {
    slot,
    kind,
    exact: false,
    firstRow,
    changes: { positions, tokens },
    score: SCORED,
    tau,
    choice: { temperature: 0, topP: null, topK: null, seed: 0, step: round },
  };
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

/** The τ at which about {@link SALIENT_SHARE} of the rows are salient, by bisection over real steps. */
async function findTau(backend: Backend, slot: Slot, firstRow: number): Promise<number> {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 14; i++) {
    const tau = (low + high) / 2;
    await run(backend, plan(slot, "dense", 0, 1, i));
    let share = 0;
    for (let step = 0; step < 3; step++) {
      share += salientShare((await run(backend, plan(slot, "sparse", firstRow, tau, i + step))).result) / 3;
    }
    if (share < SALIENT_SHARE) {
      low = tau;
    } else {
      high = tau;
    }
  }
  return high;
}

/** Measures medians over {@link ROUNDS} interleaved rounds: product, dense step, response-only steps, whole-sequence step. */
export async function measureStepCosts(kind: "cpu" | "wasm", threads: number | null): Promise<StepCosts> {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-bench-"));
  try {
    await writeRandomCheckpoint({ ...SHAPE, directory, seed: 1, dtype: "F32", shards: 1 });
    const backend = await createBackend({ directory, kind, threads });
    const gemm = await openGemmPeak(backend.threads);
    const slot = await backend.open(Int32Array.from({ length: ROWS }, (_, i) => 10 + ((i * 37) % 200)));
    const tauResponse = await findTau(backend, slot, PROMPT);
    const tauWhole = await findTau(backend, slot, 0);
    const samples = { gemm: [] as number[], dense: [] as number[], response: [] as number[], whole: [] as number[] };
    const shares: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      samples.gemm.push(await gemm.measure());
      samples.dense.push((await run(backend, plan(slot, "dense", 0, 1, round))).ms);
      for (let i = 0; i < 3; i++) {
        const sparse = await run(backend, plan(slot, "sparse", PROMPT, tauResponse, round + i + 1));
        samples.response.push(sparse.ms);
        shares.push(salientShare(sparse.result));
      }
      const whole = await run(backend, plan(slot, "sparse", 0, tauWhole, round + 4));
      samples.whole.push(whole.ms);
      shares.push(salientShare(whole.result));
    }
    const denseMs = median(samples.dense);
    const costs: StepCosts = {
      threads: backend.threads,
      gemmGflops: median(samples.gemm),
      denseMs,
      denseGflops: (denseGflop(BLOCK) * 1000) / denseMs,
      responseOnlyMs: median(samples.response),
      wholeMs: median(samples.whole),
      salientShare: median(shares),
    };
    await gemm.release();
    await backend.dispose();
    return costs;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
