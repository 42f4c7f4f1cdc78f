/**
 * Other clothes for a training question: openings and endings that change nothing, careless spelling, small words left
 * out. Refusals are drawn with such changes too, so without these the changes themselves would mean "refuse", and a
 * question in words never seen would be taken for one out of reach.
 */
import { AFTER, BEFORE, misspell, tight } from "./dressing.ts";
import { CITIES, NAMES } from "./families/words.ts";
import type { Rng } from "./rng.ts";
import type { Item } from "./types.ts";

/** Families whose questions hold no literal text of the user, so that words may be left out. */
const LOOSE_FAMILIES: ReadonlySet<string> = new Set(["facts", "definitions", "smalltalk"]);
/** Families that stay as they are: in a line to be filled every sign counts, and refusals are dressed when they are made. */
const FIXED_FAMILIES: ReadonlySet<string> = new Set(["fill-in", "refusal"]);
/** Families whose text is data, to its last sign and in its case: the question may begin or end with it. */
const LITERAL_FAMILIES: ReadonlySet<string> = new Set(["letters", "json"]);
/** Families in which small letters throughout lose nothing: numbers, or values with one spelling that is known by heart. */
const SMALL_LETTER_FAMILIES: ReadonlySet<string> = new Set([
  "arithmetic",
  "units",
  "price",
  "dates",
  "facts",
  "definitions",
  "smalltalk",
]);
/** Families whose answers copy no word from the question, so that it may be all capitals. */
const CAPITALS_FAMILIES: ReadonlySet<string> = new Set(["arithmetic", "facts", "definitions", "smalltalk"]);
/** Families in which a slip of the finger in a common word may stand: all but those with a language of their own. */
const MISSPELT_FAMILIES: ReadonlySet<string> = new Set([
  ...SMALL_LETTER_FAMILIES,
  "word-problems",
  "ordering",
  "sorting",
  "sudoku",
]);
/** Words that an answer repeats although it does not copy them. */
const SET_PHRASES: ReadonlySet<string> = new Set("capital currency chemical symbol atomic number means".split(" "));
/** Words a question can lose and still be the same question. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  "what is the of a an please me tell can you do i to give name which say explain know want in on does how are it this that for your my".split(
    " ",
  ),
);
/** Words that may turn up anywhere in a question and change nothing. */
const FILLERS = "please|now|exactly|again|really|actually|for me|then|today|also|just".split("|");
/** First words that are no ordinary words: with a small letter they would be another value. */
const PROPER: ReadonlySet<string> = new Set([...NAMES, ...CITIES]);

/** Shares of changed questions. Half of all questions stay as the family wrote them. */
const DRESSED_SHARE = 0.5;
const LOOSE_SHARE = 0.5;
const SMALL_LETTERS_SHARE = 0.2;
const CAPITALS_SHARE = 0.06;
const MISSPELT_SHARE = 0.16;
/** Fewer words are not a question any more: "How are you?" must not shrink to "you?". */
const MIN_WORDS = 3;

/** Leaves out small words, puts in fillers, changes the order of two neighbours: what is asked about stays. */
function loosenWords(rng: Rng, text: string, list: boolean): string {
  const drop = rng.chance(0.6) ? rng.next() * 0.6 : 0;
  const all = text.split(" ");
  const kept = all.filter((word) => !(SMALL_WORDS.has(word.toLowerCase()) && rng.chance(drop)));
  const words = kept.length < MIN_WORDS ? all : kept;
  if (rng.chance(0.3)) {
    words.splice(rng.int(0, words.length), 0, rng.pick(FILLERS));
  }
  const at = rng.int(0, Math.max(0, words.length - 2));
  const [first, second] = [words[at], words[at + 1]];
  // The answer to a list keeps the order of the list.
  if (!list && rng.chance(0.15) && first !== undefined && second !== undefined) {
    words.splice(at, 2, second, first);
  }
  return words.join(" ");
}

/** The text without the capital it begins with: "SQL" and "JavaScript" become small as a whole. */
function smallStart(text: string, answer: string): string {
  const first = /^\p{L}+/u.exec(text)?.[0] ?? "";
  return PROPER.has(first) || answer.includes(first) ? text : first.toLowerCase() + text.slice(first.length);
}

/** The text without its last sign, or without its first capital, as people type. */
function careless(rng: Rng, text: string, answer: string): string {
  const open = rng.chance(0.3) ? smallStart(text, answer) : text;
  return rng.chance(0.3) ? open.replace(/[.?!]$/, "").trimEnd() : open;
}

/** A training item whose last question may wear other words; the answer and its check stay. Fill-ins stay as they are. */
export function loosen(rng: Rng, item: Item): Item {
  const last = item.turns.at(-1);
  if (last === undefined || FIXED_FAMILIES.has(item.family) || !rng.chance(DRESSED_SHARE)) {
    return item;
  }
  const loose = LOOSE_FAMILIES.has(item.family);
  let content = tight(last.content);
  content = loose && rng.chance(LOOSE_SHARE) ? loosenWords(rng, content, item.answer.includes("\n")) : content;
  content = LITERAL_FAMILIES.has(item.family) ? content : careless(rng, content, item.answer);
  if (MISSPELT_FAMILIES.has(item.family) && rng.chance(MISSPELT_SHARE)) {
    content = misspell(rng, content, (word) => SET_PHRASES.has(word) || !item.answer.includes(word));
  }
  if (rng.chance(0.35)) {
    const opening = rng.pick(BEFORE);
    const goesOn = !LITERAL_FAMILIES.has(item.family) && /[a-z,] $/.test(opening);
    content = opening + (goesOn ? smallStart(content, item.answer) : content);
  }
  // An ending goes on the same line: behind a table or a list it would be read as part of the data.
  if (rng.chance(0.2) && !content.includes("\n") && /[.?!]$/.test(content)) {
    content += rng.pick(AFTER);
  }
  if (SMALL_LETTER_FAMILIES.has(item.family) && rng.chance(SMALL_LETTERS_SHARE)) {
    content = content.toLowerCase();
  } else if (CAPITALS_FAMILIES.has(item.family) && rng.chance(CAPITALS_SHARE)) {
    content = content.toUpperCase();
  }
  return { ...item, turns: [...item.turns.slice(0, -1), { role: last.role, content }] };
}
