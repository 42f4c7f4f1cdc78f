/** Wordings of a task: sentences with `{slot}` places. */
import type { Rng } from "../rng.ts";
import type { Split } from "../types.ts";

/** `train` serves every split but `template`, which draws from `heldOut` alone. */
export interface Wordings {
  readonly train: readonly string[];
  readonly heldOut: readonly string[];
}

/** Draws a wording that `split` may use and fills its slots. Throws on a slot without a value (a bug in the caller). */
export function say(
  rng: Rng,
  split: Split,
  wordings: Wordings,
  slots: Readonly<Record<string, string | number>>,
): string {
  const wording = rng.pick(split === "template" ? wordings.heldOut : wordings.train);
  return wording.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const value = slots[slot];
    if (value === undefined) {
      throw new Error(`no value for the slot ${slot}`);
    }
    return String(value);
  });
}
