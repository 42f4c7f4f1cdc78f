/** Chains of comparisons: who is the fastest, slowest, second? The whole order is written before the answer. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { finalItem } from "./one-turn.ts";
import { MORE_SCALES, QUESTIONS, SCALES, type Scale } from "./ordering-data.ts";
import { STATEMENTS_MORE } from "./ordering-more.ts";
import { fillSlots, say } from "./wording.ts";
import { NAMES } from "./words.ts";

const NAME = "ordering";

/** Share of training comparisons that are not said as "A is faster than B.". */
const OTHER_STATEMENT_SHARE = 0.2;

/** Three to five people are trained, six or seven asked in `range`. */
function drawPeople(rng: Rng, split: Split): readonly string[] {
  return drawAllowed(
    split,
    () => rng.sample<string>(NAMES, split === "range" ? rng.int(6, 7) : rng.int(3, 5)),
    (people) => `order:${people.join(">")}`,
  );
}

/** Which place is asked for, and how it is called. */
function drawPlace(rng: Rng, scale: Scale, people: readonly string[]): { readonly end: string; readonly who: string } {
  const places = [
    { end: scale.most, index: 0 },
    { end: scale.least, index: people.length - 1 },
    { end: `second ${scale.most}`, index: 1 },
  ];
  const place = rng.pick(places);
  return { end: place.end, who: people[place.index] ?? "" };
}

/**
 * Comparisons of neighbours fix the order completely. `>` in the answer always means the first comparative of the
 * scale. One statement in four is said the other way round.
 */
export const ordering: Family = {
  name: NAME,
  description: "Order three to five people from pairwise comparisons and name one place",
  weight: 5,
  generate(rng, split): Item {
    const people = drawPeople(rng, split);
    const scale = rng.pick(split === "train" ? [...SCALES, ...MORE_SCALES] : SCALES);
    const statements = people.slice(1).map((below, i) => {
      const above = people[i] ?? "";
      if (split === "train" && rng.chance(OTHER_STATEMENT_SHARE)) {
        return fillSlots(rng.pick(STATEMENTS_MORE), { above, below, more: scale.more, less: scale.less });
      }
      return rng.chance(0.25) ? `${below} is ${scale.less} than ${above}.` : `${above} is ${scale.more} than ${below}.`;
    });
    const facts = rng.sample(statements, statements.length).join(" ");
    const { end, who } = drawPlace(rng, scale, people);
    const prompt = say(rng, split, QUESTIONS, { facts, end });
    return finalItem(NAME, prompt, [`Order: ${people.join(" > ")}`], who);
  },
};
