/** Facts learnt by heart: countries, HTTP status codes, chemical elements. One fact, one sentence, one line. */
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { COUNTRIES, ELEMENTS, HTTP_STATUS } from "./facts-data.ts";
import * as wordings from "./facts-wordings.ts";
import { exactItem } from "./one-turn.ts";
import { drawPair, fillSlots, listInWords, type Wordings } from "./wording.ts";

const NAME = "facts";

/** One kind of fact: what the question calls each subject and the sentence that answers it. */
interface Topic {
  readonly wordings: Wordings;
  readonly facts: readonly { readonly subject: string; readonly sentence: string }[];
}

const LISTABLE: readonly Topic[] = [
  {
    wordings: wordings.CAPITAL,
    facts: COUNTRIES.map((c) => ({ subject: c.name, sentence: `The capital of ${c.name} is ${c.capital}.` })),
  },
  {
    wordings: wordings.CURRENCY,
    facts: COUNTRIES.map((c) => ({ subject: c.name, sentence: `The currency of ${c.name} is the ${c.currency}.` })),
  },
  {
    wordings: wordings.SYMBOL,
    facts: ELEMENTS.map((e) => ({ subject: e.name, sentence: `The chemical symbol of ${e.name} is ${e.symbol}.` })),
  },
  {
    wordings: wordings.ATOMIC_NUMBER,
    facts: ELEMENTS.map((e) => ({ subject: e.name, sentence: `The atomic number of ${e.name} is ${e.number}.` })),
  },
];

const SINGLE: readonly Topic[] = [
  {
    wordings: wordings.CONTINENT,
    facts: COUNTRIES.map((c) => {
      const start = `${c.name.charAt(0).toUpperCase()}${c.name.slice(1)}`;
      const verb = c.name === "the Netherlands" || c.name === "the Philippines" ? "are" : "is";
      return { subject: c.name, sentence: `${start} ${verb} in ${c.continent}.` };
    }),
  },
  {
    wordings: wordings.STATUS_MEANING,
    facts: HTTP_STATUS.map((s) => ({ subject: String(s.code), sentence: `HTTP ${s.code} means ${s.phrase}.` })),
  },
  {
    wordings: wordings.STATUS_CODE,
    facts: HTTP_STATUS.map((s) => ({ subject: s.phrase, sentence: `HTTP ${s.code} means ${s.phrase}.` })),
  },
  {
    wordings: wordings.SYMBOL_MEANING,
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
      () => topic.wordings,
    );
    const prompt = fillSlots(wording, { subject: listInWords(value.map((fact) => fact.subject)) });
    return exactItem(NAME, prompt, value.map((fact) => fact.sentence).join("\n"));
  },
};
