/** Word overlap for free-form answers such as definitions. */
import type { Check } from "../types.ts";
import { type CheckResult, fail, PASS } from "./result.ts";

/** Words of a text: runs of letters and digits, case folded; punctuation does not count. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Harmonic mean of word precision and recall, in [0, 1], over bags of words (SQuAD's measure, arXiv 1606.05250, without
 * its removal of articles). Two empty texts agree (1); an empty one and another do not (0).
 */
export function wordF1(reference: string, answer: string): number {
  const expected = wordsOf(reference);
  const given = wordsOf(answer);
  if (expected.length === 0 && given.length === 0) {
    return 1;
  }
  const left = new Map<string, number>();
  for (const word of expected) {
    left.set(word, (left.get(word) ?? 0) + 1);
  }
  let common = 0;
  for (const word of given) {
    const count = left.get(word) ?? 0;
    if (count > 0) {
      left.set(word, count - 1);
      common += 1;
    }
  }
  return (2 * common) / (expected.length + given.length);
}

/** Passes when the word F1 of the answer against `spec.text` is at least `spec.min`. */
export function checkF1(spec: Extract<Check, { kind: "f1" }>, answer: string): CheckResult {
  const score = wordF1(spec.text, answer);
  return score >= spec.min ? PASS : fail(`word F1 ${score.toFixed(2)} is below ${spec.min}`);
}
