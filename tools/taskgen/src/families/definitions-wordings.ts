/** Wordings of the definitions family. */
import { DEFINE_MORE } from "./definitions-more.ts";
import type { Wordings } from "./wording.ts";

export const DEFINE: Wordings = {
  trained: [
    "What does {word} mean?",
    "Define {word} .",
    "What is the meaning of {word} ?",
    "Explain the word {word} .",
    "Give a definition of {word} .",
    "Tell me what {word} means.",
    "Definition of {word} ?",
    "Look up {word} .",
    "Please define {word} .",
    "How would you define {word} ?",
  ],
  heldOut: [
    "I do not know the word {word} . What is it?",
    "In one sentence, what does {word} stand for?",
    "Write a dictionary entry for {word} .",
  ],
  more: DEFINE_MORE,
};
