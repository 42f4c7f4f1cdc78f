/** Wordings of the two-turn family: first questions, and follow-ups on their answers. */
import { ADD_MORE, THEN_ADD_MORE } from "./arithmetic-more.ts";
import { ASCENDING_MORE, DESCENDING_AGAIN_MORE } from "./sorting-more.ts";
import { FIRST_RECORDS_MORE, THEN_MARKDOWN_MORE, THEN_MAX_MORE, THEN_NAMES_MORE } from "./two-turn-more.ts";
import type { Wordings } from "./wording.ts";

export const FIRST_SORT: Wordings = {
  trained: [
    "Sort ascending: {list}",
    "Sort these numbers: {list}",
    "Put in ascending order: {list}",
    "Order from low to high: {list}",
  ],
  heldOut: ["Arrange these numbers from small to large: {list}"],
  more: ASCENDING_MORE,
};

export const THEN_DESCENDING: Wordings = {
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
  more: DESCENDING_AGAIN_MORE,
};

export const THEN_MAX: Wordings = {
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
  more: THEN_MAX_MORE,
};

export const FIRST_RECORDS: Wordings = {
  trained: [
    "Extract name, age, city as a JSON array: {text}",
    "Return a JSON array with name, age, city for every person: {text}",
    "{text} Write name, age, city of each person as a JSON array.",
    "Turn this into a JSON array with name, age, city: {text}",
  ],
  heldOut: ["Make a JSON array with name, age, city of all persons: {text}"],
  more: FIRST_RECORDS_MORE,
};

export const THEN_NAMES: Wordings = {
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
  more: THEN_NAMES_MORE,
};

export const THEN_MARKDOWN: Wordings = {
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
  more: THEN_MARKDOWN_MORE,
};

export const FIRST_SUM: Wordings = {
  trained: ["What is {a} + {b} ?", "Add {a} and {b} .", "Compute {a} + {b} .", "Calculate {a} + {b} ."],
  heldOut: ["How much is {a} plus {b} ?"],
  more: ADD_MORE,
};

export const THEN_ADD: Wordings = {
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
  more: THEN_ADD_MORE.map((wording) => wording.replace("{b}", "{c}")),
};
