import type { DenoisingOptions } from "@dyllm/shared";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import { Scheduler } from "../../gpu-node/src/scheduler/scheduler.ts";
import type { Item } from "../../tools/taskgen/src/types.ts";
import { requestFor } from "./request.ts";
import { median } from "./statistics.ts";

/** Requests that run together. */
export const CONCURRENCIES = [1, 2, 4, 8] as const;
const ROUNDS = 5;

export interface ConcurrencyRow {
  readonly running: number;
  /** Of all requests together; median over the rounds. */
  readonly tokensPerSecond: number;
  /** Median over the rounds of the ratio to one at a time in the same round. */
  readonly ratio: number;
}

/** Answers the same items with so many running at a time, the numbers by turns: what packing gives beyond one sequence. */
export async function measureConcurrency(
  options: { readonly directory: string; readonly kind: "cpu" | "wasm"; readonly threads: number | null },
  denoising: DenoisingOptions,
  items: readonly Item[],
): Promise<ConcurrencyRow[]> {
  const model = await loadModel(options.directory);
  const backend = await createBackend(options);
  const rounds: Map<number, number>[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const speeds = new Map<number, number>();
      for (const running of CONCURRENCIES) {
        const limits = { maxRunning: running, maxQueued: items.length };
        const scheduler = new Scheduler({ model, backend, nodeId: "bench", limits });
        const started = performance.now();
        const tokens = await Promise.all(
          items.map((item, i) => answerTokens(scheduler, requestFor(item, `bench-${i}`, model.id, denoising))),
        );
        const seconds = (performance.now() - started) / 1000;
        speeds.set(running, tokens.reduce((sum, count) => sum + count, 0) / seconds);
        await scheduler.close();
      }
      // The first round wakes threads and fills pages.
      if (round > 0) {
        rounds.push(speeds);
      }
    }
  } finally {
    await backend.dispose();
  }
  return CONCURRENCIES.map((running) => ({
    running,
    tokensPerSecond: median(rounds.map((round) => round.get(running) ?? Number.NaN)),
    ratio: median(rounds.map((round) => (round.get(running) ?? Number.NaN) / (round.get(1) ?? Number.NaN))),
  }));
}

async function answerTokens(scheduler: Scheduler, request: Parameters<Scheduler["submit"]>[0]): Promise<number> {
  let tokens = 0;
  for await (const frame of scheduler.submit(request, new AbortController().signal)) {
    if (frame.type === "usage") {
      tokens = frame.completionTokens;
    } else if (frame.type === "error") {
      throw new Error(`${frame.code}: ${frame.message}`);
    }
  }
  return tokens;
}
