/**
 * Natural questions out of the model's reach, put together from many sentence forms and word lists: some millions of
 * distinct ones, so that refusing is learnt from what is asked and not from a few sentences learnt by heart.
 */
import { AFTER, BEFORE, misspell, tight } from "../dressing.ts";
import type { Rng } from "../rng.ts";
import { DEFINE } from "./definitions-wordings.ts";
import { ATOMIC_NUMBER, CAPITAL, CONTINENT, CURRENCY, SYMBOL } from "./facts-wordings.ts";
import { FORMS } from "./refusal-forms.ts";
import { MORE_FORMS } from "./refusal-forms-more.ts";
import { FOREIGN, REFUSAL_SLOTS } from "./refusal-lists.ts";
import { MORE_SLOTS } from "./refusal-lists-more.ts";
import { fillSlots, type Wordings } from "./wording.ts";

const list = (text: string): readonly string[] => text.split("|");

/** A kind is drawn first, so that every kind is seen as often. */
const KINDS = Object.values({ ...FORMS, ...MORE_FORMS });

const SLOTS: Readonly<Record<string, readonly string[]>> = { ...REFUSAL_SLOTS, ...MORE_SLOTS };

/** Endings that ask for more than the short answers there are; the others are in `dressing.ts`. */
const DEMANDS = list(
  " Explain in detail.| In two sentences.| Give sources.| Use simple words.| In my own words.| Give reasons.| With examples.| Step by step, please.",
);

/** What may stand in a `{slot}`: a word of its list, or a number, which no list could hold. */
function slotValue(rng: Rng, slot: string): string {
  switch (slot) {
    case "n":
      return String(rng.int(2, 150));
    case "big":
      return String(rng.int(1000, 10 ** rng.int(4, 8)));
    case "decimal":
      return (rng.int(1, 9999) / 100).toFixed(rng.int(1, 2));
    case "year":
      return String(rng.int(1700, 2040));
    default: {
      const words = SLOTS[slot];
      if (words === undefined) {
        throw new Error(`no words for the slot ${slot}`);
      }
      return rng.pick(words);
    }
  }
}

/** Each place is filled on its own: a form may name two people. A word of one list may hold no place itself. */
const fillForm = (rng: Rng, form: string): string =>
  form.replace(/\{(\w+)\}/g, (_, slot: string) => slotValue(rng, slot));

function sentence(rng: Rng): string {
  const text = fillForm(rng, rng.pick(rng.pick(KINDS)));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const KEYS = "asdfghjklqwertyuiopzxcvbnm";
const SIGNS = "?!.,-_#*%&/()=+~;:<>@";

const repeat = (count: number, make: () => string): string => Array.from({ length: count }, make).join("");

/** Keys hit at random, signs, digits, made-up words. */
function mash(rng: Rng): string {
  const kind = rng.int(0, 4);
  if (kind === 0) {
    return repeat(rng.int(2, 12), () => rng.pick([...SIGNS]));
  }
  if (kind === 1) {
    return repeat(rng.int(1, 10), () => String(rng.int(0, 9)));
  }
  const alphabet = [...(kind === 2 ? KEYS.slice(0, 9) : kind === 3 ? LETTERS : KEYS)];
  return Array.from({ length: rng.int(1, 5) }, () => repeat(rng.int(2, 9), () => rng.pick(alphabet))).join(" ");
}

function foreign(rng: Rng): string {
  const { frames, words } = rng.pick(FOREIGN);
  return fillSlots(rng.pick(frames), { x: rng.pick(words) });
}

function emoji(rng: Rng): string {
  const signs = repeat(rng.int(1, 6), () => rng.pick<string>(REFUSAL_SLOTS.emoji));
  return rng.chance(0.5) ? signs : rng.chance(0.5) ? `${sentence(rng)} ${signs}` : `${signs} ${sentence(rng)}`;
}

const asking = (slot: string, ...kinds: readonly Wordings[]): string[] =>
  kinds
    .flatMap(({ trained, more = [] }) => [...trained, ...more])
    .map((text) => text.replace("{subject}", `{${slot}}`));

/** The families' own wordings with subjects that no table holds: what is looked up must decide, not the sentence. */
const NEAR: readonly (readonly string[])[] = [
  asking("country", CAPITAL, CURRENCY, CONTINENT),
  asking("element", SYMBOL, ATOMIC_NUMBER),
  asking("word", DEFINE),
];

/** Half of them without the space before a sign that those families have. */
function nearby(rng: Rng): string {
  const text = fillForm(rng, rng.pick(rng.pick(NEAR)));
  return rng.chance(0.5) ? tight(text) : text;
}

/** As often as in the questions that are answered, so that a slip means nothing. */
const MISSPELT_SHARE = 0.08;
const CAPITALS_SHARE = 0.03;

/** Small changes of spelling that people make: no capital, no sign at the end, a letter doubled or left out. */
function casual(rng: Rng, text: string): string {
  let out = rng.chance(0.3) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  if (rng.chance(0.25)) {
    out = out.replace(/ ?[.?!]$/, "");
  }
  if (rng.chance(CAPITALS_SHARE)) {
    out = out.toUpperCase();
  }
  if (rng.chance(MISSPELT_SHARE)) {
    out = misspell(rng, out, () => true);
  }
  return out;
}

/** A question that no family answers. */
export function unreachableQuestion(rng: Rng): string {
  const kind = rng.next();
  if (kind < 0.06) {
    return foreign(rng);
  }
  if (kind < 0.09) {
    return mash(rng);
  }
  if (kind < 0.12) {
    return emoji(rng);
  }
  if (kind < 0.18) {
    return casual(rng, nearby(rng));
  }
  let text = sentence(rng);
  if (rng.chance(0.15)) {
    text = rng.pick(BEFORE) + text;
  }
  if (rng.chance(0.1)) {
    text += rng.pick(rng.chance(0.75) ? AFTER : DEMANDS);
  }
  // A situation before the question, and longer talk.
  for (let extra = rng.chance(0.2) ? rng.int(1, 3) : 0; extra > 0; extra--) {
    text = `${sentence(rng)} ${text}`;
  }
  return casual(rng, text);
}
