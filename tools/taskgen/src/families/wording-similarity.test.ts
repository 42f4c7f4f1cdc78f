/**
 * The split `template` is an honest measure only while no training wording is nearly a held-out one. The trained wordings are
 * frozen with the evaluation sets; those for training only have to keep away.
 */
import { describe, expect, it } from "vitest";
import * as several from "../several-wordings.ts";
import * as arithmetic from "./arithmetic-data.ts";
import * as dates from "./dates-data.ts";
import * as definitions from "./definitions-wordings.ts";
import * as facts from "./facts-wordings.ts";
import * as fillIn from "./fill-in-wordings.ts";
import * as javascriptTasks from "./javascript-specs.ts";
import * as javascript from "./javascript-wordings.ts";
import * as json from "./json-wordings.ts";
import * as letters from "./letters-data.ts";
import * as ordering from "./ordering-data.ts";
import * as price from "./price-data.ts";
import { FORMS } from "./refusal-forms.ts";
import { MORE_FORMS } from "./refusal-forms-more.ts";
import { OOD_QUESTIONS } from "./refusal-ood-data.ts";
import * as smalltalk from "./smalltalk-data.ts";
import * as sorting from "./sorting-data.ts";
import * as sql from "./sql-wordings.ts";
import * as sudoku from "./sudoku-data.ts";
import * as tables from "./tables-wordings.ts";
import * as twoTurn from "./two-turn-data.ts";
import * as units from "./units-data.ts";
import * as wordProblems from "./word-problems-data.ts";
import type { Wordings } from "./wording.ts";

/**
 * Share of common words up to which two wordings are different ways to ask. "please" is not counted, nor are places that
 * every wording of the kind has. Of the held-out wordings' nearest neighbours among the trained ones, which were written
 * independently, half are nearer.
 */
const MAX_SIMILARITY = 0.5;
/** Wordings with at least as many words in common as differ are nearly the same when no more than this many differ. */
const MAX_WORDS_APART = 2;

const FAMILIES: Readonly<Record<string, unknown>> = {
  arithmetic,
  "word-problems": wordProblems,
  price,
  units,
  dates,
  sorting,
  letters,
  ordering,
  sudoku,
  facts,
  definitions,
  json,
  tables,
  "fill-in": fillIn,
  sql,
  javascript: { javascript, javascriptTasks },
  "two-turn": twoTurn,
  smalltalk,
  several,
};

/** Places of further forms of a value, which only wordings for training have. */
const MORE_SLOTS = ["{do}"];

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

/** The words of a wording, places among them, without those in `common`. */
function wordsOf(text: string, common: readonly string[]): string[] {
  const all = text.toLowerCase().match(/\{\w+\}|[a-z']+|\d+|[^\s\w.,:;!?"'(){}]/g) ?? [];
  return missing(
    all.filter((word) => word !== "please"),
    common,
  );
}

/** Words of `a` that `b` lacks; a word that stands there more often is lacked as often. */
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

const slotsOf = (text: string): string[] => text.match(/\{\w+\}/g) ?? [];

/** The places that every trained and held-out wording has. */
function commonSlots({ trained, heldOut }: Wordings): string[] {
  const [first = [], ...others] = [...trained, ...heldOut].map(slotsOf);
  return others.reduce((common, slots) => missing(common, missing(common, slots)), first);
}

/** True when the two ask in nearly the same words. */
function near(a: readonly string[], b: readonly string[]): boolean {
  const onlyA = missing(a, b).length;
  const onlyB = missing(b, a).length;
  const shared = a.length - onlyA;
  const apart = Math.max(onlyA, onlyB);
  return shared / (shared + onlyA + onlyB) > MAX_SIMILARITY || (apart <= MAX_WORDS_APART && shared >= apart);
}

describe.each(Object.entries(FAMILIES))("wordings of %s for training only", (name, module) => {
  const kinds = collect(module, name);

  it("keep away from the held-out wordings of their kind", () => {
    const tooNear = kinds.flatMap(({ path, wordings }) => {
      const common = commonSlots(wordings);
      const heldOut = wordings.heldOut.map((text) => ({ text, words: wordsOf(text, common) }));
      return (wordings.more ?? []).flatMap((text) => {
        const words = wordsOf(text, common);
        const held = heldOut.find((candidate) => near(words, candidate.words));
        return held === undefined ? [] : [`${path}: "${text}" is near "${held.text}"`];
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
    const unknown = kinds.flatMap(({ path, wordings }) => {
      const known = new Set([...wordings.trained, ...wordings.heldOut].flatMap(slotsOf).concat(MORE_SLOTS));
      return (wordings.more ?? []).flatMap((text) =>
        slotsOf(text).every((slot) => known.has(slot)) ? [] : [`${path}: ${text}`],
      );
    });
    expect(unknown).toEqual([]);
  });

  it("leave a space, a sign or an end beside every slot, so that a value has the same tokens as in the answer", () => {
    const glued = kinds.flatMap(({ path, wordings }) =>
      (wordings.more ?? [])
        // A query's conditions bring their own space.
        .filter((text) => /[\p{L}\d_]\{|\}[\p{L}\d_]|\}\{/u.test(text.replaceAll("{where}", "")))
        .map((text) => `${path}: ${text}`),
    );
    expect(glued).toEqual([]);
  });
});

describe("wordings for training only", () => {
  /** Shorter ones are parts of sentences, and mean something only in their place. */
  const MIN_WORDS = 3;
  const words = (text: string): string[] => wordsOf(text, []).filter((word) => !word.startsWith("{"));
  const inOrder = (text: string): string => words(text).sort().join(" ");

  it("of refused questions keep away from those of the frozen set ood", () => {
    const frozen = OOD_QUESTIONS.map((text) => ({ text, words: words(text) }));
    const forms = [...Object.values(FORMS), ...Object.values(MORE_FORMS)].flat();
    const tooNear = forms.flatMap((form) => {
      const own = words(form);
      const other = frozen.find((candidate) => near(own, candidate.words));
      return own.length < MIN_WORDS || other === undefined ? [] : [`"${form}" is near "${other.text}"`];
    });
    expect(tooNear).toEqual([]);
  });

  it("have the words of no held-out wording of any family", () => {
    const all = Object.entries(FAMILIES).flatMap(([name, module]) => collect(module, name));
    const held = new Set(all.flatMap(({ wordings }) => wordings.heldOut.map(inOrder)));
    const same = all.flatMap(({ path, wordings }) =>
      (wordings.more ?? [])
        .filter((text) => words(text).length >= MIN_WORDS && held.has(inOrder(text)))
        .map((text) => `${path}: ${text}`),
    );
    expect(same).toEqual([]);
  });
});
