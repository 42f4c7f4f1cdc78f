/** Facts learnt by heart: countries, HTTP status codes, chemical elements. One fact, one sentence, one line. */
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { COUNTRIES, ELEMENTS, HTTP_STATUS } from "./facts-data.ts";
import { exactItem } from "./one-turn.ts";
import { drawPair, fillSlots, listInWords, type Wordings } from "./wording.ts";

const NAME = "facts";

/** One kind of fact: what the question calls each subject and the sentence that answers it. */
interface Topic {
  readonly wordings: Wordings;
  readonly facts: readonly { readonly subject: string; readonly sentence: string }[];
}

/** Wordings for "the X of Y" facts; `ask` also serves lists ("Japan, Peru and Chile"). */
function attribute(what: string): Wordings {
  return {
    trained: [
      `What is the ${what} of {subject}?`,
      `Name the ${what} of {subject}.`,
      `Tell me the ${what} of {subject}.`,
      `Give the ${what} of {subject}.`,
      `Do you know the ${what} of {subject}?`,
      `${what.charAt(0).toUpperCase()}${what.slice(1)} of {subject}?`,
      `I want to know the ${what} of {subject}.`,
      `Which is the ${what} of {subject}?`,
      `Please say the ${what} of {subject}.`,
    ],
    heldOut: [
      `For {subject}, what is the ${what}?`,
      `Can you remember the ${what} of {subject}?`,
      `Write down the ${what} of {subject} for me.`,
    ],
  };
}

const CONTINENT: Wordings = {
  trained: [
    "On which continent is {subject}?",
    "Which continent is {subject} on?",
    "What is the continent of {subject}?",
    "Name the continent of {subject}.",
    "In which part of the world is {subject}?",
    "Tell me the continent of {subject}.",
    "Where in the world is {subject}?",
    "Which continent has {subject}?",
  ],
  heldOut: [
    "To which continent does {subject} belong?",
    "I look for {subject} on the globe: which continent?",
    "Say on what continent I find {subject}.",
  ],
};

const STATUS_MEANING: Wordings = {
  trained: [
    "What does HTTP status {subject} mean?",
    "What is the meaning of HTTP {subject}?",
    "What does HTTP {subject} mean?",
    "Explain the HTTP status code {subject}.",
    "Name the HTTP status {subject}.",
    "HTTP status {subject}?",
    "What is HTTP status code {subject}?",
    "My server answers {subject}. What does it mean?",
  ],
  heldOut: [
    "I got an HTTP response with code {subject}. What is that?",
    "Which reason phrase belongs to status {subject}?",
    "Tell me what {subject} stands for in HTTP.",
  ],
};

const STATUS_CODE: Wordings = {
  trained: [
    "Which HTTP status code means {subject}?",
    "What is the HTTP status code for {subject}?",
    "Give the HTTP code of {subject}.",
    "What is the HTTP code for {subject}?",
    "Which HTTP code is {subject}?",
    "HTTP status code for {subject}?",
    "Name the HTTP status code for {subject}.",
    "What code does HTTP use for {subject}?",
  ],
  heldOut: [
    "My API should answer {subject}. Which code do I send?",
    "By which number does HTTP say {subject}?",
    "Tell me the status number of {subject}.",
  ],
};

const SYMBOL_MEANING: Wordings = {
  trained: [
    "Which element has the symbol {subject}?",
    "What element is {subject}?",
    "Which chemical element is {subject}?",
    "Name the element with the symbol {subject}.",
    "What does the chemical symbol {subject} stand for?",
    "The symbol {subject} is which element?",
    "Tell me the element with the symbol {subject}.",
    "In chemistry, what is {subject}?",
  ],
  heldOut: [
    "On the periodic table I see {subject}. Which element is it?",
    "Chemists write {subject}. What do they mean?",
    "Give the full name of the element {subject}.",
  ],
};

const LISTABLE: readonly Topic[] = [
  {
    wordings: attribute("capital"),
    facts: COUNTRIES.map((c) => ({ subject: c.name, sentence: `The capital of ${c.name} is ${c.capital}.` })),
  },
  {
    wordings: attribute("currency"),
    facts: COUNTRIES.map((c) => ({ subject: c.name, sentence: `The currency of ${c.name} is the ${c.currency}.` })),
  },
  {
    wordings: attribute("chemical symbol"),
    facts: ELEMENTS.map((e) => ({ subject: e.name, sentence: `The chemical symbol of ${e.name} is ${e.symbol}.` })),
  },
  {
    wordings: attribute("atomic number"),
    facts: ELEMENTS.map((e) => ({ subject: e.name, sentence: `The atomic number of ${e.name} is ${e.number}.` })),
  },
];

const SINGLE: readonly Topic[] = [
  {
    wordings: CONTINENT,
    facts: COUNTRIES.map((c) => {
      const start = `${c.name.charAt(0).toUpperCase()}${c.name.slice(1)}`;
      const verb = c.name === "the Netherlands" || c.name === "the Philippines" ? "are" : "is";
      return { subject: c.name, sentence: `${start} ${verb} in ${c.continent}.` };
    }),
  },
  {
    wordings: STATUS_MEANING,
    facts: HTTP_STATUS.map((s) => ({ subject: String(s.code), sentence: `HTTP ${s.code} means ${s.phrase}.` })),
  },
  {
    wordings: STATUS_CODE,
    facts: HTTP_STATUS.map((s) => ({ subject: s.phrase, sentence: `HTTP ${s.code} means ${s.phrase}.` })),
  },
  {
    wordings: SYMBOL_MEANING,
    facts: ELEMENTS.map((e) => ({ subject: e.symbol, sentence: `${e.symbol} is the chemical symbol of ${e.name}.` })),
  },
];

/** Share of questions about several subjects at once, outside `range`. */
const LIST_SHARE = 0.3;

/** How many subjects one question names: mostly one, up to three in training, four or five in `range`. */
function subjectCount(rng: Rng, split: Split): number {
  if (split === "range") {
    return rng.int(4, 5);
  }
  return rng.chance(LIST_SHARE) ? rng.int(2, 3) : 1;
}

/** All facts are trained; the pair of fact and wording is what `dev` and `iid` hold out. */
export const facts: Family = {
  name: NAME,
  description:
    "Capital, currency and continent of countries, HTTP status codes, chemical elements (memory, not reasoning)",
  weight: 5,
  generate(rng, split): Item {
    const count = subjectCount(rng, split);
    const topic = count > 1 || rng.chance(0.5) ? rng.pick(LISTABLE) : rng.pick(SINGLE);
    const { value, wording } = drawPair(
      rng,
      split,
      () => rng.sample(topic.facts, count),
      (drawn) => drawn.map((fact) => fact.sentence).join("|"),
      topic.wordings,
    );
    const prompt = fillSlots(wording, { subject: listInWords(value.map((fact) => fact.subject)) });
    return exactItem(NAME, prompt, value.map((fact) => fact.sentence).join("\n"));
  },
};
