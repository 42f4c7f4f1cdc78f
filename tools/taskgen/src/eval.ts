/**
 * `npm run eval`: asks an OpenAI-compatible endpoint the frozen evaluation items and judges the answers with the
 * generator's own checkers. Without `--base-url` it starts the node and the gateway itself.
 *
 *   npm run eval -- --split iid --limit 50 --modes dense,default
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLocalStack } from "../../local/with-stack.ts";
import { type Ask, createAsk } from "./ask.ts";
import { EVAL_USAGE, type EvalOptions, parseEvalOptions } from "./eval-options.ts";
import { differing, EvaluationError, type Score, score } from "./eval-score.ts";
import { pooled, tableHead, tableRow } from "./eval-table.ts";
import { FrozenError, readFrozen } from "./frozen.ts";
import type { Item } from "./types.ts";

/** Exit statuses: not all answers repeatable, or the run broke off; a wrong command line. */
const FAILED = 1;
const MISUSED = 2;

interface Cell {
  readonly family: string;
  readonly split: string;
  readonly scores: readonly Score[];
}

/** At most `limit` items of each wanted family. */
function select(items: readonly Item[], { family: wanted, limit }: EvalOptions): Map<string, Item[]> {
  const byFamily = new Map<string, Item[]>();
  for (const item of items) {
    const list = byFamily.get(item.family) ?? [];
    if (list.length < limit && (wanted === undefined || wanted.includes(item.family))) {
      list.push(item);
      byFamily.set(item.family, list);
    }
  }
  return byFamily;
}

/** Scores every mode once, and again for `--repeat`; says which items came out differently. */
async function scoreCell(ask: Ask, items: readonly Item[], options: EvalOptions): Promise<[Score[], string[]]> {
  const scores: Score[] = [];
  const changes: string[] = [];
  for (const mode of options.modes) {
    const first = await score(ask, mode, items, options.concurrency);
    scores.push(first);
    for (let time = 2; time <= options.repeat; time++) {
      const { outcomes, texts } = differing(first, await score(ask, mode, items, options.concurrency));
      if (texts.length > 0 || outcomes.length > 0) {
        changes.push(
          `${mode}, time ${time}: items ${texts.join(", ")} answered differently, ${outcomes.length} judged so`,
        );
      }
    }
  }
  return [scores, changes];
}

/** Runs all cells and prints rows as they come; returns the exit status. */
async function run(ask: Ask, options: EvalOptions): Promise<number> {
  const cells: Cell[] = [];
  const changes: string[] = [];
  console.log(tableHead(options.modes));
  for (const split of options.split) {
    const before = cells.length;
    for (const [family, items] of select(await readFrozen(split), options)) {
      const [scores, changed] = await scoreCell(ask, items, options);
      cells.push({ family, split, scores });
      changes.push(...changed.map((line) => `${family}/${split}, ${line}`));
      console.log(tableRow(family, split, scores));
    }
    if (cells.length > before + 1) {
      console.log(tableRow("all", split, pooled(cells.slice(before).map((cell) => cell.scores))));
    }
  }
  if (cells.length === 0) {
    console.error("no item: the chosen splits do not hold the chosen families");
    return MISUSED;
  }
  summarise(cells, options);
  if (options.json !== undefined) {
    const { model, limit, modes, repeat } = options;
    await writeFile(options.json, `${JSON.stringify({ model, limit, modes, repeat, changes, cells }, null, 1)}\n`);
  }
  if (options.repeat > 1) {
    console.log(changes.length === 0 ? `asked ${options.repeat} times: every answer the same` : changes.join("\n"));
  }
  return changes.length === 0 ? 0 : FAILED;
}

function summarise(cells: readonly Cell[], { modes }: EvalOptions): void {
  for (const [i, mode] of modes.entries()) {
    const scores = cells.flatMap((cell) => cell.scores[i] ?? []);
    const sum = (value: (score: Score) => number): number => scores.reduce((total, one) => total + value(one), 0);
    const seconds = sum((one) => one.seconds);
    const speed = seconds > 0 ? sum((one) => one.answerTokens) / seconds : 0;
    const missing = sum((one) => one.unanswered);
    console.log(
      `${mode}: ${seconds.toFixed(0)} s, ${speed.toFixed(0)} answer tokens/s${missing > 0 ? `; ${missing} without an answer count as wrong` : ""}`,
    );
  }
}

async function main(options: EvalOptions): Promise<number> {
  const baseUrl = options["base-url"];
  if (baseUrl !== undefined) {
    return run(createAsk({ baseUrl, apiKey: options["api-key"], model: options.model }), options);
  }
  const directory = await mkdtemp(join(tmpdir(), "dyllm-eval-"));
  try {
    const nodeFlags = options.precision === undefined ? [] : ["--precision", options.precision];
    return await withLocalStack({ directory, model: options["model-dir"], nodeFlags }, (stack) =>
      run(createAsk({ baseUrl: `${stack.edgeUrl}/v1`, apiKey: stack.apiKey, model: options.model }), options),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const parsed = parseEvalOptions(process.argv.slice(2));
if (!parsed.ok) {
  console.error(`${parsed.problems.join("\n")}\n\n${EVAL_USAGE}`);
  process.exitCode = MISUSED;
} else {
  process.exitCode = await main(parsed.options).catch((error: unknown) => {
    if (error instanceof EvaluationError || error instanceof FrozenError) {
      console.error(`${error.code}: ${error.message}`);
      return FAILED;
    }
    throw error;
  });
}
