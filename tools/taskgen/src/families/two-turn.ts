import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Check, Family, Item, Split, Turn } from "../types.ts";
import { drawWording, say, type Wordings } from "./wording.ts";
import { CITIES, NAMES } from "./words.ts";

interface Dialogue {
  readonly key: string;
  readonly turns: readonly Turn[];
  readonly answer: string;
  readonly check: Check;
}

const FIRST_SORT: Wordings = {
  trained: [
    "Sort ascending: {list}",
    "Sort these numbers: {list}",
    "Put in ascending order: {list}",
    "Order from low to high: {list}",
  ],
  heldOut: ["Arrange these numbers from small to large: {list}"],
};
const THEN_DESCENDING: Wordings = {
  trained: [
    "Now in descending order.",
    "Now descending.",
    "And in descending order?",
    "Now from high to low.",
    "Now sort descending.",
    "Reverse the order.",
    "And the other way round.",
    "Now the largest first.",
  ],
  heldOut: [
    "Please list them from large to small.",
    "I want it descending instead.",
    "Could you turn the order around?",
  ],
};
const THEN_MAX: Wordings = {
  trained: [
    "Which is the largest?",
    "What is the maximum?",
    "Only the largest, please.",
    "And the highest number?",
    "Now only the maximum.",
    "Give me the biggest one.",
    "Which number is the highest?",
    "And the max?",
  ],
  heldOut: ["Which of them is the biggest?", "Tell me the largest number only.", "I want just the maximum."],
};
const FIRST_RECORDS: Wordings = {
  trained: [
    "Extract name, age, city as a JSON array: {text}",
    "Return a JSON array with name, age, city for every person: {text}",
    "{text} Write name, age, city of each person as a JSON array.",
    "Turn this into a JSON array with name, age, city: {text}",
  ],
  heldOut: ["Make a JSON array with name, age, city of all persons: {text}"],
};
const THEN_NAMES: Wordings = {
  trained: [
    "Only the names, as a JSON array.",
    "Now only the names as a JSON array.",
    "Just the names in a JSON array.",
    "And the names only, as JSON.",
    "Now a JSON array of the names.",
    "List only the names as JSON.",
    "Keep just the names, as a JSON array.",
    "Names only, please, as JSON.",
  ],
  heldOut: [
    "I want a JSON array with nothing but the names.",
    "Could you give the names alone, as JSON?",
    "Reduce it to the names, in JSON.",
  ],
};
const THEN_MARKDOWN: Wordings = {
  trained: [
    "And as Markdown table",
    "Now as a Markdown table.",
    "And as a Markdown table?",
    "Show it as a Markdown table.",
    "Turn it into a Markdown table.",
    "The same as a Markdown table, please.",
    "Now in Markdown.",
    "Write that as a table in Markdown.",
  ],
  heldOut: [
    "I want this as a table in Markdown.",
    "Could you format it as a Markdown table?",
    "Please print a Markdown table of it.",
  ],
};
const FIRST_SUM: Wordings = {
  trained: ["What is {a} + {b} ?", "Add {a} and {b} .", "Compute {a} + {b} .", "Calculate {a} + {b} ."],
  heldOut: ["How much is {a} plus {b} ?"],
};
const THEN_ADD: Wordings = {
  trained: [
    "Now add {c} to the result.",
    "Add {c} to it.",
    "And {c} more?",
    "Now add {c} .",
    "Plus {c} ?",
    "Add another {c} .",
    "And then plus {c} ?",
    "Increase the result by {c} .",
  ],
  heldOut: ["What if I add {c} to that?", "Please put {c} on top.", "Take the result and add {c} ."],
};

const dialogue = (first: string, reply: string, followUp: string): Turn[] => [
  { role: "user", content: first },
  { role: "assistant", content: reply },
  { role: "user", content: followUp },
];

function sorting(rng: Rng, split: Split): Dialogue {
  const pool = Array.from({ length: 90 }, (_, i) => i + 10);
  const numbers = rng.sample(pool, split === "range" ? rng.int(11, 13) : rng.int(4, 10));
  const up = [...numbers].sort((x, y) => x - y);
  const largest = rng.chance(0.2);
  const answer = largest ? String(up.at(-1)) : [...up].reverse().join(", ");
  const list = numbers.join(", ");
  const first = say(rng, split, FIRST_SORT, { list });
  const followUp = drawWording(rng, split, largest ? THEN_MAX : THEN_DESCENDING);
  const turns = dialogue(first, up.join(", "), followUp);
  return { key: list, turns, answer, check: { kind: "exact", text: answer } };
}

function records(rng: Rng, split: Split): Dialogue {
  const count = split === "range" ? 5 : rng.int(2, 4);
  const people = rng.sample(NAMES, count).map((name) => ({ name, age: rng.int(18, 89), city: rng.pick(CITIES) }));
  const text = people.map(({ name, age, city }) => `${name} is ${age} years old and lives in ${city}.`).join(" ");
  const lines = people.map(({ name, age, city }) => `{"name": "${name}", "age": ${age}, "city": "${city}"}`);
  const first = say(rng, split, FIRST_RECORDS, { text });
  const reply = `[\n  ${lines.join(",\n  ")}\n]`;
  if (rng.chance(0.4)) {
    const names = people.map(({ name }) => name);
    const answer = `[${names.map((name) => `"${name}"`).join(", ")}]`;
    const turns = dialogue(first, reply, drawWording(rng, split, THEN_NAMES));
    return { key: text, turns, answer, check: { kind: "json", value: names } };
  }
  const rows = people.map(({ name, age, city }) => `| ${name} | ${age} | ${city} |`);
  const answer = ["| name | age | city |", "| --- | --- | --- |", ...rows].join("\n");
  const turns = dialogue(first, reply, drawWording(rng, split, THEN_MARKDOWN));
  return { key: text, turns, answer, check: { kind: "exact", text: answer } };
}

/** The follow-up adds one digit: one step, at most one carry over the tens. */
function adding(rng: Rng, split: Split): Dialogue {
  const [low, high] = split === "range" ? [100, 499] : [10, 99];
  const [a, b, c] = [rng.int(low, high), rng.int(low, high), rng.int(1, 9)];
  const sum = a + b;
  const first = say(rng, split, FIRST_SUM, { a, b });
  const followUp = say(rng, split, THEN_ADD, { c });
  const turns = dialogue(first, `${a} + ${b} = ${sum}.\n#### ${sum}`, followUp);
  const answer = `${sum} + ${c} = ${sum + c}.\n#### ${sum + c}`;
  return { key: `${a}+${b}+${c}`, turns, answer, check: { kind: "final", value: String(sum + c) } };
}

const KINDS = [sorting, records, records, adding] as const;

/** A task with its answer, then a follow-up on that answer. */
export const twoTurn: Family = {
  name: "two-turn",
  description: "Follow-ups on a first answer: other order, other format, one more step",
  weight: 6,
  generate(rng: Rng, split: Split): Item {
    const { turns, answer, check } = drawAllowed(
      split,
      () => rng.pick(KINDS)(rng, split),
      (drawn) => drawn.key,
    );
    return { family: "two-turn", turns, answer, check };
  },
};
