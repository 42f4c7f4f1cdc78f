import { MAX_GAPS } from "@dyllm/shared";
import {
  type Field,
  fieldOf,
  invalidSchema,
  namedValues,
  parsedNode,
  type SchemaNode,
  settledValue,
  typeOf,
  unsupportedSchema,
  valueText,
} from "./field.ts";

/**
 * A JSON object with gaps where its values belong: k + 1 pieces of fixed text, and the k fields between them. A
 * masked-diffusion model fills gaps with what follows in view, so the form of the object is not its to get wrong.
 */
export interface Form {
  readonly segments: readonly string[];
  readonly fields: readonly Field[];
  /** What the values are called, in their order; none where there is nothing to fill in. */
  readonly names: readonly string[];
}

/** Deepest nesting of objects in a form. */
const MAX_DEPTH = 5;

/** Characters of a property's name that an error repeats. */
const MAX_QUOTED = 64;

/**
 * The form of the objects a JSON schema describes. Properties that are not required are left out.
 *
 * @param path where the schema stands in the request, for errors
 * @param strict whether the values must satisfy all of the schema, so that what is not checked is refused
 * @param said what the message says that the values are about: one that is said in so many words is written into the form
 * @throws DyllmError `unsupported_parameter` naming what cannot be filled in (arrays, alternatives, references), and
 *   `invalid_value` for what is no schema of an object
 */
export function formOf(schema: unknown, path: string, strict: boolean, said = ""): Form {
  const segments: string[] = [""];
  const fields: Field[] = [];
  const names: string[] = [];
  const write = (text: string): void => {
    segments.push((segments.pop() ?? "") + text);
  };
  const gap = (field: Field): void => {
    fields.push(field);
    segments.push("");
  };
  const object = (node: SchemaNode, at: string, depth: number): void => {
    if (depth > MAX_DEPTH) {
      throw unsupportedSchema(at, `is nested deeper than ${MAX_DEPTH} levels.`);
    }
    write("{");
    for (const [i, name] of [...new Set(node.required)].entries()) {
      const property = ownProperty(node, name);
      const shown = name.slice(0, MAX_QUOTED);
      if (property === undefined) {
        throw invalidSchema(at, `it requires '${shown}' and does not describe it.`);
      }
      write(`${i === 0 ? "" : ", "}${JSON.stringify(name)}: `);
      const inside = `${at}.properties.${shown}`;
      const found = parsedNode(property, inside, strict);
      if (typeOf(found) === "object" && namedValues(found) === undefined) {
        object(found, inside, depth + 1);
      } else {
        const field = fieldOf(found, inside);
        const settled = settledValue(field, said);
        if (settled === null) {
          names.push(name);
          gap(field);
        } else {
          write(settled);
        }
      }
    }
    write("}");
  };
  const root = parsedNode(schema ?? {}, path, strict);
  if (typeOf(root) !== "object" && root.type !== undefined) {
    throw invalidSchema(path, "the arguments of a function are an object.");
  }
  object(root, path, 1);
  if (fields.length === 0) {
    // An answer has one gap at least.
    gap({ kind: "nothing" });
  }
  if (fields.length > MAX_GAPS) {
    throw unsupportedSchema(path, `has more than ${MAX_GAPS} required values.`);
  }
  return { segments, fields, names };
}

/** The schema of a property; of one that is not described undefined, whatever objects inherit under its name. */
function ownProperty({ properties }: SchemaNode, name: string): unknown {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The object as JSON with its gaps filled by these texts, or null when one of them holds no value of its field. */
export function filledForm({ segments, fields }: Form, texts: readonly string[]): string | null {
  let json = segments[0] ?? "";
  for (const [i, field] of fields.entries()) {
    const text = valueText(field, (texts[i] ?? "").trim());
    if (text === null) {
      return null;
    }
    json += text + (segments[i + 1] ?? "");
  }
  return json;
}
