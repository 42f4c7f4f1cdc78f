/** Chains of comparisons: who is the fastest, slowest, second? The whole order is written before the answer. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { finalItem } from "./one-turn.ts";
import { say, type Wordings } from "./wording.ts";
import { NAMES } from "./words.ts";

const NAME = "ordering";

/** A scale: the comparative and superlative of its upper and of its lower end. */
interface Scale {
  readonly more: string;
  readonly less: string;
  readonly most: string;
  readonly least: string;
}

const SCALES: readonly Scale[] = [
  { more: "faster", less: "slower", most: "fastest", least: "slowest" },
  { more: "taller", less: "shorter", most: "tallest", least: "shortest" },
  { more: "older", less: "younger", most: "oldest", least: "youngest" },
  { more: "stronger", less: "weaker", most: "strongest", least: "weakest" },
  { more: "richer", less: "poorer", most: "richest", least: "poorest" },
  { more: "louder", less: "quieter", most: "loudest", least: "quietest" },
];

/** `{facts}` are the comparisons, `{end}` a superlative, optionally with "second" before it. */
const QUESTIONS: Wordings = {
  trained: [
    "{facts} Who is the {end} ?",
    "{facts} Which one is the {end} ?",
    "{facts} Who of them is the {end} ?",
    "{facts} Name the {end} .",
    "Who is the {end} ? {facts}",
    "{facts} Find the {end} person.",
    "{facts} So who is the {end} ?",
    "Read this and say who is the {end} : {facts}",
    "{facts} Write the order. Who is the {end} ?",
  ],
  heldOut: [
    "Here is what I know. {facts} Tell me the {end} one.",
    "Solve this riddle: who must be the {end} ? {facts}",
    "{facts} From this, can you work out who the {end} is?",
  ],
};

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
    const scale = rng.pick(SCALES);
    const statements = people.slice(1).map((below, i) => {
      const above = people[i] ?? "";
      return rng.chance(0.25) ? `${below} is ${scale.less} than ${above}.` : `${above} is ${scale.more} than ${below}.`;
    });
    const facts = rng.sample(statements, statements.length).join(" ");
    const { end, who } = drawPlace(rng, scale, people);
    const prompt = say(rng, split, QUESTIONS, { facts, end });
    return finalItem(NAME, prompt, [`Order: ${people.join(" > ")}`], who);
  },
};
