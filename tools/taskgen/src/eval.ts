/**
 * `npm run eval`: asks an OpenAI-compatible endpoint the frozen evaluation items and judges the answers with the
 * generator's own checkers. Without `--base-url` it starts the node and the gateway itself.
 *
 *   npm run eval -- --split iid --limit 50 --modes default,dense
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { withLocalStack } from "../../local/with-stack.ts";
import { ask, type Endpoint } from "./ask.ts";
import { check } from "./check/index.ts";
import { readFrozen } from "./frozen.ts";
import { paired, wilson } from "./statistics.ts";
import type { Item } from "./types.ts";

const { values } = parseArgs({
  options: {
    "base-url": { type: "string" },
    "api-key": { type: "string", default: process.env.OPENAI_API_KEY ?? "" },
    model: { type: "string", default: "dyllm-demo" },
    "model-dir": { type: "string" },
    split: { type: "string", default: "iid,template,range" },
    family: { type: "string" },
    limit: { type: "string", default: "200" },
    concurrency: { type: "string", default: "2" },
    modes: { type: "string", default: "default" },
    json: { type: "string" },
  },
});

const splitNames = z.array(z.enum(["iid", "template", "range", "dev"])).parse(values.split.split(","));
const modes = z.array(z.enum(["default", "dense", "dyllm", "dyllm-exact"])).parse(values.modes.split(","));
const limit = z.coerce.number().int().min(1).parse(values.limit);
const concurrency = z.coerce.number().int().min(1).max(64).parse(values.concurrency);
const families = values.family?.split(",");

interface Outcome {
  readonly family: string;
  readonly split: string;
  readonly mode: string;
  readonly solved: boolean[];
  readonly answerTokens: number;
  readonly seconds: number;
}

/** At most `limit` items of each family. */
function select(items: readonly Item[]): Map<string, Item[]> {
  const byFamily = new Map<string, Item[]>();
  for (const item of items) {
    if (families !== undefined && !families.includes(item.family)) {
      continue;
    }
    const list = byFamily.get(item.family) ?? [];
    if (list.length < limit) {
      list.push(item);
    }
    byFamily.set(item.family, list);
  }
  return byFamily;
}

/** Asks all items of one cell, several at a time, and keeps the outcomes in the items' order. */
async function score(
  endpoint: Endpoint,
  mode: string,
  items: readonly Item[],
): Promise<Omit<Outcome, "family" | "split">> {
  const solved: boolean[] = [];
  let answerTokens = 0;
  let next = 0;
  const started = performance.now();
  const lane = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      const item = items[i];
      if (item === undefined) {
        return;
      }
      const answer = await ask(endpoint, item.turns, mode);
      answerTokens += answer.tokens;
      solved[i] = (await check(item.check, answer.text)).ok;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { mode, solved, answerTokens, seconds: (performance.now() - started) / 1000 };
}

async function run(endpoint: Endpoint): Promise<void> {
  const outcomes: Outcome[] = [];
  console.log(`| family | split | mode | n | accuracy | 95 % interval | tokens/s | against ${modes[0]} |`);
  console.log("|---|---|---|---|---|---|---|---|");
  for (const split of splitNames) {
    for (const [family, items] of select(await readFrozen(split))) {
      let first: boolean[] | null = null;
      for (const mode of modes) {
        const outcome = { family, split, ...(await score(endpoint, mode, items)) };
        outcomes.push(outcome);
        console.log(row(outcome, first));
        first ??= outcome.solved;
      }
    }
  }
  for (const mode of modes) {
    summary(outcomes, mode);
  }
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ model: values.model, limit, outcomes }, null, 1)}\n`);
  }
}

function row(outcome: Outcome, first: boolean[] | null): string {
  const n = outcome.solved.length;
  const right = outcome.solved.filter(Boolean).length;
  const { low, high } = wilson(right, n);
  const against = first === null ? "" : compare(outcome.solved, first);
  const speed = (outcome.answerTokens / outcome.seconds).toFixed(0);
  return `| ${outcome.family} | ${outcome.split} | ${outcome.mode} | ${n} | ${percent(right / n)} | ${percent(low)}-${percent(high)} | ${speed} | ${against} |`;
}

function compare(these: boolean[], first: boolean[]): string {
  const { onlyA, onlyB, p } = paired(these, first);
  return `+${onlyA} −${onlyB} (p ${p.toFixed(2)})`;
}

function summary(outcomes: readonly Outcome[], mode: string): void {
  const all = outcomes.filter((o) => o.mode === mode).flatMap((o) => o.solved);
  const first = outcomes.filter((o) => o.mode === modes[0]).flatMap((o) => o.solved);
  const right = all.filter(Boolean).length;
  const { low, high } = wilson(right, all.length);
  const against = mode === modes[0] ? "" : `, against ${modes[0]}: ${compare(all, first)}`;
  console.log(
    `all ${mode}: ${right}/${all.length} = ${percent(right / all.length)} (${percent(low)}-${percent(high)})${against}`,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

const baseUrl = values["base-url"];
if (baseUrl === undefined) {
  const directory = await mkdtemp(join(tmpdir(), "dyllm-eval-"));
  try {
    await withLocalStack({ directory, model: values["model-dir"] }, (stack) =>
      run({ baseUrl: `${stack.edgeUrl}/v1`, apiKey: stack.apiKey, model: values.model }),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
} else {
  await run({ baseUrl, apiKey: values["api-key"], model: values.model });
}
