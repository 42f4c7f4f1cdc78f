/** Command: trains the tokenizer on a sample of the training mix and writes `tokenizer.json` and `tokenizer_config.json`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { countPieces, trainMerges } from "./bpe.ts";
import { trainingDraw } from "./dataset.ts";
import { FAMILIES } from "./registry.ts";
import { createRng } from "./rng.ts";
import { tokenizerConfig, tokenizerJson } from "./tokenizer-json.ts";

const VOCAB_SIZE = 4096;
/** Longest sequence the shipped model accepts, tokens. */
const MAX_LENGTH = 1024;
/** Items per family in the sample: equal shares, so that rare words of a small family get their token as well. */
const SAMPLE_PER_FAMILY = 3000;

function* sampleTexts(seed: number): Generator<string> {
  const rng = createRng(seed);
  for (const family of FAMILIES) {
    const draw = trainingDraw([family], new Set());
    for (let i = 0; i < SAMPLE_PER_FAMILY; i++) {
      const item = draw(rng);
      for (const turn of item.turns) {
        yield turn.role;
        yield `\n\n${turn.content}`;
      }
      yield "assistant";
      yield item.answer;
    }
  }
}

const { values } = parseArgs({
  options: { out: { type: "string", default: "models/dyllm-demo" }, seed: { type: "string", default: "7" } },
});
const counts = countPieces(sampleTexts(Number(values.seed)));
const merges = trainMerges(counts, VOCAB_SIZE);
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, "tokenizer.json"), `${JSON.stringify(tokenizerJson(merges, VOCAB_SIZE))}\n`);
writeFileSync(join(values.out, "tokenizer_config.json"), `${JSON.stringify(tokenizerConfig(MAX_LENGTH), null, 2)}\n`);
console.log(`tokenizer: ${counts.size} distinct pieces, ${merges.length} merges, vocabulary ${VOCAB_SIZE}`);
