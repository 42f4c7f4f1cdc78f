/**
 * The split `template` is an honest measure only while no training wording is nearly a held-out one. The trained wordings are
 * frozen with the evaluation sets; those for training only have to keep away.
 */
import { describe, expect, it } from "vitest";
import * as arithmetic from "./arithmetic-data.ts";
import * as price from "./price-data.ts";
import * as wordProblems from "./word-problems-data.ts";
import type { Wordings } from "./wording.ts";

/**
 * Share of common words (places count as words, "please" does not) up to which two wordings are different ways to ask. Of the
 * held-out wordings' nearest neighbours among the trained ones, which were written independently, half are nearer.
 */
const MAX_SIMILARITY = 0.5;
/** Words by which wordings with a word in common must differ at least: short ones would pass by the share alone. */
const MIN_DIFFERENT = 2;

const FAMILIES: Readonly<Record<string, unknown>> = { arithmetic, "word-problems": wordProblems, price };

/** All wordings in the exports of a module, however they are nested, with their path. */
function collect(value: unknown, path: string): { path: string; wordings: Wordings }[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  if ("trained" in value && "heldOut" in value) {
    return [{ path, wordings: value as Wordings }];
  }
  return Object.entries(value).flatMap(([key, inner]) => collect(inner, `${path}.${key}`));
}

interface Bag {
  readonly text: string;
  readonly words: readonly string[];
}

const bag = (text: string): Bag => ({
  text,
  words: (text.toLowerCase().match(/\{\w+\}|[a-z']+|\d+|[^\s\w.,:;!?"'(){}]/g) ?? []).filter(
    (word) => word !== "please",
  ),
});

/** Words of `a` that `b` lacks, each as often as it stands there more. */
function missing(a: readonly string[], b: readonly string[]): string[] {
  const left = [...b];
  return a.filter((word) => {
    const at = left.indexOf(word);
    if (at >= 0) {
      left.splice(at, 1);
    }
    return at < 0;
  });
}

const isSlot = (word: string): boolean => word.startsWith("{");

/** True when the two say the same in nearly the same words. */
function near(a: Bag, b: Bag): boolean {
  const onlyA = missing(a.words, b.words);
  const onlyB = missing(b.words, a.words);
  const shared = a.words.length - onlyA.length;
  const different = Math.max(onlyA.filter((w) => !isSlot(w)).length, onlyB.filter((w) => !isSlot(w)).length);
  const sharesWord = missing(a.words, onlyA).some((word) => !isSlot(word));
  return shared / (shared + onlyA.length + onlyB.length) > MAX_SIMILARITY || (sharesWord && different < MIN_DIFFERENT);
}

describe.each(Object.entries(FAMILIES))("wordings of %s for training only", (name, module) => {
  const kinds = collect(module, name);

  it("keep away from the held-out wordings of their kind", () => {
    const tooNear = kinds.flatMap(({ path, wordings }) => {
      const heldOut = wordings.heldOut.map(bag);
      return (wordings.more ?? []).map(bag).flatMap((more) => {
        const held = heldOut.find((candidate) => near(more, candidate));
        return held === undefined ? [] : [`${path}: "${more.text}" is near "${held.text}"`];
      });
    });
    expect(tooNear).toEqual([]);
  });

  it("are written once, and are none of the trained ones", () => {
    const plain = (text: string): string =>
      text
        .toLowerCase()
        .replace(/[.?!]$/, "")
        .trim();
    const repeated = kinds.flatMap(({ path, wordings }) => {
      const seen = new Set(wordings.trained.map(plain));
      return (wordings.more ?? []).flatMap((text) => {
        const known = seen.has(plain(text));
        seen.add(plain(text));
        return known ? [`${path}: ${text}`] : [];
      });
    });
    expect(repeated).toEqual([]);
  });

  it("have the slots that the trained ones have", () => {
    const slots = (text: string): string[] => text.match(/\{\w+\}/g) ?? [];
    const unknown = kinds.flatMap(({ path, wordings }) => {
      const known = new Set([...wordings.trained, ...wordings.heldOut].flatMap(slots));
      return (wordings.more ?? []).flatMap((text) =>
        slots(text).every((slot) => known.has(slot)) ? [] : [`${path}: ${text}`],
      );
    });
    expect(unknown).toEqual([]);
  });

  it("leave a space, a sign or an end beside every slot, so that a value has the same tokens as in the answer", () => {
    const glued = kinds.flatMap(({ path, wordings }) =>
      (wordings.more ?? [])
        .filter((text) => /[\p{L}\d_]\{|\}[\p{L}\d_]|\}\{/u.test(text))
        .map((text) => `${path}: ${text}`),
    );
    expect(glued).toEqual([]);
  });
});
