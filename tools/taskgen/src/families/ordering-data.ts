/** Scales and wordings of the ordering family. */
import { QUESTIONS_MORE } from "./ordering-more.ts";
import type { Wordings } from "./wording.ts";

/** A scale: the comparative and superlative of its upper and of its lower end. */
export interface Scale {
  readonly more: string;
  readonly less: string;
  readonly most: string;
  readonly least: string;
}

export const SCALES: readonly Scale[] = [
  { more: "faster", less: "slower", most: "fastest", least: "slowest" },
  { more: "taller", less: "shorter", most: "tallest", least: "shortest" },
  { more: "older", less: "younger", most: "oldest", least: "youngest" },
  { more: "stronger", less: "weaker", most: "strongest", least: "weakest" },
  { more: "richer", less: "poorer", most: "richest", least: "poorest" },
  { more: "louder", less: "quieter", most: "loudest", least: "quietest" },
];

/** Scales that training has besides. */
export const MORE_SCALES: readonly Scale[] = [
  { more: "heavier", less: "lighter", most: "heaviest", least: "lightest" },
  { more: "bigger", less: "smaller", most: "biggest", least: "smallest" },
  { more: "happier", less: "sadder", most: "happiest", least: "saddest" },
];

/** `{facts}` are the comparisons, `{end}` a superlative, optionally with "second" before it. */
export const QUESTIONS: Wordings = {
  trained: [
    "{facts} Who is the {end} ?",
    "{facts} Which one is the {end} ?",
    "{facts} Who of them is the {end} ?",
    "{facts} Name the {end} .",
    "Who is the {end} ? {facts}",
    "{facts} Find the {end} person.",
    "{facts} So who is the {end} ?",
    "Read this and say who is the {end} : {facts}",
    "{facts} Write the order. Who is the {end} ?",
  ],
  heldOut: [
    "Here is what I know. {facts} Tell me the {end} one.",
    "Solve this riddle: who must be the {end} ? {facts}",
    "{facts} From this, can you work out who the {end} is?",
  ],
  more: QUESTIONS_MORE,
};
