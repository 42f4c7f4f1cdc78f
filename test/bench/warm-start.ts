/**
 * `npm run bench:warm`: second turns of conversations, cold and after a warm start from what the first turn computed:
 * whether the answers stay the same, and what it saves. The two ways by turns, one request at a time, in one process.
 *
 *   npm run bench:warm -- --items 100
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { DenoisingOptions } from "@dyllm/shared";
import { z } from "zod";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import { Scheduler } from "../../gpu-node/src/scheduler/scheduler.ts";
import { check } from "../../tools/taskgen/src/check/index.ts";
import { readFrozen } from "../../tools/taskgen/src/frozen.ts";
import { paired } from "../../tools/taskgen/src/statistics.ts";
import type { Item } from "../../tools/taskgen/src/types.ts";
import { requestFor } from "./request.ts";
import { median } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "models/dyllm-demo" },
    split: { type: "string", default: "dev" },
    items: { type: "string", default: "100" },
    threads: { type: "string" },
  },
});
const count = z.coerce.number().int().min(1);
const split = z.enum(["dev", "iid", "template", "range"]).parse(values.split);
/** Enough for all of the run: what is measured is reuse, not eviction. */
const RETAIN_BYTES = 1e9;
const SCHEDULES: Readonly<Record<string, DenoisingOptions>> = {
  "one token a step": { mode: "delayed-cache", confidenceThreshold: null, lookahead: 32 },
  "confidence 0.9": { mode: "delayed-cache", confidenceThreshold: 0.9, lookahead: 32 },
};

interface Answered {
  readonly text: string;
  readonly ms: number;
  readonly firstTextMs: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
}

async function answer(scheduler: Scheduler, item: Item, denoising: DenoisingOptions, scope: string | null) {
  const started = performance.now();
  let text = "";
  let firstTextMs = Number.NaN;
  let [promptTokens, cachedTokens] = [0, 0];
  const request = requestFor(item, "warm", model.id, denoising);
  const scoped = scope === null ? request : { ...request, prefixScope: scope };
  for await (const frame of scheduler.submit(scoped, new AbortController().signal)) {
    if (frame.type === "text") {
      firstTextMs = text === "" ? performance.now() - started : firstTextMs;
      text += frame.text;
    } else if (frame.type === "usage") {
      [promptTokens, cachedTokens] = [frame.promptTokens, frame.cachedTokens ?? 0];
    } else if (frame.type === "error") {
      throw new Error(`${frame.code}: ${frame.message}`);
    }
  }
  return { text, ms: performance.now() - started, firstTextMs, promptTokens, cachedTokens } satisfies Answered;
}

const model = await loadModel(values.model);
const backend = await createBackend({
  directory: values.model,
  kind: "cpu",
  threads: values.threads === undefined ? null : count.parse(values.threads),
  retainBytes: RETAIN_BYTES,
});
const scheduler = new Scheduler({ model, backend, nodeId: "warm", limits: { maxRunning: 1, maxQueued: 1 } });
try {
  const items = (await readFrozen(split)).filter((item) => item.turns.length > 1).slice(0, count.parse(values.items));
  console.log(
    `${items.length} conversations of ${split}, ${cpus()[0]?.model ?? ""}, ${backend.threads} threads, ${new Date().toISOString().slice(0, 10)}\n`,
  );
  console.log(
    "| schedule | same answer | solved cold | solved warm | only warm / only cold (p) | prompt reused | first text, of cold | whole answer, of cold |",
  );
  console.log("|---|---|---|---|---|---|---|---|");
  for (const [name, denoising] of Object.entries(SCHEDULES)) {
    const cold: Answered[] = [];
    const warm: Answered[] = [];
    for (const [i, item] of items.entries()) {
      const scope = `${name}-${i}`;
      await answer(scheduler, { ...item, turns: item.turns.slice(0, 1) }, denoising, scope);
      const runs = [
        async () => cold.push(await answer(scheduler, item, denoising, null)),
        async () => warm.push(await answer(scheduler, item, denoising, scope)),
      ];
      for (const run of i % 2 === 0 ? runs : runs.reverse()) {
        await run();
      }
    }
    const solved = async (answers: readonly Answered[]): Promise<boolean[]> =>
      Promise.all(answers.map(async ({ text }, i) => items[i] !== undefined && (await check(items[i].check, text)).ok));
    const [coldSolved, warmSolved] = [await solved(cold), await solved(warm)];
    const { onlyA, onlyB, p } = paired(warmSolved, coldSolved);
    const share = (values: readonly boolean[]): string =>
      `${((100 * values.filter(Boolean).length) / values.length).toFixed(1)} %`;
    const ratio = (value: (one: Answered) => number): string =>
      median(
        warm.flatMap((one, i) => {
          const other = cold[i];
          const quotient = other === undefined ? Number.NaN : value(one) / value(other);
          return Number.isFinite(quotient) ? [quotient] : [];
        }),
      ).toFixed(2);
    const cells = [
      name,
      share(warm.map(({ text }, i) => text === cold[i]?.text)),
      share(coldSolved),
      share(warmSolved),
      `${onlyA} / ${onlyB} (p ${p.toFixed(2)})`,
      `${(100 * median(warm.map((one) => one.cachedTokens / one.promptTokens))).toFixed(0)} %`,
      ratio((one) => one.firstTextMs),
      ratio((one) => one.ms),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
} finally {
  await scheduler.close();
  await backend.dispose();
}
