/** Wordings of the facts family. */
import * as countries from "./facts-more.ts";
import * as science from "./facts-science-more.ts";
import type { Wordings } from "./wording.ts";

/** Wordings for "the X of Y" facts; `ask` also serves lists ("Japan, Peru and Chile"). */
function attribute(what: string, more: readonly string[]): Wordings {
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
    more: [...countries.attributeMore(what), ...more],
  };
}

export const CAPITAL = attribute("capital", countries.CAPITAL_MORE);
export const CURRENCY = attribute("currency", countries.CURRENCY_MORE);
export const SYMBOL = attribute("chemical symbol", science.SYMBOL_MORE);
export const ATOMIC_NUMBER = attribute("atomic number", science.ATOMIC_NUMBER_MORE);

export const CONTINENT: Wordings = {
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
  more: countries.CONTINENT_MORE,
};

export const STATUS_MEANING: Wordings = {
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
  more: science.STATUS_MEANING_MORE,
};

export const STATUS_CODE: Wordings = {
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
  more: science.STATUS_CODE_MORE,
};

export const SYMBOL_MEANING: Wordings = {
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
  more: science.SYMBOL_MEANING_MORE,
};
