/** Wordings of the fill-in family. */
import { FRAMES_MORE } from "./fill-in-more.ts";
import type { Wordings } from "./wording.ts";

export const FRAMES: Wordings = {
  trained: [
    "Fill the blank: {line}",
    "Fill in the blank: {line}",
    "What goes in the blank? {line}",
    "Complete the blank: {line}",
    "Which text is missing at ___ ? {line}",
    "{line} Fill the blank.",
    "Replace ___ with the right text: {line}",
    "Find the missing part: {line}",
    "{line} What is missing at ___ ?",
  ],
  heldOut: [
    "Something is missing here: {line} Write it.",
    "What should stand at ___ in this line? {line}",
    "{line} Give the text for the blank.",
  ],
  more: FRAMES_MORE,
};
