/** Tokens/s and accuracy of the default model in every denoising mode, on the same items, interleaved. */
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { DENOISING_MODES, type DenoisingMode, type GenerateRequest } from "@dyllm/shared";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import { Scheduler } from "../../gpu-node/src/scheduler/scheduler.ts";
import { check } from "../../tools/taskgen/src/check/index.ts";
import { readFrozen } from "../../tools/taskgen/src/frozen.ts";
import type { Item } from "../../tools/taskgen/src/types.ts";
import { requestFor } from "./request.ts";
import { median } from "./statistics.ts";

const SCHEDULES = [
  { name: "one token a step", confidenceThreshold: null },
  { name: "confidence 0.9", confidenceThreshold: 0.9 },
] as const;

export interface ModeRow {
  readonly mode: DenoisingMode;
  readonly schedule: string;
  readonly tokensPerSecond: number;
  /** Tokens/s over dense with the same schedule: median of the ratios item by item. */
  readonly ratio: number;
  readonly steps: number;
  readonly salient: number;
  readonly solved: number;
  readonly items: number;
}

interface Run {
  readonly tokensPerSecond: number;
  readonly steps: number;
  readonly salient: number;
  readonly solved: boolean;
}

async function generate(
  scheduler: Scheduler,
  item: Item,
  body: GenerateRequest,
  gaps: IntervalHistogram,
): Promise<Run> {
  const started = performance.now();
  // Only while it generates: the checkers below run SQLite on this very thread.
  gaps.enable();
  let text = "";
  let usage = { completionTokens: 0, steps: 0, salientFraction: 1 };
  for await (const frame of scheduler.submit(body, new AbortController().signal)) {
    if (frame.type === "text") {
      text += frame.text;
    } else if (frame.type === "usage") {
      usage = frame;
    } else if (frame.type === "error") {
      throw new Error(`${frame.code}: ${frame.message}`);
    }
  }
  gaps.disable();
  const seconds = (performance.now() - started) / 1000;
  return {
    tokensPerSecond: usage.completionTokens / seconds,
    steps: usage.steps,
    salient: usage.salientFraction,
    solved: (await check(item.check, text)).ok,
  };
}

/** Families that the shipped weights answer well: what a wrong answer costs says nothing about a right one. */
const SOLVED_FAMILIES: ReadonlySet<string> = new Set(["sql", "javascript", "facts", "smalltalk", "refusal", "json"]);

/** Rows of more than 128 tokens were left out of training: answers beyond about this many characters are guesses. */
const MAX_TRAINED_CHARACTERS = 180;

/** The `count` items of these families with the longest reference answers. */
export async function longestItems(count: number): Promise<Item[]> {
  const items = (await readFrozen("dev")).filter(
    (item) => SOLVED_FAMILIES.has(item.family) && item.answer.length <= MAX_TRAINED_CHARACTERS,
  );
  return items.sort((a, b) => b.answer.length - a.answer.length).slice(0, count);
}

export interface DefaultModelResult {
  readonly rows: ModeRow[];
  /** Longest time the event loop did not come round while the answers were made, in ms. */
  readonly longestGapMs: number;
}

/** Finer than what is looked for; the histogram's values include it. */
const GAP_RESOLUTION_MS = 1;

/** Runs every item in every mode and schedule, the modes of one item directly after each other. */
export async function measureDefaultModel(options: {
  readonly directory: string;
  readonly kind: "cpu" | "wasm";
  readonly threads: number | null;
  readonly items: number;
}): Promise<DefaultModelResult> {
  const model = await loadModel(options.directory);
  const backend = await createBackend({ directory: options.directory, kind: options.kind, threads: options.threads });
  const scheduler = new Scheduler({ model, backend, nodeId: "bench", limits: { maxRunning: 1, maxQueued: 1 } });
  const items = await longestItems(options.items);
  const rows: ModeRow[] = [];
  const gaps = monitorEventLoopDelay({ resolution: GAP_RESOLUTION_MS });
  for (const schedule of SCHEDULES) {
    const runs = new Map<DenoisingMode, Run[]>(DENOISING_MODES.map((mode) => [mode, []]));
    for (const [i, item] of items.entries()) {
      for (const mode of DENOISING_MODES) {
        const denoising = { mode, confidenceThreshold: schedule.confidenceThreshold };
        const body = requestFor(item, `bench-${i}-${mode}`, model.id, denoising);
        runs.get(mode)?.push(await generate(scheduler, item, body, gaps));
      }
    }
    const dense = runs.get("dense") ?? [];
    for (const [mode, list] of runs) {
      rows.push({
        mode,
        schedule: schedule.name,
        tokensPerSecond: median(list.map((run) => run.tokensPerSecond)),
        ratio: median(list.map((run, i) => run.tokensPerSecond / (dense[i]?.tokensPerSecond ?? Number.NaN))),
        steps: list.reduce((sum, run) => sum + run.steps, 0) / list.length,
        salient: list.reduce((sum, run) => sum + run.salient, 0) / list.length,
        solved: list.filter((run) => run.solved).length,
        items: list.length,
      });
    }
  }
  await scheduler.close();
  await backend.dispose();
  return { rows, longestGapMs: gaps.max / 1e6 };
}
