/** Copying drill for the first part of training: without the prompt-to-answer copy circuit no family can be learnt. */
import type { Merges } from "./bpe.ts";
import type { Rng } from "./rng.ts";
import { FIRST_BYTE_ID } from "./tokenizer-format.ts";
import type { Item } from "./types.ts";

const MIN_ITEMS = 2;
const MAX_ITEMS = 18;
const NUMBER_SHARE = 0.25;
const WORDINGS = ["Repeat:", "Copy this:", "Say again:", "Write once more:"] as const;

/** All whole words of the vocabulary, as text without the space: one token each after a space. */
export function vocabularyWords(merges: Merges): string[] {
  const texts: string[] = Array.from({ length: 256 }, (_, b) => String.fromCharCode(b));
  for (const [left, right] of merges) {
    texts.push(`${texts[left - FIRST_BYTE_ID]}${texts[right - FIRST_BYTE_ID]}`);
  }
  return texts.filter((text) => /^ [A-Za-z]+$/.test(text)).map((text) => text.slice(1));
}

/** One drill row: a list of random words and numbers to be written again. */
export function copyDrill(rng: Rng, words: readonly string[]): Item {
  const count = rng.int(MIN_ITEMS, MAX_ITEMS);
  const list = Array.from({ length: count }, () =>
    rng.chance(NUMBER_SHARE) ? String(rng.int(0, 10 ** rng.int(1, 3))) : rng.pick(words),
  ).join(rng.chance(0.3) ? ", " : " ");
  return {
    family: "copy-drill",
    turns: [{ role: "user", content: `${rng.pick(WORDINGS)} ${list}` }],
    answer: list,
    check: { kind: "exact", text: list },
  };
}
