import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { FRAMES } from "./fill-in-wordings.ts";
import { say } from "./wording.ts";
import { CITIES, COLORS, JOBS, NAMES, THINGS } from "./words.ts";

interface Blank {
  readonly line: string;
  readonly answer: string;
}

const BLANK = "___";

/** Each rule determines the answer from the prompt alone. `long` asks for longer lists (split `range`). */
const RULES: readonly ((rng: Rng, long: boolean) => Blank)[] = [
  // A sequence with a constant step.
  (rng, long) => {
    const step = rng.pick([1, 2, 5, 10]);
    const start = step * rng.int(1, long ? 90 : 40);
    const numbers = Array.from({ length: long ? 8 : rng.int(5, 6) }, (_, i) => String(start + i * step));
    const at = rng.int(1, numbers.length - 2);
    return { line: numbers.map((n, i) => (i === at ? BLANK : n)).join(", "), answer: numbers[at] ?? "" };
  },
  // A repeated pattern of two or three words.
  (rng, long) => {
    const unit = rng.sample(rng.pick([COLORS, THINGS, CITIES]), rng.int(2, 3));
    const words = Array.from({ length: unit.length * (long ? 4 : 3) }, (_, i) => unit[i % unit.length] ?? "");
    const at = rng.int(unit.length, words.length - 1);
    return { line: words.map((word, i) => (i === at ? BLANK : word)).join(", "), answer: words[at] ?? "" };
  },
  // A name said before.
  (rng, long) => {
    const people = rng.sample(NAMES, long ? 4 : rng.int(2, 3));
    const jobs = rng.sample(JOBS, people.length);
    const at = rng.int(0, people.length - 1);
    const facts = people.map((name, i) => `${name} is a ${jobs[i]}.`).join(" ");
    return { line: `${facts} The ${jobs[at]} is ${BLANK} .`, answer: people[at] ?? "" };
  },
  (rng, long) => {
    const people = rng.sample(NAMES, long ? 4 : rng.int(2, 3));
    const cities = rng.sample(CITIES, people.length);
    const at = rng.int(0, people.length - 1);
    const facts = people.map((name, i) => `${name} lives in ${cities[i]}.`).join(" ");
    return { line: `${facts} So ${people[at]} lives in ${BLANK} .`, answer: cities[at] ?? "" };
  },
  // A variable name of a line of code.
  (rng) => {
    const [list, item] = [rng.pick(THINGS), rng.pick(["item", "x", "one", "entry", "value"])];
    const method = rng.pick(["push", "add", "print"]);
    return { line: `for (const ${item} of ${list}) { ${method}( ${BLANK} ); }`, answer: item };
  },
  (rng) => {
    const [name, value] = [rng.pick(THINGS), rng.int(2, 99)];
    const [verb, use] = rng.pick([
      ["const", "console.log"],
      ["let", "show"],
      ["var", "send"],
    ] as const);
    return { line: `${verb} ${name} = ${value}; ${use}( ${BLANK} ); // uses ${name}`, answer: name };
  },
  // A closing bracket.
  (rng) => {
    const [open, close] = rng.pick([
      ["(", ")"],
      ["[", "]"],
      ["{", "}"],
    ] as const);
    const values = Array.from({ length: rng.int(2, 4) }, () => rng.int(1, 99)).join(", ");
    return { line: `${rng.pick(THINGS)} = ${open} ${values} ${BLANK}`, answer: close };
  },
];

/** A line with one `___` → only the missing text. */
export const fillIn: Family = {
  name: "fill-in",
  description: "Fill the blank in a sequence, a sentence or a line of code",
  weight: 3,
  generate(rng: Rng, split: Split): Item {
    const { line, answer } = drawAllowed(
      split,
      () => rng.pick(RULES)(rng, split === "range"),
      (blank) => blank.line,
    );
    return {
      family: "fill-in",
      turns: [{ role: "user", content: say(rng, split, FRAMES, { line }) }],
      answer,
      check: { kind: "exact", text: answer },
    };
  },
};
