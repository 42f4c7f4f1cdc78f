import type { Rng } from "../rng.ts";
import type { Split } from "../types.ts";

/** Wordings of one kind: `trained` for every split but `template`, which draws only from `held`. */
export interface Wordings<T = string> {
  readonly trained: readonly T[];
  readonly held: readonly T[];
}

/** One wording that `split` may use. */
export function drawWording<T>(rng: Rng, split: Split, wordings: Wordings<T>): T {
  return rng.pick(split === "template" ? wordings.held : wordings.trained);
}

/** Replaces each `{slot}` of `template` by its value; a slot without a value is a bug and throws. */
export function fillSlots(template: string, slots: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) {
      throw new Error(`no value for the slot ${slot}`);
    }
    return value;
  });
}

/** `a`, `a and b`, `a, b and c`. */
export function listInWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
