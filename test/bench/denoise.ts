/**
 * `npm run bench:denoise`: every denoising method on the same frozen items, the methods of one item directly after each
 * other, and what each costs and loses. Writes JSON, tables and plots into `docs/bench/`.
 *
 *   npm run bench:denoise -- --split iid --items 50 --families sql,json,several
 *   npm run bench:denoise -- --split dev --methods "dense,block-cache,block-cache + threshold" --out ""
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { DENOISING_MODES } from "@dyllm/shared";
import { z } from "zod";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import type { Item } from "../../tools/taskgen/src/types.ts";
import { type Answer, answer, divergence } from "./denoise/answer.ts";
import { type BenchEngine, openEngines } from "./denoise/engines.ts";
import { itemGroups } from "./denoise/items.ts";
import { allMethods, BASELINE, BENCH_SETTINGS, type Method } from "./denoise/methods.ts";
import { table, writeReport } from "./denoise/report.ts";
import { type Measured, type Row, summarise } from "./denoise/summary.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "models/dyllm-demo" },
    split: { type: "string", default: "dev" },
    families: { type: "string" },
    methods: { type: "string" },
    items: { type: "string", default: "20" },
    /** Items of each family whose canvases are also computed densely; 0: none. */
    "kl-items": { type: "string", default: "3" },
    /** Steps between two such comparisons. */
    "kl-every": { type: "string", default: "3" },
    tau: { type: "string", default: String(BENCH_SETTINGS.tau) },
    threshold: { type: "string", default: String(BENCH_SETTINGS.confidenceThreshold) },
    "entropy-bound": { type: "string", default: String(BENCH_SETTINGS.entropyBound) },
    lookahead: { type: "string", default: String(BENCH_SETTINGS.lookahead) },
    backend: { type: "string", default: "cpu" },
    threads: { type: "string" },
    out: { type: "string", default: "docs/bench" },
  },
});

const integer = z.coerce.number().int().min(0);
const split = z.enum(["dev", "iid", "template", "range"]).parse(values.split);
const perFamily = integer.min(1).parse(values.items);
const klItems = integer.parse(values["kl-items"]);
const klEvery = integer.min(1).parse(values["kl-every"]);
const methods = chosenMethods();

function chosenMethods(): Method[] {
  const all = allMethods(
    {
      tau: z.coerce.number().parse(values.tau),
      confidenceThreshold: z.coerce.number().parse(values.threshold),
      entropyBound: z.coerce.number().parse(values["entropy-bound"]),
      lookahead: integer.parse(values.lookahead),
    },
    DENOISING_MODES,
  );
  const wanted = values.methods?.split(",").map((name) => name.trim());
  const unknown = wanted?.find((name) => !all.some((method) => method.name === name));
  if (unknown !== undefined) {
    throw new RangeError(`no method ${unknown}; there are: ${all.map(({ name }) => name).join(", ")}`);
  }
  // The baseline is always run: everything is relative to it.
  return all.filter(({ name }) => name === BASELINE || (wanted?.includes(name) ?? true));
}

/** The methods in an order that moves on by one from item to item, so that none is always first on a warm machine. */
function rotated(index: number): Method[] {
  const start = index % methods.length;
  return [...methods.slice(start), ...methods.slice(0, start)];
}

const model = await loadModel(values.model);
const { engines, close } = await openEngines(
  model,
  {
    directory: values.model,
    kind: z.enum(["cpu", "wasm", "auto"]).parse(values.backend),
    threads: values.threads === undefined ? null : integer.min(1).parse(values.threads),
  },
  new Set(methods.map((method) => method.engine)),
);

function engineOf({ engine }: Method): BenchEngine {
  const opened = engines.get(engine);
  if (opened === undefined) {
    throw new RangeError(`engine ${engine} is not open`);
  }
  return opened;
}

type Results = Map<string, Measured & { answers: Answer[]; divergences: { kl: number; sameTop: number }[] }>;

async function measure(items: readonly Item[]): Promise<Results> {
  const results: Results = new Map(methods.map(({ name }) => [name, { answers: [], divergences: [] }]));
  for (const [i, item] of items.entries()) {
    for (const method of rotated(i)) {
      const result = results.get(method.name);
      result?.answers.push(await answer(engineOf(method), model.id, method, item));
      const probe = i < klItems ? await divergence(engineOf(method), model.id, method, item, klEvery) : null;
      if (probe !== null) {
        result?.divergences.push(probe);
      }
    }
  }
  return results;
}

function merge(parts: readonly Results[]): Results {
  return new Map(
    methods.map(({ name }) => [
      name,
      {
        answers: parts.flatMap((part) => part.get(name)?.answers ?? []),
        divergences: parts.flatMap((part) => part.get(name)?.divergences ?? []),
      },
    ]),
  );
}

function rowsOf(group: string, results: Results): Row[] {
  const dense = results.get(BASELINE)?.answers ?? [];
  return Array.from(results, ([name, measured]) => summarise(group, name, measured, dense));
}

try {
  const groups = await itemGroups(split, values.families?.split(",") ?? null, perFamily, model.tokenizer);
  // The first answer wakes threads and fills pages; it counts for nobody.
  const first = groups[0]?.items[0];
  if (first === undefined) {
    throw new RangeError("no items");
  }
  for (const method of methods) {
    await answer(engineOf(method), model.id, method, first);
  }
  const rows: Row[] = [];
  const parts: { readonly long: boolean; readonly results: Results }[] = [];
  for (const group of groups) {
    const results = await measure(group.items);
    parts.push({ long: group.long, results });
    const title = `${group.family}, ${group.referenceTokens.toFixed(0)} reference tokens`;
    rows.push(...rowsOf(title, results));
    console.log(`\n## ${title} (${group.items.length} items)\n\n${table(rowsOf(title, results))}`);
  }
  for (const [name, long] of [
    ["short answers", false],
    ["long answers", true],
  ] as const) {
    const own = parts.filter((part) => part.long === long).map((part) => part.results);
    if (own.length > 0) {
      const summed = rowsOf(name, merge(own));
      rows.unshift(...summed);
      console.log(`\n## ${name}\n\n${table(summed)}`);
    }
  }
  if (values.out !== "") {
    const report = {
      command: `npm run bench:denoise -- ${process.argv.slice(2).join(" ")}`.trim(),
      date: new Date().toISOString().slice(0, 10),
      machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}`,
      model: model.id,
      backend: engines.get("fp32")?.backend.name ?? "",
      threads: engines.get("fp32")?.backend.threads ?? 0,
      split,
      rows,
    };
    await writeReport(values.out, `denoise-${split}`, report, methods);
  }
} finally {
  await close();
}
