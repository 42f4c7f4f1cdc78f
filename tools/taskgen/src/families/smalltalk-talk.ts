/** What small talk is made of: wordings of a question, and its one answer. */
import type { Wordings } from "./wording.ts";
import { lines } from "./wording-lists.ts";

export interface Talk {
  readonly wordings: Wordings;
  readonly answer: string;
  /** Words that another good answer must hold too. */
  readonly words: readonly string[];
}

/** A talk of training only; `questions` has one a line. */
export const visitor = (answer: string, words: readonly string[], questions: string): Talk => ({
  wordings: { trained: [], heldOut: [], more: lines(questions) },
  answer,
  words,
});
