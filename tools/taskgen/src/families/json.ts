import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { drawWording, fillSlots, listInWords, say, type Wordings } from "./wording.ts";
import { CITIES, JOBS, NAMES } from "./words.ts";

const KEYS = ["name", "age", "job", "city"] as const;
type Key = (typeof KEYS)[number];

/** Every slot follows a space, so that the value has one token form in the prompt. */
const SENTENCES: Wordings = {
  trained: [
    "{name} is a {job} in {city}, aged {age}.",
    "{name} is {age} years old and works as a {job} in {city}.",
    "The {job} {name} is {age} and lives in {city}.",
    "{name} lives in {city}, is {age} years old and is a {job}.",
    "In {city} lives {name}, a {job} of {age} years.",
    "{name} works in {city} as a {job} and is {age}.",
    "At age {age}, {name} is a {job} in {city}.",
    "{name}, a {job} from {city}, is {age} years old.",
    "A {job} named {name} lives in {city} and is {age}.",
    "{name} comes from {city} and is a {job}, age {age}.",
  ],
  heldOut: [
    "We met {name} in {city}: a {job}, now {age} years old.",
    "Aged {age}, {name} from {city} has a job as a {job}.",
    "My friend {name} turned {age}, is a {job} and moved to {city}.",
  ],
};

const ONE: Wordings = {
  trained: [
    "Extract {keys} as JSON: {text}",
    "Return {keys} as a JSON object: {text}",
    "Give me {keys} as JSON. Text: {text}",
    "{text} Write {keys} as a JSON object.",
    "Read the text and output JSON with {keys}: {text}",
    "JSON with the keys {keys}, please: {text}",
    "Turn this into JSON with {keys}: {text}",
    "{text} Extract {keys} as JSON.",
    "Put {keys} into a JSON object. {text}",
    "From the sentence, extract {keys} in JSON: {text}",
  ],
  heldOut: [
    "Make a JSON object that holds {keys}. Sentence: {text}",
    "{text} I need {keys} in JSON format.",
    "Parse the following and answer with JSON, keys {keys}: {text}",
  ],
};

const MANY: Wordings = {
  trained: [
    "Extract {keys} of each person as a JSON array: {text}",
    "Return a JSON array with {keys} for every person: {text}",
    "Give me {keys} of all people as a JSON array. Text: {text}",
    "{text} Write {keys} of each person as a JSON array.",
    "Read the text and output a JSON array with {keys}: {text}",
    "JSON array of objects with the keys {keys}, please: {text}",
    "Turn this into a JSON array with {keys}: {text}",
    "{text} Extract {keys} as a JSON array.",
    "Put {keys} of everyone into a JSON array. {text}",
    "From the sentences, extract {keys} as a JSON array: {text}",
  ],
  heldOut: [
    "Make a JSON array that holds {keys} of all persons. Sentences: {text}",
    "{text} I need {keys} of everybody as an array in JSON format.",
    "Parse the following and answer with a JSON array, keys {keys}: {text}",
  ],
};

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
