/** Drawing wordings by split or paired with a learnt value, and building one-turn items. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Check, Item, Split } from "../types.ts";
import type { Wordings } from "./wording.ts";

/** Draws one wording of the population that `split` uses. */
export function drawWording(rng: Rng, split: Split, wordings: Wordings): string {
  return rng.pick(split === "template" ? wordings.heldOut : wordings.train);
}

/** Puts values into the `{slot}` places of a wording. Throws on a slot without value (a bug in the caller). */
export function fill(wording: string, slots: Readonly<Record<string, string>>): string {
  return wording.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) {
      throw new Error(`no value for the slot ${slot}`);
    }
    return value;
  });
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
  wordings: Wordings,
): { readonly value: T; readonly wording: string } {
  return drawAllowed(
    split,
    () => ({ value: make(), wording: drawWording(rng, split, wordings) }),
    (pair) => `${key(pair.value)}|${pair.wording}`,
  );
}

/** An item with one user turn. */
export function singleTurn(family: string, prompt: string, answer: string, check: Check): Item {
  return { family, turns: [{ role: "user", content: prompt }], answer, check };
}

/** An item with one user turn whose only right answer is the reference itself. */
export function exactItem(family: string, prompt: string, answer: string): Item {
  return singleTurn(family, prompt, answer, { kind: "exact", text: answer });
}

/** An item with one user turn, worked steps and a last line `#### value`. */
export function finalItem(family: string, prompt: string, steps: readonly string[], value: string): Item {
  return singleTurn(family, prompt, [...steps, `#### ${value}`].join("\n"), { kind: "final", value });
}
