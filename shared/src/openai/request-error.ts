import type { z } from "zod";
import { DyllmError, ERROR_CODES, type ErrorCode } from "../errors.ts";
import { describeType } from "./fields.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Received values are quoted up to this length: enough to recognise a misspelt name, never a whole prompt. */
const MAX_QUOTED_CHARACTERS = 64;

/**
 * The OpenAI error of the first broken rule of a request: the parameter by its path (`messages[0].content`), the rule and
 * the value received. Messages follow those recorded at OpenAI.
 *
 * @param error what a schema parsed with `reportInput: true` gave
 */
export function toRequestError(error: z.ZodError): DyllmError {
  const issue = error.issues[0];
  return issue === undefined ? new DyllmError("invalid_value", "The request is not valid.") : issueError(issue, []);
}

/** A parameter's path as OpenAI writes it. */
export function formatPath(path: Path): string {
  let text = "";
  for (const part of path) {
    text += typeof part === "number" ? `[${part}]` : text === "" ? String(part) : `.${String(part)}`;
  }
  return text;
}

function issueError(issue: Issue, base: Path): DyllmError {
  const path = [...base, ...issue.path];
  const name = formatPath(path);
  switch (issue.code) {
    case "custom":
      return customError(problemOf(issue.params), name, issue.message);
    case "invalid_type":
      return issue.input === undefined ? missing(name) : wrongType(name, expectedType(issue.expected), issue.input);
    case "invalid_value":
      return enumError(issue.values, issue.input, name);
    case "too_small":
      return issue.origin === "array"
        ? fail(
            "empty_array",
            name,
            "empty array. Expected an array with minimum length 1, but got an empty array instead.",
          )
        : fail("empty_string", name, "empty string. Expected a string with minimum length 1, but got an empty string.");
    case "too_big":
      return issue.origin === "array"
        ? fail(
            "array_above_max_length",
            name,
            `array too long. Expected an array with maximum length ${issue.maximum}.`,
          )
        : fail(
            "string_above_max_length",
            name,
            `string too long. Expected a string with maximum length ${issue.maximum}.`,
          );
    case "unrecognized_keys": {
      const unknown = formatPath([...path, issue.keys[0] ?? ""]);
      return new DyllmError("unknown_parameter", `Unknown parameter: '${clip(unknown)}'.`, { param: clip(unknown) });
    }
    case "invalid_union":
      return unionError(issue, path);
    default:
      return fail("invalid_value", name, "the value is not valid.");
  }
}

/** Of the alternatives of a union the one whose type fits is reported; where none does, the type is at fault. */
function unionError(issue: z.core.$ZodIssueInvalidUnion, path: Path): DyllmError {
  const branches = issue.errors.map((issues) => issues[0]).filter((first) => first !== undefined);
  const fitting = branches.find((first) => !(first.code === "invalid_type" && first.path.length === 0));
  if (fitting !== undefined) {
    return issueError(fitting, path);
  }
  const name = formatPath(path);
  if (issue.input === undefined) {
    return missing(name);
  }
  const expected = branches.map((first) => (first.code === "invalid_type" ? expectedType(first.expected) : ""));
  return wrongType(name, `one of ${expected.join(" or ")}`, issue.input);
}

function enumError(values: readonly unknown[], input: unknown, name: string): DyllmError {
  if (input === undefined) {
    return missing(name);
  }
  if (typeof input !== typeof values[0]) {
    return wrongType(name, expectedType(typeof values[0]), input);
  }
  const supported = values.map((value) => `'${String(value)}'`).join(", ");
  const message = `Invalid value: '${clip(String(input))}'. Supported values are: ${supported}.`;
  return new DyllmError("invalid_value", message, { param: name });
}

function customError(problem: ErrorCode, name: string, message: string): DyllmError {
  switch (problem) {
    case "unsupported_parameter":
      return new DyllmError(problem, `Unsupported parameter: '${name}' ${message}`, { param: name });
    case "invalid_type":
      return new DyllmError(problem, `Invalid type for '${name}': ${message}`, { param: name });
    case "missing_required_parameter":
      return missing(name);
    default:
      return fail(problem, name, message);
  }
}

function problemOf(params: Readonly<Record<string, unknown>> | undefined): ErrorCode {
  return ERROR_CODES.find((code) => code === params?.problem) ?? "invalid_value";
}

function fail(code: ErrorCode, name: string, rule: string): DyllmError {
  return new DyllmError(code, `Invalid '${name}': ${rule}`, { param: name });
}

function missing(name: string): DyllmError {
  return new DyllmError("missing_required_parameter", `Missing required parameter: '${name}'.`, { param: name });
}

function wrongType(name: string, expected: string, input: unknown): DyllmError {
  if (name === "") {
    return new DyllmError("invalid_type", `The request body must be ${expected}, but it is ${describeType(input)}.`);
  }
  const message = `Invalid type for '${name}': expected ${expected}, but got ${describeType(input)} instead.`;
  return new DyllmError("invalid_type", message, { param: name });
}

function expectedType(type: string): string {
  switch (type) {
    case "number":
      return "a decimal";
    case "array":
    case "object":
      return `an ${type}`;
    case "record":
      return "an object";
    default:
      return `a ${type}`;
  }
}

function clip(text: string): string {
  return text.length > MAX_QUOTED_CHARACTERS ? `${text.slice(0, MAX_QUOTED_CHARACTERS)}…` : text;
}
