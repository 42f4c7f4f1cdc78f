import type { ModelConfig } from "../../model/types.ts";
import { stepBytes } from "./memory-plan.ts";
import { extentOf, type Packable } from "./packing.ts";

/** Padded attention scores a group may have for each one that counts: beyond, running twice is cheaper than padding. */
const MOST_PADDING = 1.5;

/**
 * Divides plans into groups that run packed as one step: each fits the working space, and sequences of very different
 * length are kept apart, because attention pads all of a group to its longest. Keeps the order within a group.
 */
export function groupPlans<T extends Packable>(
  config: ModelConfig,
  entries: readonly T[],
  bytesPerElement: number,
  scratchBytes: number,
): readonly (readonly T[])[] {
  const sized = entries.map((entry) => {
    const { active, canvas } = extentOf(entry);
    return { entry, rows: active.length, keys: canvas };
  });
  const groups: (typeof sized)[] = [];
  for (const item of sized.toSorted((a, b) => b.rows * b.keys - a.rows * a.keys)) {
    const group = groups.at(-1);
    if (group !== undefined && fits([...group, item])) {
      group.push(item);
    } else {
      groups.push([item]);
    }
  }
  return groups.map((group) => group.map(({ entry }) => entry));

  function fits(items: typeof sized): boolean {
    const rows = Math.max(...items.map((item) => item.rows));
    const keys = Math.max(...items.map((item) => item.keys));
    const needed = items.reduce((sum, item) => sum + item.rows * item.keys, 0);
    const padded = items.length * rows * keys;
    return (
      padded <= MOST_PADDING * needed &&
      stepBytes(config, bytesPerElement, { sequences: items.length, rows, keys }) <= scratchBytes
    );
  }
}
