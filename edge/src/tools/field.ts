import { DyllmError } from "@dyllm/shared";
import { z } from "zod";

/** A value that is to be filled in, by what its text must become. */
export type Field =
  | { readonly kind: "string" | "number" | "integer" | "boolean" }
  /** One of these values, as JSON. */
  | { readonly kind: "one-of"; readonly values: readonly string[]; readonly quoted: boolean }
  /** No value: what an object without values has in the place of one. */
  | { readonly kind: "nothing" };

const schemaNode = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});

/** A part of a JSON schema, as far as a form looks into it. */
export type SchemaNode = z.infer<typeof schemaNode>;

/** What makes a schema of other schemas: nothing here follows it, and without it the form would not be what was asked for. */
const COMBINING = ["$ref", "allOf", "anyOf", "oneOf"] as const;

/** Rules that nothing here checks: hints, but for a function that is `strict`. */
const UNCHECKED = [
  ...["pattern", "format", "minLength", "maxLength"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["minProperties", "dependentRequired", "dependentSchemas", "not", "if"],
] as const;

/**
 * A part of a JSON schema.
 *
 * @throws DyllmError `invalid_value` for what is none, `unsupported_parameter` for what is made of other schemas, and with
 *   `strict` for a rule that is not checked
 */
export function parsedNode(schema: unknown, path: string, strict: boolean): SchemaNode {
  const found = schemaNode.safeParse(schema);
  if (!found.success) {
    throw invalidSchema(path, "it is no JSON schema.");
  }
  const node = found.data;
  const combining = COMBINING.find((rule) => rule in node);
  if (combining !== undefined) {
    throw unsupportedSchema(path, `is made of other schemas ('${combining}').`);
  }
  const unchecked = strict ? UNCHECKED.find((rule) => rule in node) : undefined;
  if (unchecked !== undefined) {
    throw unsupportedSchema(`${path}.${unchecked}`, "is not checked, which a strict function would need.");
  }
  return node;
}

/** The type of a value; of a value that may be null the other one; undefined where there is none or a choice. */
export function typeOf({ type }: SchemaNode): string | undefined {
  if (!Array.isArray(type)) {
    return type;
  }
  const [only, ...others] = type.filter((name) => name !== "null");
  return others.length === 0 ? only : undefined;
}

/** The values a schema names one by one, but for null; undefined where it names none. */
export function namedValues(node: SchemaNode): readonly unknown[] | undefined {
  const values = "const" in node ? [node.const] : node.enum;
  return values?.filter((value) => value !== null);
}

/** What a message says, as {@link settledValue} looks for values in it: made once, since a request may ask for many values. */
export function saidIn(message: string): string {
  return ` ${wordsOf(message)} `;
}

/**
 * The value that needs no model: the only one there is, or, of several texts or numbers to choose from, the only one that is
 * said in so many words. As JSON; null where the model has to write it.
 *
 * @param said see {@link saidIn}
 */
export function settledValue(field: Field, said: string): string | null {
  if (field.kind !== "one-of") {
    return null;
  }
  const possible = field.values.length === 1 ? field.values : field.values.filter((value) => isSaid(value, said));
  const [only, ...others] = possible;
  return only !== undefined && others.length === 0 ? only : null;
}

function isSaid(value: string, said: string): boolean {
  const words = wordsOf(String(JSON.parse(value)));
  return words !== "" && said.includes(` ${words} `);
}

/** A text's words and numbers in small letters, one space between them. */
function wordsOf(text: string): string {
  return (text.toLowerCase().match(/-?\d+(?:\.\d+)?|[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

/** The field of a value that is no object. Throws DyllmError `unsupported_parameter` for what cannot be filled in. */
export function fieldOf(node: SchemaNode, path: string): Field {
  const values = namedValues(node);
  if (values !== undefined) {
    const quoted = values.every((value) => typeof value === "string");
    const plain = values.every((value) => typeof value === "number" || typeof value === "boolean");
    if (values.length === 0 || !(quoted || plain)) {
      throw unsupportedSchema(path, "allows values that are not all text, or all numbers and booleans.");
    }
    return { kind: "one-of", quoted, values: values.map((value) => JSON.stringify(value)) };
  }
  const type = typeOf(node);
  switch (type) {
    case "string":
    case "number":
    case "integer":
    case "boolean":
      return { kind: type };
    default:
      throw unsupportedSchema(path, "is no text, number, boolean, choice of these, or object.");
  }
}

/**
 * The JSON of the first value of a field's kind in a text, or null when there is none. What stands around it is dropped: a
 * model often closes the object by itself, or repeats the name.
 */
export function valueText(field: Field, text: string): string | null {
  switch (field.kind) {
    case "nothing":
      return "";
    case "string":
      return stringText(text);
    case "boolean":
      return booleanText(text);
    case "number":
      return numberText(text);
    case "integer": {
      const number = numberText(text);
      return number !== null && Number.isInteger(Number(number)) ? number : null;
    }
    case "one-of": {
      const said = field.quoted ? stringText(text) : (booleanText(text) ?? numberText(text));
      return field.values.find((value) => value === said) ?? null;
    }
    default:
      throw new Error(`unknown field ${field satisfies never}`);
  }
}

function booleanText(text: string): string | null {
  return /\b(?:true|false)\b/.exec(text)?.[0] ?? null;
}

function numberText(text: string): string | null {
  return /(?<![\w.])-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]*\w)/.exec(text)?.[0] ?? null;
}

/** A JSON string up to its closing quotation mark, which a stop string may have cut off; a text without marks as it is. */
function stringText(text: string): string | null {
  const whole = /^"(?:[^"\\]|\\.)*"/.exec(text)?.[0];
  const plain = whole === undefined ? text.replace(/^"/, "") : (unescaped(whole) ?? whole.slice(1, -1));
  return plain.trim() === "" ? null : JSON.stringify(plain);
}

/** The text of a JSON string; null where its escapes are none of JSON's. */
function unescaped(json: string): string | null {
  try {
    return z.string().parse(JSON.parse(json));
  } catch {
    return null;
  }
}

/** The error for a schema that cannot be honoured. */
export function unsupportedSchema(param: string, why: string): DyllmError {
  return new DyllmError("unsupported_parameter", `Unsupported parameter: '${param}' ${why}`, { param });
}

/** The error for what is no schema of arguments. */
export function invalidSchema(param: string, why: string): DyllmError {
  return new DyllmError("invalid_value", `Invalid value for '${param}': ${why}`, { param });
}
