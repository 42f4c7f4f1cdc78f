/** Wordings of the arithmetic family. A space stands before every number, as in the answers. */
import {
  ADD_MORE,
  MULTIPLY_MORE,
  SUBTRACT_MORE,
  SUM_MORE,
  THEN_ADD_MORE,
  THEN_SUBTRACT_MORE,
} from "./arithmetic-more.ts";
import type { Wordings } from "./wording.ts";

export const ADD: Wordings = {
  trained: [
    "What is {a} + {b}?",
    "Calculate {a} + {b}.",
    "{a} + {b} = ?",
    "Add {a} and {b}.",
    "What is the sum of {a} and {b}?",
    "How much is {a} plus {b}?",
    "Compute {a} plus {b}.",
    "Please add {b} to {a}.",
    "What do {a} and {b} make together?",
    "Work out {a} + {b} step by step.",
    "{a} plus {b}",
  ],
  heldOut: [
    "Tell me the result of {a} + {b}.",
    "I need the sum: {a} and {b}.",
    "If I add {b} to {a}, how much is that?",
  ],
  more: ADD_MORE,
};

export const SUBTRACT: Wordings = {
  trained: [
    "What is {a} - {b}?",
    "Calculate {a} - {b}.",
    "{a} - {b} = ?",
    "Subtract {b} from {a}.",
    "How much is {a} minus {b}?",
    "Compute {a} minus {b}.",
    "What is the difference of {a} and {b}?",
    "Take {b} away from {a}.",
    "Work out {a} - {b} step by step.",
    "What is left of {a} without {b}?",
    "{a} minus {b}",
  ],
  heldOut: [
    "Tell me the result of {a} - {b}.",
    "If I take {b} from {a}, how much is left?",
    "I need the difference: {a} minus {b}.",
  ],
  more: SUBTRACT_MORE,
};

export const MULTIPLY: Wordings = {
  trained: [
    "What is {a} × {b}?",
    "Calculate {a} × {b}.",
    "{a} × {b} = ?",
    "Multiply {a} by {b}.",
    "What is {a} times {b}?",
    "Compute {a} times {b}.",
    "How much is {a} * {b}?",
    "What is the product of {a} and {b}?",
    "Work out {a} × {b} step by step.",
    "What is {a} multiplied by {b}?",
    "{a} times {b}",
  ],
  heldOut: [
    "Tell me the result of {a} × {b}.",
    "I need the product: {a} times {b}.",
    "If I multiply {a} by {b}, how much is that?",
  ],
  more: MULTIPLY_MORE,
};

export const SUM: Wordings = {
  trained: [
    "What is {a} + {b} + {c}?",
    "Calculate {a} + {b} + {c}.",
    "Add {a}, {b} and {c}.",
    "What is the sum of {a}, {b} and {c}?",
    "Sum up {a}, {b} and {c}.",
    "How much is {a} plus {b} plus {c}?",
    "Compute the total of {a}, {b} and {c}.",
    "Work out {a} + {b} + {c} step by step.",
    "{a} + {b} + {c} = ?",
  ],
  heldOut: [
    "Tell me the result of {a} + {b} + {c}.",
    "I need the sum: {a}, {b} and {c}.",
    "What do {a}, {b} and {c} come to in all?",
  ],
  more: SUM_MORE,
};

/** Second turns that go on from the result of the first. */
export const THEN_ADD: Wordings = {
  trained: [
    "Now add {b}.",
    "Then add {b}.",
    "And plus {b}?",
    "Add {b} to that.",
    "Now add {b} to the result.",
    "What is that plus {b}?",
    "Add {b} more.",
    "And now + {b}?",
  ],
  heldOut: ["Please add {b} to your answer.", "How much is it plus {b}?", "Next, add {b}."],
  more: THEN_ADD_MORE,
};

export const THEN_SUBTRACT: Wordings = {
  trained: [
    "Now subtract {b}.",
    "Then subtract {b}.",
    "And minus {b}?",
    "Subtract {b} from that.",
    "Now subtract {b} from the result.",
    "What is that minus {b}?",
    "Take away {b}.",
    "And now - {b}?",
  ],
  heldOut: ["Please subtract {b} from your answer.", "How much is it minus {b}?", "Next, take away {b}."],
  more: THEN_SUBTRACT_MORE,
};
