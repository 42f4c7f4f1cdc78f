import { DyllmError, type ErrorCode } from "@dyllm/shared";
import type { z } from "zod";

/**
 * Checks a parsed body against a schema.
 * @throws DyllmError with the code and the path (`sampling.temperature`, `input.messages[0].role`) of the first problem
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  // A version that differs explains every other difference, so it is reported first.
  const issues = parsed.error.issues;
  const issue = issues.find((candidate) => candidate.path[0] === "version") ?? issues[0];
  if (issue === undefined) {
    throw new DyllmError("invalid_value", "The request does not match the protocol.");
  }
  const param = issue.path.length === 0 ? null : formatPath(issue.path);
  throw new DyllmError(codeOf(issue, value), param === null ? issue.message : `${param}: ${issue.message}`, { param });
}

/** A path the way OpenAI's errors write it: dots for keys, brackets for positions. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`))
    .join("");
}

function codeOf(issue: z.core.$ZodIssue, root: unknown): ErrorCode {
  const value = valueAt(root, issue.path);
  if (value === undefined && issue.path.length > 0) {
    return "missing_required_parameter";
  }
  if (issue.path[0] === "version") {
    return "unsupported_version";
  }
  switch (issue.code) {
    case "invalid_type":
      return "invalid_type";
    case "too_small":
      if (issue.origin === "array") {
        return "empty_array";
      }
      return issue.origin === "number" || issue.origin === "int" ? numberCode(value, "below_min") : "invalid_value";
    case "too_big":
      return issue.origin === "number" || issue.origin === "int" ? numberCode(value, "above_max") : "invalid_value";
    default:
      return "invalid_value";
  }
}

function numberCode(value: unknown, side: "below_min" | "above_max"): ErrorCode {
  return Number.isInteger(value) ? `integer_${side}_value` : `decimal_${side}_value`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) {
      return undefined;
    }
    value = Reflect.get(value, key);
  }
  return value;
}
