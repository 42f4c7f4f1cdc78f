/**
 * `npm run bench:event`: event-driven steps, a prototype on onnxruntime, against dense steps, block caches and `dyllm-exact`
 * on the same canvases, interleaved step by step in one process; then whole answers, growth with depth and the time by
 * operator. Markdown tables on standard output; `docs/bench/event.md` holds what came of it.
 *
 * CPU time is the process's: with one thread it is the figure that other work on the machine disturbs least.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { DenoisingOptions } from "@dyllm/shared";
import { z } from "zod";
import type { Backend } from "../../gpu-node/src/backend/backend.ts";
import { loadRuntime, type Runtime } from "../../gpu-node/src/backend/onnx/runtime.ts";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import { BYTE_TOKENS } from "../../tools/random-checkpoint/options.ts";
import { specialId, writeRandomCheckpoint } from "../../tools/random-checkpoint/write.ts";
import { check } from "../../tools/taskgen/src/check/index.ts";
import type { Item } from "../../tools/taskgen/src/types.ts";
import { itemGroups } from "./denoise/items.ts";
import { EngineBackend, EventBackend } from "./event/backends.ts";
import { BLOCK_LENGTH, CONTENDERS, EVENTS, REFERENCE, TIGHT_EVENTS } from "./event/contenders.ts";
import { decode, randomPath } from "./event/paths.ts";
import { type Backends, type Contender, type Path, replay, type StepMeasure } from "./event/replay.ts";
import { depthTable, type StepSummary, stepTable, summarise } from "./event/summary.ts";
import { type OperatorTime, openProfiler } from "./operator-profile.ts";
import { median } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "models/dyllm-demo" },
    items: { type: "string", default: "20" },
    /** By default two that the model mostly solves, so that accuracy can differ, and two with the longest answers. */
    families: { type: "string", default: "sql,javascript,several,json" },
    threads: { type: "string", default: "1" },
    /** Steps on the random models. */
    steps: { type: "string", default: "40" },
    parts: { type: "string", default: "steps,answers,random,depth,profile" },
  },
});
const count = z.coerce.number().int().min(1);
const items = count.parse(values.items);
const randomSteps = count.parse(values.steps);
const part = z.enum(["steps", "answers", "random", "depth", "profile"]);
const parts = new Set(z.array(part).parse(values.parts.split(",")));

/** The two ways to commit that matter: one token a step, and those of the `balanced` preset. */
const SCHEDULES = {
  "one token a step": { confidenceThreshold: null, lookahead: null },
  "threshold 0.9, one block ahead": { confidenceThreshold: 0.9, lookahead: BLOCK_LENGTH },
} as const satisfies Record<string, DenoisingOptions>;

/** Steps between two comparisons of distributions. */
const PROBE_EVERY = 5;
/** As many canvases are open at once as there are contenders, and one for the dense reference. */
const MAX_SLOTS = CONTENDERS.length + TIGHT_EVENTS.length + 1;

async function openBackends(directory: string, runtime: Runtime): Promise<Backends> {
  const engine = await EngineBackend.load(directory, runtime, MAX_SLOTS);
  return { engine, event: await EventBackend.load(directory, runtime) };
}

async function closeBackends({ engine, event }: Backends): Promise<void> {
  await engine.dispose();
  await event.dispose();
}

/** Methods whose rows are shown layer by layer. */
const DEPTH_SHOWN = new Set([...EVENTS, ...TIGHT_EVENTS].map(({ name }) => name));

const WARM_UP_STEPS = 5;

/** Timed and probed replays of paths, summed up by contender, after a few steps to warm up. */
async function measurePaths(
  backends: Backends,
  contenders: readonly Contender[],
  paths: readonly Path[],
): Promise<StepSummary[]> {
  const timed = new Map<string, StepMeasure[]>();
  const probed = new Map<string, StepMeasure[]>();
  const add = (to: Map<string, StepMeasure[]>, from: ReadonlyMap<string, StepMeasure[]>): void => {
    for (const [name, measures] of from) {
      to.set(name, [...(to.get(name) ?? []), ...measures]);
    }
  };
  for (const path of paths.slice(0, 1)) {
    await replay(backends, contenders, { ...path, steps: path.steps.slice(0, WARM_UP_STEPS) }, 0);
  }
  for (const path of paths) {
    add(timed, await replay(backends, contenders, path, 0));
    add(probed, await replay(backends, contenders, path, PROBE_EVERY));
  }
  return contenders.map(({ name }) => summarise(name, timed.get(name) ?? [], probed.get(name) ?? []));
}

/** Development items, one of each family in turn. */
async function chooseItems(tokenizer: Parameters<typeof itemGroups>[3]): Promise<Item[]> {
  const groups = await itemGroups("dev", values.families.split(","), items, tokenizer);
  return Array.from(
    { length: items },
    (_, i) => groups[i % groups.length]?.items[Math.floor(i / groups.length)],
  ).filter((item) => item !== undefined);
}

async function measureDefaultModel(runtime: Runtime): Promise<void> {
  const model = await loadModel(values.model);
  const backends = await openBackends(values.model, runtime);
  const chosen = await chooseItems(model.tokenizer);
  for (const [schedule, denoising] of Object.entries(SCHEDULES)) {
    if (parts.has("steps")) {
      const paths: Path[] = [];
      for (const item of chosen) {
        paths.push((await decode(model, backends.engine, item, { mode: "dense", ...denoising })).path);
      }
      const rows = await measurePaths(backends, CONTENDERS, paths);
      console.log(`\n## ${model.id}, ${schedule}, ${paths.length} items, ${runtime.threads} threads\n`);
      console.log(stepTable(rows, REFERENCE));
      console.log(`\n${depthTable(rows.filter(({ name }) => DEPTH_SHOWN.has(name)))}`);
    }
    if (parts.has("answers")) {
      console.log(`\n## Answers of ${model.id}, ${schedule}\n`);
      await measureAnswers(model, backends, chosen, denoising);
    }
  }
  await closeBackends(backends);
}

/** Whole answers, every method deciding for itself what it commits. */
async function measureAnswers(
  model: Awaited<ReturnType<typeof loadModel>>,
  backends: Backends,
  chosen: readonly Item[],
  denoising: DenoisingOptions,
): Promise<void> {
  const results = new Map<string, { solved: number; tokens: number; ms: number[] }>();
  for (const [i, item] of chosen.entries()) {
    for (let k = 0; k < CONTENDERS.length; k++) {
      const contender = CONTENDERS[(i + k) % CONTENDERS.length];
      if (contender === undefined) {
        continue;
      }
      const options = { denseSteps: 1, ...denoising, ...optionsOf(contender) };
      const { text, tokens, cpuMs } = await decode(model, backendOf(backends, contender), item, options);
      const result = results.get(contender.name) ?? { solved: 0, tokens: 0, ms: [] };
      result.solved += (await check(item.check, text)).ok ? 1 : 0;
      result.tokens += tokens;
      result.ms.push(cpuMs);
      results.set(contender.name, result);
    }
  }
  const reference = results.get(REFERENCE)?.ms ?? [];
  console.log(
    `| method | solved of ${chosen.length} | tokens | CPU ms an answer, median | × ${REFERENCE}, median of the items |`,
  );
  console.log("|---|---|---|---|---|");
  for (const { name } of CONTENDERS) {
    const { solved, tokens, ms } = results.get(name) ?? { solved: 0, tokens: 0, ms: [Number.NaN] };
    const ratio = median(ms.map((value, i) => value / (reference[i] ?? Number.NaN)));
    console.log(`| ${name} | ${solved} | ${tokens} | ${median(ms).toFixed(1)} | ${ratio.toFixed(2)} |`);
  }
}

function optionsOf(contender: Contender): DenoisingOptions {
  switch (contender.rule) {
    case "dense":
    case "block-cache":
      return { mode: contender.rule };
    case "dyllm-exact":
      return { mode: "dyllm-exact", tau: contender.tau };
    case "event":
      // The prototype takes every step that is not dense as an event-driven one.
      return { mode: "dyllm-exact" };
    default:
      throw new Error(`unknown contender ${contender satisfies never}`);
  }
}

function backendOf(backends: Backends, contender: Contender): Backend {
  if (contender.rule !== "event") {
    return backends.engine;
  }
  backends.event.settings = contender.settings;
  return backends.event;
}

/** Random models: what their steps cost, and how far a change spreads through their layers. */
const RANDOM = {
  random: { layers: 8, hidden: 512, heads: 8, ffn: 1536, vocab: 8192, maxRows: 512, prompt: 256 },
  depth: { layers: 32, hidden: 128, heads: 4, ffn: 352, vocab: 512, maxRows: 192, prompt: 64 },
} as const;

async function measureRandom(kind: keyof typeof RANDOM, runtime: Runtime): Promise<void> {
  const { prompt, ...shape } = RANDOM[kind];
  const directory = await mkdtemp(join(tmpdir(), "event-bench-"));
  try {
    await writeRandomCheckpoint({ ...shape, directory, seed: 1, dtype: "F32", shards: 1 });
    const backends = await openBackends(directory, runtime);
    const path = randomPath({
      promptRows: prompt,
      answerRows: shape.maxRows - prompt,
      blockLength: BLOCK_LENGTH,
      steps: randomSteps,
      tokens: BYTE_TOKENS,
      maskToken: specialId("<|mdm_mask|>"),
      seed: 1,
    });
    const contenders = [...CONTENDERS, ...TIGHT_EVENTS];
    const rows = await measurePaths(backends, contenders, [path]);
    const { layers, hidden, maxRows } = shape;
    console.log(
      `\n## Random model, ${layers} layers, d ${hidden}, ${maxRows} rows, one token a step, ${randomSteps} steps\n`,
    );
    console.log(stepTable(rows, REFERENCE));
    console.log(`\n${depthTable(rows.filter(({ name }) => DEPTH_SHOWN.has(name)))}`);
    await closeBackends(backends);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Operators shown by name; the others are summed. */
const SHOWN_OPERATORS = 16;

async function profileDefaultModel(runtime: Runtime): Promise<void> {
  const model = await loadModel(values.model);
  const profilers = { engine: await openProfiler(runtime), event: await openProfiler(runtime) };
  const engine = await EngineBackend.load(values.model, profilers.engine.runtime, MAX_SLOTS);
  const event = await EventBackend.load(values.model, profilers.event.runtime);
  const [item] = await chooseItems(model.tokenizer);
  if (item === undefined) {
    throw new RangeError("no items");
  }
  const { path } = await decode(model, engine, item, { mode: "block-cache", ...SCHEDULES["one token a step"] });
  const chosen = CONTENDERS.filter(({ rule, name }) => rule === "block-cache" || name === EVENTS[1]?.name);
  await replay({ engine, event }, chosen, path, 0);
  console.log("\n## Time by operator, one step, ms (medians)\n");
  printOperators(REFERENCE, await profilers.engine.finish());
  printOperators(EVENTS[1]?.name ?? "", await profilers.event.finish());
}

function printOperators(name: string, times: readonly OperatorTime[]): void {
  const total = (list: readonly OperatorTime[]): OperatorTime => ({
    operator: "all others",
    ms: list.reduce((sum, { ms }) => sum + ms, 0),
    nodes: list.reduce((sum, { nodes }) => sum + nodes, 0),
  });
  const shown = [
    ...times.slice(0, SHOWN_OPERATORS),
    total(times.slice(SHOWN_OPERATORS)),
    { ...total(times), operator: "**all**" },
  ];
  console.log(`| ${name} | ms | nodes |\n|---|---|---|`);
  for (const { operator, ms, nodes } of shown) {
    console.log(`| ${operator} | ${ms.toFixed(2)} | ${nodes} |`);
  }
  console.log("");
}

const runtime = await loadRuntime("cpu", count.parse(values.threads));
if (parts.has("steps") || parts.has("answers")) {
  await measureDefaultModel(runtime);
}
if (parts.has("random")) {
  await measureRandom("random", runtime);
}
if (parts.has("depth")) {
  await measureRandom("depth", runtime);
}
if (parts.has("profile")) {
  await profileDefaultModel(runtime);
}
