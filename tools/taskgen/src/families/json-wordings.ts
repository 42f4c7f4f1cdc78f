/** Wordings of the JSON family: sentences about people, and questions about one or many. */
import { MANY_MORE, ONE_MORE, SENTENCES_MORE } from "./json-more.ts";
import type { Wordings } from "./wording.ts";

/** Every slot follows a space, so that the value has one token form in the prompt. */
export const SENTENCES: Wordings = {
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
  more: SENTENCES_MORE,
};

export const ONE: Wordings = {
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
  more: ONE_MORE,
};

export const MANY: Wordings = {
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
  more: MANY_MORE,
};
