/** Equality of whole answers. */
import type { Check } from "../types.ts";
import { type CheckResult, fail, PASS } from "./result.ts";

/** Trims and turns every run of white space (line ends too) into one space. */
export function foldSpace(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

/** Passes when the answer equals `spec.text` with white space folded; case and punctuation count. */
export function checkExact(spec: Extract<Check, { kind: "exact" }>, answer: string): CheckResult {
  return foldSpace(answer) === foldSpace(spec.text) ? PASS : fail("the text differs from the reference");
}
