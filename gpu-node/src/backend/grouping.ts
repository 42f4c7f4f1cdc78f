import { activeRowsOf, type StepPlan } from "./backend.ts";

/** A plan with the canvas it is for. */
export interface Placed {
  readonly plan: StepPlan;
  /** Token ids of the canvas `[N]`. */
  readonly slot: { readonly tokens: Int32Array };
}

/** Rows a plan computes, ascending, and the number of canvas rows that are attended to, which are the first ones. */
export interface Extent {
  readonly active: Int32Array;
  readonly canvas: number;
}

/** Extent of a plan on its slot's canvas. */
export function extentOf({ plan, slot }: Placed): Extent {
  return { active: activeRowsOf(plan, slot.tokens.length), canvas: plan.endRow ?? slot.tokens.length };
}

/** Sizes of one packed step. */
export interface StepSize {
  readonly sequences: number;
  /** Most active rows of one sequence. */
  readonly rows: number;
  /** Most canvas rows of one sequence. */
  readonly keys: number;
}

/** Padded attention scores a group may have for each one that counts: beyond, running twice is cheaper than padding. */
const MOST_PADDING = 1.5;

/**
 * Divides plans into groups that run packed as one step: sequences of very different length are kept apart, because
 * attention pads all of a group to its longest. A group of one is never refused.
 *
 * @param fits whether a group of this size may run as one step
 */
export function groupPlans<T extends Placed>(
  entries: readonly T[],
  fits: (size: StepSize) => boolean,
): readonly (readonly T[])[] {
  const sized = entries.map((entry) => {
    const { active, canvas } = extentOf(entry);
    return { entry, rows: active.length, keys: canvas };
  });
  const groups: (typeof sized)[] = [];
  for (const item of sized.toSorted((a, b) => b.rows * b.keys - a.rows * a.keys)) {
    const group = groups.at(-1);
    if (group !== undefined && belong([...group, item])) {
      group.push(item);
    } else {
      groups.push([item]);
    }
  }
  return groups.map((group) => group.map(({ entry }) => entry));

  function belong(items: typeof sized): boolean {
    const rows = Math.max(...items.map((item) => item.rows));
    const keys = Math.max(...items.map((item) => item.keys));
    const needed = items.reduce((sum, item) => sum + item.rows * item.keys, 0);
    const padded = items.length * rows * keys;
    return padded <= MOST_PADDING * needed && fits({ sequences: items.length, rows, keys });
  }
}
