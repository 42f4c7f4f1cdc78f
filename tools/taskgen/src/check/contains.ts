import type { Check } from "../types.ts";
import type { CheckResult } from "./result.ts";

/** Judges free text: every word (or phrase) of `spec.words` must occur in it, case folded. */
export function checkContains(spec: Extract<Check, { kind: "contains" }>, answer: string): CheckResult {
  const text = answer.toLowerCase();
  const missing = spec.words.find((word) => !text.includes(word.toLowerCase()));
  return missing === undefined ? { ok: true } : { ok: false, why: `"${missing}" is missing` };
}
