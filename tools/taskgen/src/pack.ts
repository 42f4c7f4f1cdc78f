/**
 * Command: draws the training mix, tokenises it and writes flat binary files for `tools/train/train.py`:
 * `{train,drill,dev}.tokens.bin` (uint16 ids, prompt then answer, row after row), `….index.bin` (int32 pairs of prompt and
 * answer length), `….family.bin` (uint8 family number) and `meta.json`.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createEncoder, type Encode } from "./bpe.ts";
import { answerIds, promptIds } from "./chat.ts";
import { copyDrill, vocabularyWords } from "./copy-drill.ts";
import { heldOutItems, heldOutPrompts, trainingDraw } from "./dataset.ts";
import { equationDrill } from "./equation-drill.ts";
import { FAMILIES } from "./registry.ts";
import { createRng } from "./rng.ts";
import { readMerges } from "./tokenizer-json.ts";
import type { Family, Item } from "./types.ts";

/** Longer rows are dropped: they would cost a batch of their own. Tokens, prompt and answer together. */
const DEFAULT_MAX_ROW_TOKENS = 320;
/** An answer of this many tokens gives the decoder something to skip. */
const LONG_ANSWER_TOKENS = 80;
const DRILLS = ["copy-drill", "equation-drill"] as const;
const DEV_PER_FAMILY = 16;

interface Rows {
  readonly tokens: Uint16Array;
  readonly index: Int32Array;
  readonly family: Uint8Array;
}

/** Collects rows in growing typed arrays: plain arrays of 10^8 numbers do not fit the heap. */
function packRows(
  items: Iterable<Item>,
  names: readonly string[],
  encode: Encode,
  maxTokens: number,
): Rows & { dropped: number } {
  let tokens = new Uint16Array(1 << 20);
  let used = 0;
  let dropped = 0;
  const index: number[] = [];
  const family: number[] = [];
  for (const item of items) {
    const prompt = promptIds(encode, item.turns);
    const answer = answerIds(encode, item.answer);
    if (prompt.length + answer.length > maxTokens) {
      dropped++;
      continue;
    }
    if (used + maxTokens > tokens.length) {
      const larger = new Uint16Array(tokens.length * 2);
      larger.set(tokens);
      tokens = larger;
    }
    tokens.set(prompt, used);
    tokens.set(answer, used + prompt.length);
    used += prompt.length + answer.length;
    index.push(prompt.length, answer.length);
    family.push(names.indexOf(item.family));
  }
  return { tokens: tokens.subarray(0, used), index: Int32Array.from(index), family: Uint8Array.from(family), dropped };
}

function writeRows(folder: string, name: string, rows: Rows): void {
  for (const key of ["tokens", "index", "family"] as const) {
    const array = rows[key];
    writeFileSync(join(folder, `${name}.${key}.bin`), new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
}

function report(rows: Rows, names: readonly string[]): void {
  const perFamily = names.map(() => ({ rows: 0, prompt: 0, answer: 0, long: 0 }));
  rows.family.forEach((f, i) => {
    const entry = perFamily[f];
    if (entry !== undefined) {
      const answer = rows.index[2 * i + 1] ?? 0;
      entry.rows++;
      entry.prompt += rows.index[2 * i] ?? 0;
      entry.answer += answer;
      entry.long += answer >= LONG_ANSWER_TOKENS ? 1 : 0;
    }
  });
  const long = perFamily.reduce((sum, entry) => sum + entry.long, 0);
  const share = (100 * long) / rows.family.length;
  console.log(
    `${rows.family.length} rows, ${rows.tokens.length} tokens, ${share.toFixed(1)} % of answers >= 80 tokens`,
  );
  console.log("family              rows   tokens  prompt  answer  long %");
  perFamily.forEach((e, f) => {
    if (e.rows > 0) {
      const cells = [e.rows, e.prompt + e.answer, (e.prompt / e.rows).toFixed(0), (e.answer / e.rows).toFixed(0)];
      const text = cells.map((cell) => String(cell).padStart(8)).join("");
      console.log(`${(names[f] ?? "").padEnd(16)}${text}${((100 * e.long) / e.rows).toFixed(0).padStart(8)}`);
    }
  });
}

/** The families that a `--mix` names, with its weights. Throws RangeError on a name that is no family. */
function reweighted(mix: string): Family[] {
  return mix.split(",").map((part) => {
    const [name, weight] = part.split(":");
    const family = FAMILIES.find((candidate) => candidate.name === name);
    if (family === undefined || !(Number(weight) > 0)) {
      throw new RangeError(`--mix wants name:weight, got ${part}`);
    }
    return { ...family, weight: Number(weight) };
  });
}

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "tools/train/out/data" },
    tokenizer: { type: "string", default: "models/dyllm-demo/tokenizer.json" },
    examples: { type: "string", default: "600000" },
    drill: { type: "string", default: "40000" },
    "drill-kind": { type: "string", default: DRILLS[0] },
    seed: { type: "string", default: "1" },
    /** `name:weight,name:weight`: another mix than the families' own weights. */
    mix: { type: "string" },
    "max-tokens": { type: "string", default: String(DEFAULT_MAX_ROW_TOKENS) },
  },
});
const started = Date.now();
const merges = readMerges(JSON.parse(readFileSync(values.tokenizer, "utf8")));
const encode = createEncoder(merges);
const names = [...FAMILIES.map((family) => family.name), ...DRILLS];
const rng = createRng(Number(values.seed));
const maxTokens = Number(values["max-tokens"]);
const draw = trainingDraw(values.mix === undefined ? FAMILIES : reweighted(values.mix), heldOutPrompts(FAMILIES));
const words = vocabularyWords(merges);

function* repeat(count: number, make: () => Item): Generator<Item> {
  for (let i = 0; i < count; i++) {
    yield make();
  }
}

mkdirSync(values.out, { recursive: true });
const train = packRows(
  repeat(Number(values.examples), () => draw(rng)),
  names,
  encode,
  maxTokens,
);
writeRows(values.out, "train", train);
const drill = DRILLS.find((name) => name === values["drill-kind"]);
if (drill === undefined) {
  throw new RangeError(`--drill-kind is one of ${DRILLS.join(", ")}`);
}
const drillRows = repeat(Number(values.drill), () =>
  drill === "copy-drill" ? copyDrill(rng, words) : equationDrill(rng),
);
writeRows(values.out, "drill", packRows(drillRows, names, encode, maxTokens));
const devItems = FAMILIES.flatMap((family) => heldOutItems(family, "dev", DEV_PER_FAMILY));
writeRows(values.out, "dev", packRows(devItems, names, encode, DEFAULT_MAX_ROW_TOKENS));
writeFileSync(join(values.out, "meta.json"), `${JSON.stringify({ families: names, seed: Number(values.seed) })}\n`);
report(train, names);
console.log(`${train.dropped} rows longer than ${maxTokens} tokens dropped; ${(Date.now() - started) / 1000} s`);
