/**
 * `npm run bench:memory`: what a node holds (Linux): built and started as its unit does it, a process of its own for each model and
 * precision, after loading and after answers, against the bound 1.6 × weights + caches + 150 MB.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GENERATE_PATH, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import { startChild, waitUntilReady } from "../../tools/local/child.ts";
import { freePort } from "../../tools/local/with-stack.ts";
import { buildNode, NODE_DIST } from "../../tools/node-build/build.ts";
import { writeRandomCheckpoint } from "../../tools/random-checkpoint/write.ts";
import { unitCommand } from "../support/systemd-unit.ts";

const MIB = 1024 ** 2;
const READY_MS = 120_000;
const ANSWERS = 8;
/** What was needed for loading only is given back in this time. */
const SETTLE_MS = 1_000;

const SHAPES = {
  "d 512, 8 layers": { layers: 8, hidden: 512, heads: 8, ffn: 1536, vocab: 8192, maxRows: 512 },
  "d 1024, 16 layers": { layers: 16, hidden: 1024, heads: 16, ffn: 2816, vocab: 32_000, maxRows: 512 },
} as const;

/** Resident memory now and at its peak, in MiB. */
async function resident(pid: number): Promise<{ readonly now: number; readonly peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kib = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: kib("VmRSS"), peak: kib("VmHWM") };
}

async function answer(url: string, model: string, mode: "dyllm" | "delayed-cache", id: number): Promise<void> {
  const request: GenerateRequest = {
    version: PROTOCOL_VERSION,
    requestId: `memory-${mode}-${id}`,
    model,
    input: { kind: "text", text: "abcdefgh ".repeat(16) },
    canvas: { maxTokens: 256 },
    sampling: { temperature: 0, seed: id },
    denoising: { mode, steps: 24, earlyStop: false },
    stop: [],
    timeoutMs: 600_000,
  };
  const response = await fetch(`${url}${GENERATE_PATH}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  if (!response.ok || !(await response.text()).includes('"done"')) {
    throw new Error(`no answer: ${response.status}`);
  }
}

async function measure(name: string, directory: string, precision: "fp32" | "int8"): Promise<void> {
  const { id, config } = await loadModel(directory);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { args, environment } = await unitCommand("dyllm-node", {
    "/opt/dyllm/app/gpu-node/dist": NODE_DIST,
    "/var/lib/dyllm-node/model": directory,
    "9100": String(port),
  });
  const flags = ["--backend", "cpu", "--precision", precision, "--insecure-no-auth", "--log-level", "silent"];
  const env = { ...process.env, ...environment };
  const child = await startChild("node", process.execPath, [...args, ...flags], { env, stdio: "ignore" });
  try {
    await waitUntilReady(`${url}/healthz`, child, READY_MS);
    await sleep(SETTLE_MS);
    const loaded = await resident(child.pid);
    for (let i = 0; i < ANSWERS; i++) {
      await answer(url, id, i % 2 === 0 ? "dyllm" : "delayed-cache", i);
    }
    const used = await resident(child.pid);
    const { layers, hidden: d, ffn, vocab, tiedHead } = config;
    const weights = (4 * (layers * (4 * d * d + 3 * d * ffn) + (tiedHead ? 1 : 2) * vocab * d)) / MIB;
    const rows = Math.min(256 + 150, config.maxRows);
    const caches = (4 * 4 * layers * rows * d) / MIB;
    const bound = 1.6 * weights + caches + 150;
    const cells = [name, precision, weights, caches, loaded.now, loaded.peak, used.now, used.peak, bound].map((cell) =>
      typeof cell === "number" ? cell.toFixed(0) : cell,
    );
    console.log(`| ${cells.join(" | ")} |`);
  } finally {
    await child.stop();
  }
}

console.log(
  "| model | precision | weights in float32 | caches of one canvas | loaded | peak while loading | after answers | peak | 1.6 × weights + caches + 150 |",
);
console.log("|---|---|---|---|---|---|---|---|---|");
await buildNode();
for (const precision of ["fp32", "int8"] as const) {
  await measure("default model", "models/dyllm-demo", precision);
  for (const [name, shape] of Object.entries(SHAPES)) {
    const directory = await mkdtemp(join(tmpdir(), "dyllm-memory-"));
    try {
      await writeRandomCheckpoint({ ...shape, directory, seed: 1, dtype: "F16", shards: 2 });
      await measure(name, directory, precision);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
}
