/**
 * What people put around a question without changing it. Answered and refused questions share these lists: an opening that
 * only one of them had would mean "answer" or "refuse" by itself.
 */
import { lines } from "./families/wording-lists.ts";
import type { Rng } from "./rng.ts";

/** Openings that end a sentence or lead over to the question. */
const OPENINGS = lines(`
  Hey,
  hey
  Hi,
  Hi there!
  hi
  Hello!
  Hello,
  Good morning.
  Good afternoon.
  Good evening.
  Dear model,
  Please
  pls
  Excuse me,
  Sorry,
  OK,
  ok so
  So,
  Well,
  um,
  Now
  First,
  Next:
  Again:
  And now:
  One more:
  Listen.
  Let's see.
  Let me ask you this.
  Quick question:
  Question:
  My question:
  Here is my question.
  Test question:
  Task:
  Small task:
  Exercise:
  Try this:
  Just this:
  Do me a favor:
  If you can:
  Can you do this?
  I need this:
  At work I need this:
  Help me.
  I'm stuck.
  I am curious.
  I am not sure about this.
  I have forgotten it.
  I could not find it anywhere.
  Maybe you know this.
  You may know this.
  Be quick.
  No hurry.
  Thanks in advance.
  For school:
  For a friend:
  This is for my homework.
  My teacher gave me this.
  I am preparing a lesson.
  A question from my son.
  I was asked:
  My friend asks:
  Somebody asked me:
`);

/** Each with the space that follows it. */
export const BEFORE: readonly string[] = OPENINGS.map((opening) => `${opening} `);

/** Endings, each with the space before it. */
export const AFTER: readonly string[] = lines(`
  Thanks.
  Thank you!
  Thanks in advance.
  Please.
  pls
  thx
  ok?
  Quick!
  It is urgent.
  I am in a hurry.
  Take your time.
  I need it today.
  I must know it.
  It is for school.
  It is for work.
  Asking for a friend.
  Be brief.
  Short answer, please.
  Just the answer.
  No idea.
  I forgot.
  Sorry to ask.
  Can you help?
  Any help?
  Is that possible?
  Do you know?
  Tell me.
  Answer me.
  That is my question.
  That is all.
  That would help me.
`).map((ending) => ` ${ending}`);

/** Some families keep a space between a value and the sign after it; people do not. */
export const tight = (text: string): string => text.replace(/(?<=[\p{L}\d]) (?=[.?,](?:\s|$))/gu, "");

/** Shorter words are hard to recognise with a slip in them. */
const MIN_MISSPELT_LETTERS = 5;

/** The text with a letter left out or doubled in one of the words that `may` allows; unchanged when there is none. */
export function misspell(rng: Rng, text: string, may: (word: string) => boolean): string {
  const words = text.split(" ");
  const places = words.flatMap((word, i) =>
    /^[a-z]+$/.test(word) && word.length >= MIN_MISSPELT_LETTERS && may(word) ? [i] : [],
  );
  if (places.length === 0) {
    return text;
  }
  const place = rng.pick(places);
  const word = words[place] ?? "";
  const at = rng.int(1, word.length - 2);
  words[place] = word.slice(0, at) + (rng.chance(0.5) ? "" : word.charAt(at).repeat(2)) + word.slice(at + 1);
  return words.join(" ");
}
