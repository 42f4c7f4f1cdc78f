import { z } from "zod";
import type { ErrorCode } from "../errors.ts";

/**
 * Building blocks of the request schemas. They carry the code OpenAI gives to each broken rule in the issue's `params`,
 * from where `toRequestError` takes it: zod's own codes do not tell an integer rule from a decimal one.
 */
export interface FieldProblem {
  readonly problem: ErrorCode;
}

/** How the API's description tells of a parameter that {@link neutralOnly} guards. */
export const NEUTRAL_ONLY =
  "Accepted where it asks for nothing (null, or its neutral value); refused by name otherwise.";

/** An integer within `min…max`; the error says integer, not number, as OpenAI's does. */
export function integer(min: number, max: number) {
  return bounded("integer", min, max);
}

/** A finite number within `min…max`. */
export function decimal(min: number, max: number) {
  return bounded("decimal", min, max);
}

/** A value that is accepted only where it asks for nothing (`neutral`); anything else is refused by name. */
export function neutralOnly(neutral: (value: unknown) => boolean) {
  return z
    .unknown()
    .refine((value) => value === undefined || value === null || neutral(value), {
      params: unsupported,
      message: "is not supported by this server.",
    })
    .meta({ description: NEUTRAL_ONLY })
    .optional();
}

/** Issue parameters of a value this server cannot honour, and of one that is needed here and not there. */
export const unsupported: Record<string, unknown> & FieldProblem = { problem: "unsupported_parameter" };
export const missing: Record<string, unknown> & FieldProblem = { problem: "missing_required_parameter" };

function bounded(kind: "integer" | "decimal", min: number, max: number) {
  const check = z.custom<number>().superRefine((value: unknown, context) => {
    const rule = brokenRule(kind, value, min, max);
    if (rule !== null) {
      context.addIssue({ code: "custom", message: rule.message, params: { problem: rule.problem } });
    }
  });
  // A check says nothing to the generator of the JSON schema.
  return check.meta({ type: kind === "integer" ? "integer" : "number", minimum: min, maximum: max });
}

function brokenRule(
  kind: "integer" | "decimal",
  value: unknown,
  min: number,
  max: number,
): (FieldProblem & { readonly message: string }) | null {
  if (typeof value !== "number" || !Number.isFinite(value) || (kind === "integer" && !Number.isInteger(value))) {
    const expected = kind === "integer" ? "an integer" : "a decimal";
    return { problem: "invalid_type", message: `expected ${expected}, but got ${describeType(value)} instead.` };
  }
  if (value < min) {
    return {
      problem: `${kind}_below_min_value`,
      message: `${kind} below minimum value. Expected a value >= ${min}, but got ${value} instead.`,
    };
  }
  if (value > max) {
    return {
      problem: `${kind}_above_max_value`,
      message: `${kind} above maximum value. Expected a value <= ${max}, but got ${value} instead.`,
    };
  }
  return null;
}

/** What a JSON value is, in the words of OpenAI's messages. */
export function describeType(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "a string";
    case "boolean":
      return "a boolean";
    case "number":
      return Number.isFinite(value) ? (Number.isInteger(value) ? "an integer" : "a decimal") : "a number out of range";
    case "object":
      return value === null ? "null" : Array.isArray(value) ? "an array" : "an object";
    default:
      return "nothing";
  }
}
