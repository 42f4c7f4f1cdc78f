/** Byte-pair encoding: trainer and encoder on token ids (Sennrich et al. 2016, arXiv 1508.07909). */
import { FIRST_BYTE_ID, FIRST_MERGE_ID, splitPieces } from "./tokenizer-format.ts";

/** Merge `i` joins the pair `merges[i]` into the id `FIRST_MERGE_ID + i`. */
export type Merges = readonly (readonly [number, number])[];

/** Pairs are kept as one number; ids stay far below this. */
const PAIR_BASE = 65_536;
/** A pair seen once would spend an id on one word of the sample. */
const MIN_PAIR_COUNT = 2;

const bytes = new TextEncoder();

function byteIds(piece: string): number[] {
  return Array.from(bytes.encode(piece), (b) => FIRST_BYTE_ID + b);
}

/** Replaces each `left, right` in `ids` by `merged`, left to right. */
function mergePair(ids: readonly number[], left: number, right: number, merged: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === left && ids[i + 1] === right) {
      out.push(merged);
      i++;
    } else {
      out.push(ids[i] as number);
    }
  }
  return out;
}

/**
 * Learns merges from counted pieces until the vocabulary has `vocabSize` ids or no pair is left that occurs twice.
 * Ties go to the pair with the lower ids, so the result depends on the counts only.
 */
export function trainMerges(counts: ReadonlyMap<string, number>, vocabSize: number): Merges {
  const words = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([piece, n]) => ({ ids: byteIds(piece), n }));
  const pairCount = new Map<number, number>();
  const pairWords = new Map<number, Set<number>>();
  const add = (word: number, sign: 1 | -1): void => {
    const { ids, n } = words[word] as { ids: number[]; n: number };
    for (let i = 0; i + 1 < ids.length; i++) {
      const pair = (ids[i] as number) * PAIR_BASE + (ids[i + 1] as number);
      pairCount.set(pair, (pairCount.get(pair) ?? 0) + sign * n);
      if (sign > 0) {
        const where = pairWords.get(pair) ?? new Set();
        pairWords.set(pair, where.add(word));
      }
    }
  };
  words.forEach((_, w) => {
    add(w, 1);
  });
  const merges: [number, number][] = [];
  while (FIRST_MERGE_ID + merges.length < vocabSize) {
    let best = -1;
    let most = MIN_PAIR_COUNT - 1;
    for (const [pair, n] of pairCount) {
      if (n > most || (n === most && best >= 0 && pair < best)) {
        best = pair;
        most = n;
      }
    }
    if (best < 0) {
      break;
    }
    const left = Math.floor(best / PAIR_BASE);
    const right = best % PAIR_BASE;
    const id = FIRST_MERGE_ID + merges.length;
    merges.push([left, right]);
    for (const w of pairWords.get(best) ?? []) {
      add(w, -1);
      const word = words[w] as { ids: number[]; n: number };
      word.ids = mergePair(word.ids, left, right, id);
      add(w, 1);
    }
    pairCount.delete(best);
    pairWords.delete(best);
  }
  return merges;
}

/** Counts the pieces of many texts, as input of `trainMerges`. */
export function countPieces(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const piece of splitPieces(text)) {
      counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
  }
  return counts;
}

/** Text (without special tokens) to token ids. */
export type Encode = (text: string) => number[];

/** Pieces repeat, so their ids are remembered; past this many the memory starts anew. */
const MAX_REMEMBERED_PIECES = 200_000;

/** An encoder for `merges`: applies the lowest-ranked merge first, as Hugging Face's BPE does. */
export function createEncoder(merges: Merges): Encode {
  const rank = new Map(merges.map(([left, right], i) => [left * PAIR_BASE + right, i]));
  const known = new Map<string, readonly number[]>();
  const encodePiece = (piece: string): readonly number[] => {
    let ids = byteIds(piece);
    for (;;) {
      let best = Number.POSITIVE_INFINITY;
      for (let i = 0; i + 1 < ids.length; i++) {
        best = Math.min(best, rank.get((ids[i] as number) * PAIR_BASE + (ids[i + 1] as number)) ?? best);
      }
      const pair = merges[best];
      if (pair === undefined) {
        return ids;
      }
      ids = mergePair(ids, pair[0], pair[1], FIRST_MERGE_ID + best);
    }
  };
  return (text) => {
    const out: number[] = [];
    for (const piece of splitPieces(text)) {
      let ids = known.get(piece);
      if (ids === undefined) {
        ids = encodePiece(piece);
        if (known.size >= MAX_REMEMBERED_PIECES) {
          known.clear();
        }
        known.set(piece, ids);
      }
      out.push(...ids);
    }
    return out;
  };
}
