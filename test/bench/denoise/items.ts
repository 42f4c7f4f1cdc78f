import type { TextTokenizer } from "../../../gpu-node/src/model/types.ts";
import { type FrozenSplit, readFrozen } from "../../../tools/taskgen/src/frozen.ts";
import type { Item } from "../../../tools/taskgen/src/types.ts";

/** Families whose reference answers have this many tokens on average are told apart: sparsity has something to save there. */
const LONG_ANSWER_TOKENS = 60;

export interface ItemGroup {
  readonly family: string;
  readonly long: boolean;
  /** Mean tokens of the reference answers. */
  readonly referenceTokens: number;
  readonly items: readonly Item[];
}

/**
 * The first `perFamily` items of each wanted family of a frozen split, in the split's order.
 *
 * @param families null: all
 * @throws RangeError for a family the split does not have
 */
export async function itemGroups(
  split: FrozenSplit,
  families: readonly string[] | null,
  perFamily: number,
  tokenizer: TextTokenizer,
): Promise<ItemGroup[]> {
  const all = new Map<string, Item[]>();
  for (const item of await readFrozen(split)) {
    all.set(item.family, [...(all.get(item.family) ?? []), item]);
  }
  const missing = families?.find((family) => !all.has(family));
  if (missing !== undefined) {
    throw new RangeError(`the split ${split} has no family ${missing}; it has ${[...all.keys()].join(", ")}`);
  }
  return Array.from(all)
    .filter(([family]) => families?.includes(family) ?? true)
    .map(([family, every]) => {
      const items = every.slice(0, perFamily);
      const tokens = items.reduce((sum, item) => sum + tokenizer.encode(item.answer).length, 0);
      const referenceTokens = tokens / Math.max(items.length, 1);
      return { family, long: referenceTokens >= LONG_ANSWER_TOKENS, referenceTokens, items };
    });
}
