/** Counting letters, reversing words, acronyms, upper and lower case; words are spelled out with spaces first. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { ACRONYM, COUNT, LOWER, PARTS, REVERSE, REVERSE_EACH, UPPER } from "./letters-data.ts";
import { exactItem, finalItem } from "./one-turn.ts";
import { drawPair, fillSlots, say } from "./wording.ts";
import { COLORS, JOBS, THINGS } from "./words.ts";

const NAME = "letters";

/** Few words, each seen often: the spelling of a word is learnt by heart, what is done with it is the task. */
export const LETTER_WORDS: readonly string[] = [...COLORS, ...JOBS, ...THINGS];

/** Phrases have one or two words in training and three in `range`, where no new spelling may appear. */
function drawPhrase(rng: Rng, split: Split): readonly string[] {
  return rng.sample(LETTER_WORDS, split === "range" ? 3 : rng.int(1, 2));
}

const spelled = (word: string): string => [...word].join(" ");

function count(rng: Rng, split: Split): Item {
  const { phrase, letter } = drawAllowed(
    split,
    () => {
      const words = drawPhrase(rng, split);
      // A letter of the phrase four times in five, else any: zero is an answer too.
      const letters = rng.chance(0.8) ? words.join("") : "abcdefghiklmnoprstuw";
      return { phrase: words, letter: rng.pick([...letters]) };
    },
    (v) => `count:${v.phrase.join(" ")}:${v.letter}`,
  );
  let seen = 0;
  // The running count after each letter makes every token a local step.
  const lines = phrase.map((word) =>
    [...word]
      .map((char) => {
        seen += char === letter ? 1 : 0;
        return `${char} ${seen}`;
      })
      .join(" "),
  );
  const steps = phrase.flatMap((word, i) => [spelled(word), lines[i] ?? ""]);
  const prompt = say(rng, split, COUNT, { letter, words: phrase.join(" ") });
  return finalItem(NAME, prompt, steps, String(seen));
}

/** One word reversed is learnt by heart, so the pair of phrase and wording is held out, not the word. */
function reverse(rng: Rng, split: Split): Item {
  const drawn = drawPair(
    rng,
    split,
    () => drawPhrase(rng, split),
    (phrase) => `reverse:${phrase.join(" ")}`,
    (phrase) => (phrase.length > 1 ? REVERSE_EACH : REVERSE),
  );
  const steps = drawn.value.flatMap((word) => [spelled(word), spelled([...word].toReversed().join(""))]);
  const value = drawn.value.map((word) => [...word].toReversed().join("")).join(" ");
  return finalItem(NAME, fillSlots(drawn.wording, { words: drawn.value.join(" ") }), steps, value);
}

function acronym(rng: Rng, split: Split): Item {
  const parts = drawAllowed(
    split,
    () => rng.sample(PARTS, split === "range" ? rng.int(6, 7) : rng.int(3, 5)),
    (v) => `acronym:${v.join(" ")}`,
  );
  const initials = parts.map((part) => part.charAt(0));
  const prompt = say(rng, split, ACRONYM, { words: parts.join(" ") });
  return finalItem(NAME, prompt, [initials.join(" ")], initials.join(""));
}

function letterCase(rng: Rng, split: Split): Item {
  const up = rng.chance(0.5);
  const drawn = drawPair(
    rng,
    split,
    () => drawPhrase(rng, split).join(" "),
    (phrase) => `case:${phrase}`,
    () => (up ? UPPER : LOWER),
  );
  const upper = drawn.value.toUpperCase();
  return up
    ? exactItem(NAME, fillSlots(drawn.wording, { words: drawn.value }), upper)
    : exactItem(NAME, fillSlots(drawn.wording, { words: upper }), drawn.value);
}

/** Letter tasks over a closed vocabulary of about fifty words. */
export const letters: Family = {
  name: NAME,
  description: "Count a letter, reverse words, build an acronym, change the case",
  weight: 4,
  generate(rng, split) {
    const kind = rng.next();
    return kind < 0.4
      ? count(rng, split)
      : kind < 0.65
        ? reverse(rng, split)
        : kind < 0.85
          ? acronym(rng, split)
          : letterCase(rng, split);
  },
};
