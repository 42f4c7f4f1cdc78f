/** Wordings and name parts of the letter tasks. Slots stand behind a space, with no quotes glued to them. */
import * as more from "./letters-more.ts";
import type { Wordings } from "./wording.ts";

export const COUNT: Wordings = {
  trained: [
    "How many times does the letter {letter} appear in {words} ?",
    "Count the letter {letter} in {words} .",
    "How often is the letter {letter} in {words} ?",
    "How many {letter} are in {words} ?",
    "Count how many times {letter} occurs in {words} .",
    "How many times is {letter} used in {words} ?",
    "In {words} , how many times do you see {letter} ?",
    "Number of {letter} in {words} ?",
  ],
  heldOut: [
    "Look at {words} and count each {letter} .",
    "Spell {words} and tell me how many {letter} it has.",
    "What is the count of the letter {letter} within {words} ?",
  ],
  more: more.COUNT_MORE,
};

export const REVERSE: Wordings = {
  trained: [
    "Reverse the letters of {words} .",
    "Write {words} with reversed letters.",
    "Spell {words} backwards.",
    "What is {words} spelled backwards?",
    "Turn the letters of {words} around.",
    "Reverse each word: {words}",
    "Write the letters of {words} from last to first.",
    "Give {words} in mirror writing.",
  ],
  heldOut: [
    "How does {words} read from the last letter to the first?",
    "Please flip the letters of {words} .",
    "Backwards spelling of {words} , please.",
  ],
  more: more.REVERSE_MORE,
};

/** Two words, of which each is reversed in its place. */
export const REVERSE_EACH: Wordings = { ...REVERSE, more: more.REVERSE_EACH_MORE };

export const ACRONYM: Wordings = {
  trained: [
    "Make an acronym of {words} .",
    "What is the acronym of {words} ?",
    "Give the acronym for {words} .",
    "Build an acronym from {words} .",
    "Take the first letters of {words} .",
    "Shorten {words} to its initials.",
    "What are the initials of {words} ?",
    "Acronym: {words}",
  ],
  heldOut: [
    "How would you abbreviate {words} by its first letters?",
    "Please turn {words} into an acronym.",
    "Write {words} as initials only.",
  ],
  more: more.ACRONYM_MORE,
};

export const UPPER: Wordings = {
  trained: [
    "Write {words} in upper case.",
    "Convert {words} to upper case.",
    "Put {words} in capital letters.",
    "Change {words} to capital letters.",
    "Upper case: {words}",
    "Turn {words} into upper case.",
    "What is {words} in capital letters?",
    "Make {words} upper case.",
  ],
  heldOut: [
    "Please capitalise every letter of {words} .",
    "I need {words} in capitals.",
    "Show {words} with capital letters only.",
  ],
  more: more.UPPER_MORE,
};

export const LOWER: Wordings = {
  trained: [
    "Write {words} in lower case.",
    "Convert {words} to lower case.",
    "Put {words} in small letters.",
    "Change {words} to small letters.",
    "Lower case: {words}",
    "Turn {words} into lower case.",
    "What is {words} in small letters?",
    "Make {words} lower case.",
  ],
  heldOut: [
    "Please remove the capitals from {words} .",
    "I need {words} in small letters, not capitals.",
    "Show {words} with lower case letters only.",
  ],
  more: more.LOWER_MORE,
};

/** Words of invented organisation names. */
export const PARTS = [
  "World",
  "Health",
  "Group",
  "National",
  "Art",
  "Society",
  "European",
  "Music",
  "Union",
  "Open",
  "Data",
  "Project",
  "Young",
  "Garden",
  "Club",
  "River",
  "Boat",
  "Team",
  "Local",
  "Food",
  "Market",
  "Early",
  "Bird",
  "Institute",
  "Quick",
  "Help",
  "Office",
  "Zone",
  "Energy",
  "Fund",
  "Village",
  "Jazz",
  "Keepers",
  "North",
  "Trade",
] as const;
