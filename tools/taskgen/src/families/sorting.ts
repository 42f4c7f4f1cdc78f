/** Sorting, reversing and filtering short lists, smallest and largest number, and a second turn that turns the order. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { exactItem } from "./one-turn.ts";
import { NUMBERS, type Operation, ORDER_AGAIN, WORDS } from "./sorting-data.ts";
import { drawWording, fillSlots, say, type Wordings } from "./wording.ts";
import { COLORS, JOBS, NAMES, THINGS } from "./words.ts";

const NAME = "sorting";

/** Lists of 3-9 elements are trained; `range` asks for 12-15. */
function listLength(rng: Rng, split: Split): number {
  return split === "range" ? rng.int(12, 15) : rng.int(3, 9);
}

const NUMBER_POOL = Array.from({ length: 99 }, (_, i) => i + 1);
const NOUN_POOL: readonly string[] = [...COLORS, ...JOBS, ...THINGS];

function drawNumbers(rng: Rng, split: Split): readonly number[] {
  return drawAllowed(
    split,
    () => rng.sample(NUMBER_POOL, listLength(rng, split)),
    (list) => `list:${list.join(",")}`,
  );
}

function drawWords(rng: Rng, split: Split): readonly string[] {
  return drawAllowed(
    split,
    () => rng.sample<string>(rng.chance(0.5) ? NAMES : NOUN_POOL, listLength(rng, split)),
    (list) => `list:${list.join(",")}`,
  );
}

const text = (list: readonly (number | string)[]): string => list.join(", ");
const ascending = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);
const descending = (list: readonly number[]): number[] => list.toSorted((a, b) => b - a);

/** A limit between two neighbours of the sorted list, so that the filter keeps one element or more and drops one. */
function drawLimit(rng: Rng, list: readonly number[]): number {
  const sorted = ascending(list);
  const i = rng.int(0, sorted.length - 2);
  return rng.int(sorted[i] ?? 0, (sorted[i + 1] ?? 1) - 1);
}

function numbers(rng: Rng, split: Split, operation: Operation): Item {
  const list = drawNumbers(rng, split);
  const wording = drawWording(rng, split, NUMBERS[operation]);
  const simple = (answer: string): Item => exactItem(NAME, fillSlots(wording, { list: text(list) }), answer);
  switch (operation) {
    case "ascending":
      return simple(text(ascending(list)));
    case "descending":
      return simple(text(descending(list)));
    case "reverse":
      return simple(text(list.toReversed()));
    case "smallest":
      return simple(String(Math.min(...list)));
    case "largest":
      return simple(String(Math.max(...list)));
    case "greater": {
      const limit = drawLimit(rng, list);
      const kept = list.filter((value) => value > limit);
      return exactItem(NAME, fillSlots(wording, { list: text(list), limit: String(limit) }), text(kept));
    }
    case "less": {
      const limit = drawLimit(rng, list) + 1;
      const kept = list.filter((value) => value < limit);
      return exactItem(NAME, fillSlots(wording, { list: text(list), limit: String(limit) }), text(kept));
    }
    default:
      throw new Error(`unknown operation ${operation satisfies never}`);
  }
}

function words(rng: Rng, split: Split): Item {
  const list = drawWords(rng, split);
  const reverse = rng.chance(0.3);
  const wordings: Wordings = reverse ? WORDS.reverse : WORDS.alphabetical;
  // Code unit order equals alphabetical order here: within one pool all words share the same case.
  const answer = reverse ? list.toReversed() : list.toSorted();
  return exactItem(NAME, say(rng, split, wordings, { list: text(list) }), text(answer));
}

/** The first turn sorts one way, the second asks for the other way. */
function twoTurns(rng: Rng, split: Split): Item {
  const list = drawNumbers(rng, split);
  const first: Operation = rng.chance(0.5) ? "ascending" : "descending";
  const second: Operation = first === "ascending" ? "descending" : "ascending";
  const up = text(ascending(list));
  const down = text(descending(list));
  const answer = second === "ascending" ? up : down;
  return {
    family: NAME,
    turns: [
      { role: "user", content: say(rng, split, NUMBERS[first], { list: text(list) }) },
      { role: "assistant", content: first === "ascending" ? up : down },
      { role: "user", content: drawWording(rng, split, ORDER_AGAIN[second]) },
    ],
    answer,
    check: { kind: "exact", text: answer },
  };
}

/** Sorts come most often, as they have the longest answers. */
const OPERATIONS: readonly Operation[] = [
  "ascending",
  "ascending",
  "descending",
  "descending",
  "reverse",
  "smallest",
  "largest",
  "greater",
  "less",
];

/** List operations on numbers 1-99 or words from the shared lists; the answer is the list alone. */
export const sorting: Family = {
  name: NAME,
  description: "Sort, reverse and filter lists of numbers or words; smallest and largest; a follow-up turn",
  weight: 6,
  generate(rng, split) {
    const kind = rng.next();
    return kind < 0.65
      ? numbers(rng, split, rng.pick(OPERATIONS))
      : kind < 0.85
        ? words(rng, split)
        : twoTurns(rng, split);
  },
};
