import { isDeepStrictEqual } from "node:util";
import type { Check } from "../types.ts";
import type { CheckResult } from "./result.ts";

/** Judges a JSON answer: it must parse (no code fences, no text around it) and deep-equal `spec.value`; key order is free. */
export function checkJson(spec: Extract<Check, { kind: "json" }>, answer: string): CheckResult {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return { ok: false, why: "the answer is not JSON" };
  }
  return isDeepStrictEqual(value, spec.value)
    ? { ok: true }
    : { ok: false, why: "the JSON differs from the expected value" };
}
