/**
 * Dense and sparse steps on a device, packed: `node --import tsx test/bench/gpu.ts [--model DIR | --shape small|1b|8b|tiny]
 * [--batch 1,8,32] [--steps 20] [--backend webgpu|cpu] [--precision auto|fp32|fp16] [--memory 80GB]`. Prints one JSON line
 * for each batch. Beside it, on the same GPU: `gpu_reference.py`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Backend, Slot, StepPlan } from "../../gpu-node/src/backend/backend.ts";
import { createBackend, PRECISIONS } from "../../gpu-node/src/backend/create-backend.ts";
import { GREEDY, makePlan } from "../../gpu-node/src/backend/testing/make-plan.ts";
import { bytesArg, choiceArg } from "../../gpu-node/src/commands/args.ts";
import { readConfig } from "../../gpu-node/src/model/config.ts";
import { writeRandomCheckpoint } from "../../tools/random-checkpoint/write.ts";
import { BLOCK, denseGflop, type GpuShape, PROMPT, ROWS, SHAPES } from "./gpu-shapes.ts";
import { median } from "./statistics.ts";

/** Share of the active rows that is to be salient in a sparse step; τ is steered towards it. */
const SALIENT_SHARE = 0.05;
const WARM_UP_STEPS = 3;
const SCORE = Int32Array.from({ length: BLOCK }, (_, i) => PROMPT + i);

interface Options {
  readonly batches: readonly number[];
  readonly steps: number;
  readonly backend: "webgpu" | "cpu";
  readonly precision: (typeof PRECISIONS)[number];
  readonly memoryBytes: number | null;
}

function planOf(slot: Slot, round: number, tau: number, kind: "dense" | "sparse"): StepPlan {
  const positions = Int32Array.from([0, 8, 16], (offset) => PROMPT + offset + (round % 8));
  const plan = makePlan({
    kind,
    exact: false,
    firstRow: PROMPT,
    changes: { positions, tokens: positions.map((_, k) => 10 + ((round * 7 * (k + 1)) % 200)) },
    score: SCORE,
    tau,
    choice: { ...GREEDY, step: round },
  });
  return { slot, ...plan };
}

/** Median ms of a packed step of all slots, and the mean share of salient rows over the counted steps. */
async function measure(backend: Backend, slots: readonly Slot[], kind: "dense" | "sparse", steps: number) {
  const times: number[] = [];
  const shares: number[] = [];
  // log10(1 − τ): on random weights no fixed τ keeps a share.
  let distance = -3;
  for (let round = 0; round < steps + WARM_UP_STEPS; round++) {
    const started = performance.now();
    const results = await backend.step(slots.map((slot) => planOf(slot, round, 1 - 10 ** distance, kind)));
    const ms = performance.now() - started;
    const salient = results.flatMap((result) => [...result.salientRows].map((rows) => rows / result.activeRows));
    const share = salient.reduce((sum, value) => sum + value, 0) / salient.length;
    distance = Math.min(0, Math.max(-7, distance + 0.25 * Math.log10(Math.max(share, 0.002) / SALIENT_SHARE)));
    if (round >= WARM_UP_STEPS) {
      times.push(ms);
      shares.push(share);
    }
  }
  return { ms: median(times), share: shares.reduce((sum, value) => sum + value, 0) / shares.length };
}

async function bench(directory: string, name: string, shape: GpuShape, options: Options): Promise<void> {
  const started = performance.now();
  const backend = await createBackend({
    directory,
    kind: options.backend,
    threads: null,
    maxSlots: Math.max(...options.batches),
    precision: options.precision,
    memoryBytes: options.memoryBytes,
    notice: (message) => console.error(message),
  });
  const loadMs = performance.now() - started;
  try {
    const tokens = Int32Array.from({ length: ROWS }, (_, i) => 10 + ((i * 37) % 200));
    for (const batch of options.batches) {
      const slots = await Promise.all(Array.from({ length: batch }, () => backend.open(tokens)));
      const dense = await measure(backend, slots, "dense", options.steps);
      const sparse = await measure(backend, slots, "sparse", options.steps);
      await Promise.all(slots.map((slot) => backend.close(slot)));
      const device = backend.device ?? null;
      const line = {
        shape: name,
        backend: backend.name,
        adapter: device?.adapter ?? null,
        precision: device?.precision ?? "fp32",
        memoryBytes: device?.memoryBytes ?? null,
        loadMs: Math.round(loadMs),
        batch,
        denseMs: dense.ms,
        denseTflops: (batch * denseGflop(shape)) / dense.ms,
        sparseMs: sparse.ms,
        salientShare: sparse.share,
        // Steps of a sequence; times the tokens it commits in a step: tokens/s.
        denseSequenceStepsPerSecond: (1000 * batch) / dense.ms,
        sparseSequenceStepsPerSecond: (1000 * batch) / sparse.ms,
      };
      console.log(JSON.stringify(line));
    }
  } finally {
    await backend.dispose();
  }
}

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    model: text,
    shape: { ...text, default: "small" },
    batch: { ...text, default: "1,8,32" },
    steps: { ...text, default: "20" },
    backend: { ...text, default: "webgpu" },
    precision: text,
    memory: text,
  },
});
const options: Options = {
  batches: values.batch.split(",").map(Number),
  steps: Number(values.steps),
  backend: choiceArg("--backend", values.backend, ["webgpu", "cpu"]) ?? "webgpu",
  precision: choiceArg("--precision", values.precision, PRECISIONS) ?? "auto",
  memoryBytes: bytesArg("--memory", values.memory),
};
if (values.model === undefined) {
  const shape = SHAPES[values.shape];
  if (shape === undefined) {
    throw new RangeError(`--shape is one of ${Object.keys(SHAPES).join(", ")}`);
  }
  const directory = await mkdtemp(join(tmpdir(), "dyllm-gpu-bench-"));
  try {
    await writeRandomCheckpoint({ ...shape, directory, seed: 1, dtype: "BF16", maxRows: ROWS });
    await bench(directory, values.shape, shape, options);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
} else {
  const config = await readConfig(values.model);
  if (config.maxRows < ROWS) {
    throw new RangeError(`the model takes ${config.maxRows} rows, the bench needs ${ROWS}`);
  }
  await bench(values.model, values.model, { ...config, shards: 1 }, options);
}
