import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Check, Family, Item, Split, Turn } from "../types.ts";
import {
  FIRST_RECORDS,
  FIRST_SORT,
  FIRST_SUM,
  THEN_ADD,
  THEN_DESCENDING,
  THEN_MARKDOWN,
  THEN_MAX,
  THEN_NAMES,
} from "./two-turn-data.ts";
import { drawWording, say } from "./wording.ts";
import { CITIES, NAMES } from "./words.ts";

interface Dialogue {
  readonly key: string;
  readonly turns: readonly Turn[];
  readonly answer: string;
  readonly check: Check;
}

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
