import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { ModelError } from "./model-error.ts";

/** tokenizer.json of a 256k vocabulary is about 20 MB; a larger JSON file is not a model's. */
export const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** Text of a file of the model directory; null when there is none. Throws ModelError when it is too large or unreadable. */
export async function readTextFile(directory: string, name: string): Promise<string | null> {
  const path = join(directory, name);
  try {
    const { size } = await stat(path);
    if (size > MAX_JSON_BYTES) {
      throw new ModelError("model_invalid", `${path} has ${size} bytes, more than ${MAX_JSON_BYTES}`);
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return null;
    }
    throw error instanceof ModelError
      ? error
      : new ModelError("model_not_found", `${path} cannot be read`, { cause: error });
  }
}

/** A JSON file of the model directory, checked; null when there is none. Throws ModelError naming file and key. */
export async function readJsonFile<T>(directory: string, name: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readTextFile(directory, name);
  return text === null ? null : parseJson(text, join(directory, name), schema);
}

/** Parses and checks JSON text; `path` names it in errors. */
export function parseJson<T>(text: string, path: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ModelError("model_invalid", `${path} is not JSON`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ModelError("model_invalid", `${path}: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  return parsed.data;
}
