/** Wordings of a task: which sentences a split may use, and what stands in their `{slot}` places. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Split } from "../types.ts";

/** The wordings of one kind of question. */
export interface Wordings {
  /** Every split draws these but `template`. */
  readonly trained: readonly string[];
  /** `template` draws these, and nothing else does. */
  readonly heldOut: readonly string[];
  /** Drawn in `train` only, besides `trained`: what the evaluation splits draw does not depend on them. */
  readonly more?: readonly string[];
}

/**
 * Share of `trained` in training where a kind has more wordings. The evaluation on unseen values asks in them, so they
 * must not drown in the others, however many there are.
 */
const TRAINED_SHARE = 0.3;

/** One wording that `split` may use. */
export function drawWording(rng: Rng, split: Split, { trained, heldOut, more = [] }: Wordings): string {
  if (split === "template") {
    return rng.pick(heldOut);
  }
  const usual = split !== "train" || more.length === 0 || (trained.length > 0 && rng.chance(TRAINED_SHARE));
  return rng.pick(usual ? trained : more);
}

/** What is always said the `usual` way in evaluation, and in training half of the time in one of the ways of `more`. */
export function otherwise(rng: Rng, split: Split, usual: string, more: readonly string[]): string {
  return split === "train" && rng.chance(0.5) ? rng.pick(more) : usual;
}

/** Puts values into the `{slot}` places of a wording. Throws on a slot without a value (a bug in the caller). */
export function fillSlots(wording: string, slots: Readonly<Record<string, string | number>>): string {
  return wording.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) {
      throw new Error(`no value for the slot ${slot}`);
    }
    return String(value);
  });
}

/** Draws a wording that `split` may use and fills its slots. */
export function say(
  rng: Rng,
  split: Split,
  wordings: Wordings,
  slots: Readonly<Record<string, string | number>>,
): string {
  return fillSlots(drawWording(rng, split, wordings), slots);
}

/**
 * Draws a value and a wording together, for values that are learnt by heart: each pair belongs to one split by its
 * hash, so a held-out item asks for a known value in a known wording, but never in that combination.
 */
export function drawPair<T>(
  rng: Rng,
  split: Split,
  make: () => T,
  key: (value: T) => string,
  wordings: (value: T) => Wordings,
): { readonly value: T; readonly wording: string } {
  return drawAllowed(
    split,
    () => {
      const value = make();
      return { value, wording: drawWording(rng, split, wordings(value)) };
    },
    (pair) => `${key(pair.value)}|${pair.wording}`,
  );
}

/** `a`, `a and b`, `a, b and c`. */
export function listInWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
