/** Wordings of the list operations. */
import * as filters from "./sorting-filter-more.ts";
import * as orders from "./sorting-more.ts";
import type { Wordings } from "./wording.ts";

/** What is done to a list of numbers. */
export type Operation = "ascending" | "descending" | "reverse" | "smallest" | "largest" | "greater" | "less";

/** Slots: `{list}`, and `{limit}` for the filters. */
export const NUMBERS: Readonly<Record<Operation, Wordings>> = {
  ascending: {
    trained: [
      "Sort ascending: {list}",
      "Sort these numbers in ascending order: {list}",
      "Put these numbers in order from smallest to largest: {list}",
      "Order the numbers from low to high: {list}",
      "Sort the list {list} in ascending order.",
      "Arrange from smallest to largest: {list}",
      "Write these numbers in increasing order: {list}",
      "Sort from low to high: {list}",
    ],
    heldOut: [
      "Here are some numbers: {list}. List them with the smallest first.",
      "Please bring {list} into ascending order.",
      "Rank these from smallest to largest: {list}",
    ],
    more: orders.ASCENDING_MORE,
  },
  descending: {
    trained: [
      "Sort descending: {list}",
      "Sort these numbers in descending order: {list}",
      "Put these numbers in order from largest to smallest: {list}",
      "Order the numbers from high to low: {list}",
      "Sort the list {list} in descending order.",
      "Arrange from largest to smallest: {list}",
      "Write these numbers in decreasing order: {list}",
      "Sort from high to low: {list}",
    ],
    heldOut: [
      "Here are some numbers: {list}. List them with the largest first.",
      "Please bring {list} into descending order.",
      "Rank these from largest to smallest: {list}",
    ],
    more: orders.DESCENDING_MORE,
  },
  reverse: {
    trained: [
      "Reverse this list: {list}",
      "Reverse the list {list}.",
      "Write this list backwards: {list}",
      "Turn this list around: {list}",
      "Give the list in reverse order: {list}",
      "Reverse the order of these numbers: {list}",
      "List these numbers from last to first: {list}",
      "Write the numbers {list} backwards.",
    ],
    heldOut: [
      "Here is a list: {list}. Show it backwards.",
      "Flip the list {list} so that the last number comes first.",
      "Please reverse {list} for me.",
    ],
    more: orders.REVERSE_NUMBERS_MORE,
  },
  smallest: {
    trained: [
      "What is the smallest number in {list}?",
      "Find the smallest number: {list}",
      "Which number is the smallest: {list}?",
      "Give the minimum of {list}.",
      "What is the minimum of {list}?",
      "Find the minimum: {list}",
      "Which of these numbers is the lowest: {list}?",
      "Name the smallest of these numbers: {list}",
    ],
    heldOut: [
      "Here are some numbers: {list}. Which one is the smallest?",
      "Look at {list} and tell me the minimum.",
      "Pick the lowest number from {list}.",
    ],
    more: filters.SMALLEST_MORE,
  },
  largest: {
    trained: [
      "What is the largest number in {list}?",
      "Find the largest number: {list}",
      "Which number is the largest: {list}?",
      "Give the maximum of {list}.",
      "What is the maximum of {list}?",
      "Find the maximum: {list}",
      "Which of these numbers is the highest: {list}?",
      "Name the largest of these numbers: {list}",
    ],
    heldOut: [
      "Here are some numbers: {list}. Which one is the largest?",
      "Look at {list} and tell me the maximum.",
      "Pick the highest number from {list}.",
    ],
    more: filters.LARGEST_MORE,
  },
  greater: {
    trained: [
      "Which numbers are greater than {limit}: {list}?",
      "Keep only the numbers greater than {limit}: {list}",
      "Filter the list {list}: keep numbers greater than {limit}.",
      "List the numbers above {limit}: {list}",
      "From {list} give the numbers greater than {limit}.",
      "Which of these numbers are above {limit}: {list}?",
      "Select the numbers larger than {limit}: {list}",
      "Find all numbers greater than {limit} in {list}.",
    ],
    heldOut: [
      "Here are some numbers: {list}. Show those greater than {limit}.",
      "Look at {list} and keep what is above {limit}.",
      "Pick every number larger than {limit} from {list}.",
    ],
    more: filters.GREATER_MORE,
  },
  less: {
    trained: [
      "Which numbers are less than {limit}: {list}?",
      "Keep only the numbers less than {limit}: {list}",
      "Filter the list {list}: keep numbers less than {limit}.",
      "List the numbers below {limit}: {list}",
      "From {list} give the numbers less than {limit}.",
      "Which of these numbers are below {limit}: {list}?",
      "Select the numbers smaller than {limit}: {list}",
      "Find all numbers less than {limit} in {list}.",
    ],
    heldOut: [
      "Here are some numbers: {list}. Show those less than {limit}.",
      "Look at {list} and keep what is below {limit}.",
      "Pick every number smaller than {limit} from {list}.",
    ],
    more: filters.LESS_MORE,
  },
};

/** Slot: `{list}`. */
export const WORDS: Readonly<Record<"alphabetical" | "reverse", Wordings>> = {
  alphabetical: {
    trained: [
      "Sort alphabetically: {list}",
      "Sort these words in alphabetical order: {list}",
      "Put these words in alphabetical order: {list}",
      "Order the words from A to Z: {list}",
      "Sort the list {list} alphabetically.",
      "Arrange these words from A to Z: {list}",
      "Write these words in alphabetical order: {list}",
      "Sort from A to Z: {list}",
    ],
    heldOut: [
      "Here are some words: {list}. List them alphabetically.",
      "Please bring {list} into alphabetical order.",
      "How would a dictionary order these: {list}?",
    ],
    more: orders.ALPHABETICAL_MORE,
  },
  reverse: {
    trained: [
      "Reverse this list: {list}",
      "Reverse the list {list}.",
      "Write this list backwards: {list}",
      "Turn this list around: {list}",
      "Give the list in reverse order: {list}",
      "Reverse the order of these words: {list}",
      "List these words from last to first: {list}",
      "Write the words {list} in reverse order.",
    ],
    heldOut: [
      "Here is a list: {list}. Show it backwards.",
      "Flip the list {list} so that the last word comes first.",
      "Please reverse {list} for me.",
    ],
    more: orders.REVERSE_WORDS_MORE,
  },
};

/** The second turn of a conversation about the same list. */
export const ORDER_AGAIN: Readonly<Record<"ascending" | "descending", Wordings>> = {
  ascending: {
    trained: [
      "Now in ascending order.",
      "Now sort it ascending.",
      "And from smallest to largest?",
      "Now from low to high.",
      "Please sort it in ascending order now.",
      "Now in increasing order, please.",
      "The same list in ascending order.",
      "And now ascending?",
    ],
    heldOut: [
      "Can you also show it ascending?",
      "Next, give it from smallest to largest.",
      "Switch to ascending order.",
    ],
    more: orders.ASCENDING_AGAIN_MORE,
  },
  descending: {
    trained: [
      "Now in descending order.",
      "Now sort it descending.",
      "And from largest to smallest?",
      "Now from high to low.",
      "Please sort it in descending order now.",
      "Now in decreasing order, please.",
      "The same list in descending order.",
      "And now descending?",
    ],
    heldOut: [
      "Can you also show it descending?",
      "Next, give it from largest to smallest.",
      "Switch to descending order.",
    ],
    more: orders.DESCENDING_AGAIN_MORE,
  },
};
