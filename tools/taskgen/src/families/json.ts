import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { MANY, ONE, SENTENCES } from "./json-wordings.ts";
import { drawWording, fillSlots, listInWords, say } from "./wording.ts";
import { CITIES, JOBS, NAMES } from "./words.ts";

const KEYS = ["name", "age", "job", "city"] as const;
type Key = (typeof KEYS)[number];

interface Person {
  readonly name: string;
  readonly age: number;
  readonly job: string;
  readonly city: string;
}

function drawPeople(rng: Rng, count: number): Person[] {
  return rng.sample(NAMES, count).map((name) => ({
    name,
    age: rng.int(18, 89),
    job: rng.pick(JOBS),
    city: rng.pick(CITIES),
  }));
}

const recordLine = (person: Person, keys: readonly Key[]): string =>
  `{${keys.map((key) => `"${key}": ${JSON.stringify(person[key])}`).join(", ")}}`;

const pickKeys = (person: Person, keys: readonly Key[]): Record<string, unknown> =>
  Object.fromEntries(keys.map((key) => [key, person[key]]));

function drawCount(rng: Rng, split: Split): number {
  if (split === "range") {
    return rng.int(7, 8);
  }
  return rng.chance(0.4) ? 1 : rng.int(3, 6);
}

/** Records in sentences → a JSON object, or an array with one record a line; keys in the order asked for. */
export const json: Family = {
  name: "json",
  description: "Extract asked fields from one or several sentences as a JSON object or array",
  weight: 8,
  generate(rng: Rng, split: Split): Item {
    const count = drawCount(rng, split);
    const people = drawAllowed(
      split,
      () => drawPeople(rng, count),
      (drawn) => drawn.map(({ name, age, job, city }) => `${name}/${age}/${job}/${city}`).join(";"),
    );
    // Longer lists keep fewer keys, so that the answer stays below 250 tokens.
    const keys = rng.sample(KEYS, rng.int(2, split === "range" ? 3 : 4));
    const sentence = drawWording(rng, split, SENTENCES);
    const text = people
      .map((person) => fillSlots(rng.chance(0.5) ? sentence : drawWording(rng, split, SENTENCES), { ...person }))
      .join(" ");
    const asked = rng.chance(0.5) ? keys.join(", ") : listInWords(keys);
    const prompt = say(rng, split, count === 1 ? ONE : MANY, { keys: asked, text });
    const lines = people.map((person) => recordLine(person, keys));
    const values = people.map((person) => pickKeys(person, keys));
    return {
      family: "json",
      turns: [{ role: "user", content: prompt }],
      answer: count === 1 ? lines.join("") : `[\n  ${lines.join(",\n  ")}\n]`,
      check: { kind: "json", value: count === 1 ? values[0] : values },
    };
  },
};
