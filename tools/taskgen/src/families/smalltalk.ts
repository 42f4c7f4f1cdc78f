import { allowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { TALKS } from "./smalltalk-data.ts";

/** Every (question, answer) pair that `split` may use. The answers are memorised, so only wordings are held out. */
function pairsOf(split: Split): { question: string; answer: string; words: readonly string[] }[] {
  return TALKS.flatMap(({ wordings, answer, words }) =>
    (split === "template" ? wordings.heldOut : wordings.trained)
      .filter((question) => allowed(question, split))
      .map((question) => ({ question, answer, words })),
  );
}

const PAIRS = {
  train: pairsOf("train"),
  dev: pairsOf("dev"),
  iid: pairsOf("iid"),
  template: pairsOf("template"),
  range: pairsOf("range"),
} as const satisfies Record<Split, unknown>;

/** Greetings and questions about the product → a fixed answer of one to five sentences. */
export const smalltalk: Family = {
  name: "smalltalk",
  description: "Small talk and questions about this product",
  weight: 5,
  generate(rng: Rng, split: Split): Item {
    const { question, answer, words } = rng.pick(PAIRS[split]);
    return {
      family: "smalltalk",
      turns: [{ role: "user", content: question }],
      answer,
      check: { kind: "contains", words },
    };
  },
};
