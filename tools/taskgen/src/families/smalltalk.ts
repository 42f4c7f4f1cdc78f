import { allowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { singleTurn } from "./one-turn.ts";
import { TALKS } from "./smalltalk-data.ts";
import { drawWording } from "./wording.ts";

/** Every (question, answer) pair of a held-out split. The answers are memorised, so only wordings are held out. */
function pairsOf(split: Exclude<Split, "train">): { question: string; answer: string; words: readonly string[] }[] {
  return TALKS.flatMap(({ wordings, answer, words }) =>
    (split === "template" ? wordings.heldOut : wordings.trained)
      .filter((question) => allowed(question, split))
      .map((question) => ({ question, answer, words })),
  );
}

const PAIRS = {
  dev: pairsOf("dev"),
  iid: pairsOf("iid"),
  template: pairsOf("template"),
  range: pairsOf("range"),
} as const satisfies Record<Exclude<Split, "train">, unknown>;

/** In training each answer comes as often, however many questions have it. */
const TRAINED_TALKS = TALKS.map(({ wordings, answer, words }) => ({
  wordings: { ...wordings, trained: wordings.trained.filter((question) => allowed(question, "train")) },
  answer,
  words,
}));

function draw(rng: Rng, split: Split): { question: string; answer: string; words: readonly string[] } {
  if (split !== "train") {
    return rng.pick(PAIRS[split]);
  }
  const { wordings, answer, words } = rng.pick(TRAINED_TALKS);
  return { question: drawWording(rng, split, wordings), answer, words };
}

/** Greetings and questions about the product → a fixed answer of one to five sentences. */
export const smalltalk: Family = {
  name: "smalltalk",
  description: "Small talk and questions about this product",
  weight: 5,
  generate(rng: Rng, split: Split): Item {
    const { question, answer, words } = draw(rng, split);
    return singleTurn("smalltalk", question, answer, { kind: "contains", words });
  },
};
