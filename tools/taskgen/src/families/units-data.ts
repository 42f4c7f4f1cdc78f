/** Units and wordings of the unit-conversion family. */
import { CONVERT_MORE, MIXED_MORE, SEVERAL_MORE } from "./units-more.ts";
import type { Wordings } from "./wording.ts";

/** `factor` small units make one big unit; the names are the singular and plural forms. */
export interface UnitPair {
  readonly big: string;
  readonly bigs: string;
  readonly small: string;
  readonly smalls: string;
  readonly factor: number;
  /** Largest count of big units in training, and for the split `range`: steeper factors stay with smaller counts. */
  readonly max: number;
  readonly rangeMax: number;
}

export const UNITS: readonly UnitPair[] = [
  { big: "minute", bigs: "minutes", small: "second", smalls: "seconds", factor: 60, max: 40, rangeMax: 60 },
  { big: "hour", bigs: "hours", small: "minute", smalls: "minutes", factor: 60, max: 40, rangeMax: 60 },
  { big: "day", bigs: "days", small: "hour", smalls: "hours", factor: 24, max: 9, rangeMax: 14 },
  { big: "week", bigs: "weeks", small: "day", smalls: "days", factor: 7, max: 30, rangeMax: 50 },
  { big: "year", bigs: "years", small: "month", smalls: "months", factor: 12, max: 9, rangeMax: 14 },
  { big: "foot", bigs: "feet", small: "inch", smalls: "inches", factor: 12, max: 9, rangeMax: 14 },
  { big: "yard", bigs: "yards", small: "foot", smalls: "feet", factor: 3, max: 30, rangeMax: 50 },
  { big: "gallon", bigs: "gallons", small: "quart", smalls: "quarts", factor: 4, max: 30, rangeMax: 50 },
  { big: "pound", bigs: "pounds", small: "ounce", smalls: "ounces", factor: 16, max: 9, rangeMax: 14 },
  { big: "meter", bigs: "meters", small: "centimeter", smalls: "centimeters", factor: 100, max: 300, rangeMax: 900 },
  {
    big: "centimeter",
    bigs: "centimeters",
    small: "millimeter",
    smalls: "millimeters",
    factor: 10,
    max: 300,
    rangeMax: 900,
  },
  { big: "kilometer", bigs: "kilometers", small: "meter", smalls: "meters", factor: 1000, max: 300, rangeMax: 900 },
  { big: "kilogram", bigs: "kilograms", small: "gram", smalls: "grams", factor: 1000, max: 300, rangeMax: 900 },
  { big: "liter", bigs: "liters", small: "milliliter", smalls: "milliliters", factor: 1000, max: 300, rangeMax: 900 },
  { big: "ton", bigs: "tons", small: "kilogram", smalls: "kilograms", factor: 1000, max: 300, rangeMax: 900 },
];

/** One quantity: {n} {from} into {to}. */
export const CONVERT: Wordings = {
  trained: [
    "How many {to} are in {n} {from}?",
    "Convert {n} {from} to {to}.",
    "What is {n} {from} in {to}?",
    "Change {n} {from} into {to}.",
    "{n} {from} = ? {to}",
    "How many {to} make {n} {from}?",
    "Write {n} {from} in {to}.",
    "Express {n} {from} in {to}.",
    "{n} {from} in {to}",
    "I have {n} {from}. How many {to} is that?",
  ],
  heldOut: [
    "Give me {n} {from} as {to}.",
    "If something takes {n} {from}, what is that in {to}?",
    "Turn {n} {from} into {to}.",
  ],
  more: CONVERT_MORE,
};

/** A mixed quantity: {n} {from} and {m} {to} into {to}. */
export const MIXED: Wordings = {
  trained: [
    "How many {to} are in {n} {from} and {m} {to}?",
    "Convert {n} {from} and {m} {to} to {to}.",
    "What is {n} {from} and {m} {to} in {to}?",
    "Change {n} {from} and {m} {to} into {to}.",
    "{n} {from} + {m} {to} = ? {to}",
    "How many {to} make {n} {from} and {m} {to}?",
    "Write {n} {from} and {m} {to} in {to}.",
    "Express {n} {from} and {m} {to} in {to}.",
  ],
  heldOut: [
    "Give me {n} {from} and {m} {to} as {to} only.",
    "I have {n} {from} and {m} {to} more. How many {to} is that in all?",
    "Turn {n} {from} and {m} {to} into {to}.",
  ],
  more: MIXED_MORE,
};

/** Several quantities: {list} {from} into {to}. */
export const SEVERAL: Wordings = {
  trained: [
    "Convert {list} {from} to {to}.",
    "How many {to} are {list} {from}?",
    "What are {list} {from} in {to}?",
    "Change {list} {from} into {to}.",
    "Convert each to {to}: {list} {from}.",
    "Write {list} {from} in {to}.",
    "Express {list} {from} in {to}.",
    "{list} {from} in {to}",
  ],
  heldOut: [
    "Give me {list} {from} as {to}.",
    "Turn {list} {from} into {to}, one after the other.",
    "I need these in {to}: {list} {from}.",
  ],
  more: SEVERAL_MORE,
};
