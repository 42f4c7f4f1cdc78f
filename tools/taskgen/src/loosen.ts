/**
 * Other clothes for a training question: openings and endings that change nothing, careless spelling, small words left
 * out. Refusals are drawn with such changes too, so without these the changes themselves would mean "refuse", and a
 * question in words never seen would be taken for one out of reach.
 */
import type { Rng } from "./rng.ts";
import type { Item } from "./types.ts";

const list = (text: string): readonly string[] => text.split("|");

const BEFORE = list(
  "Hey, |Hello! |Hi, |Please |Quick question: |Question: |OK, |Good morning. |Excuse me, |So, |Listen. |My question: |Next: |And now: |I need this: |For school: |Just this: |Be quick. |Maybe you know this. |I have forgotten it. |Dear model, |Sorry, |Well, |Now |First, |I was asked: |My friend asks: |Somebody asked me: |Help me. |One more: ",
);
const AFTER = list(
  " Thanks.| Please.| Thank you!| It is urgent.| I need it today.| Be brief.| Asking for a friend.| No idea.| I forgot.| Can you help?| That is my question.| Do you know?| I must know it.| Tell me.| Answer me.| Quick!| That is all.",
);

/** Families whose questions hold no literal text of the user, so that words may be left out or spelt carelessly. */
const LOOSE_FAMILIES: ReadonlySet<string> = new Set(["facts", "definitions", "smalltalk"]);
/** Words a question can lose and still be the same question. */
const SMALL_WORDS: ReadonlySet<string> = new Set(
  "what is the of a an please me tell can you do i to give name which say explain know want in on does how are it this that for your my".split(
    " ",
  ),
);
/** Words that may turn up anywhere in a question and change nothing. */
const FILLERS = list("please|now|exactly|again|really|actually|for me|then|today|also|just");

/** Shares of changed questions. Half of all questions stay as the family wrote them. */
const DRESSED_SHARE = 0.5;
const LOOSE_SHARE = 0.5;

/** Leaves out small words, puts in fillers, changes the order of two neighbours: what is asked about stays. */
function loosenWords(rng: Rng, text: string): string {
  const drop = rng.chance(0.6) ? rng.next() * 0.6 : 0;
  const words = text.split(" ").filter((word) => !(SMALL_WORDS.has(word.toLowerCase()) && rng.chance(drop)));
  if (rng.chance(0.3)) {
    words.splice(rng.int(0, words.length), 0, rng.pick(FILLERS));
  }
  const at = rng.int(0, Math.max(0, words.length - 2));
  const [first, second] = [words[at], words[at + 1]];
  if (rng.chance(0.15) && first !== undefined && second !== undefined) {
    words.splice(at, 2, second, first);
  }
  return words.join(" ");
}

/** The text without its last sign, or without its first capital, as people type. */
function careless(rng: Rng, text: string): string {
  const open = rng.chance(0.3) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  return rng.chance(0.3) ? open.replace(/[.?!]$/, "") : open;
}

/** A training item whose last question may wear other words; the answer and its check stay. Fill-ins stay as they are. */
export function loosen(rng: Rng, item: Item): Item {
  const last = item.turns.at(-1);
  if (last === undefined || item.family === "fill-in" || item.family === "refusal" || !rng.chance(DRESSED_SHARE)) {
    return item;
  }
  const loose = LOOSE_FAMILIES.has(item.family);
  let content = loose && rng.chance(LOOSE_SHARE) ? loosenWords(rng, last.content) : last.content;
  content = loose ? careless(rng, content) : content;
  if (rng.chance(0.35)) {
    content = rng.pick(BEFORE) + content;
  }
  // An ending goes on the same line: behind a table or a list it would be read as part of the data.
  if (rng.chance(0.2) && !content.includes("\n") && /[.?!]$/.test(content)) {
    content += rng.pick(AFTER);
  }
  return { ...item, turns: [...item.turns.slice(0, -1), { role: last.role, content }] };
}
