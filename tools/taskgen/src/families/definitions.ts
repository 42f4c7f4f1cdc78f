/** One-sentence definitions of common words and programming terms, learnt by heart. */
import type { Family } from "../types.ts";
import { DEFINITIONS } from "./definitions-data.ts";
import { DEFINE } from "./definitions-wordings.ts";
import { singleTurn } from "./one-turn.ts";
import { drawPair, fillSlots, listInWords } from "./wording.ts";

const NAME = "definitions";

/** Share of definition words that an answer must hit; a small slip in a long sentence is no failure. */
const MIN_WORD_F1 = 0.8;

/** Share of questions about two words, outside `range`, which asks for three. */
const TWO_WORDS_SHARE = 0.35;

/** All words are trained; the pair of word and wording is what `dev` and `iid` hold out. */
export const definitions: Family = {
  name: NAME,
  description: "One-sentence definitions of common words and programming terms (memory, not reasoning)",
  weight: 4,
  generate(rng, split) {
    const count = split === "range" ? 3 : rng.chance(TWO_WORDS_SHARE) ? 2 : 1;
    const { value, wording } = drawPair(
      rng,
      split,
      () => rng.sample(DEFINITIONS, count),
      (entries) => entries.map(([word]) => word).join("|"),
      () => DEFINE,
    );
    const word = listInWords(value.map(([name]) => name));
    const answer = value.map(([word, meaning]) => `${word}: ${meaning}`).join("\n");
    return singleTurn(NAME, fillSlots(wording, { word }), answer, { kind: "f1", text: answer, min: MIN_WORD_F1 });
  },
};
