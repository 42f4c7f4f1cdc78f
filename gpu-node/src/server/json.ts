import { DyllmError } from "@dyllm/shared";
import { MAX_JSON_DEPTH } from "./limits.ts";

/**
 * Parses a JSON body.
 * @param body UTF-8 bytes
 * @throws DyllmError `invalid_json` when it is not UTF-8, not JSON, or nested deeper than {@link MAX_JSON_DEPTH}
 */
export function parseJson(body: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new DyllmError("invalid_json", "The request body is not UTF-8.");
  }
  if (nestsDeeperThan(text, MAX_JSON_DEPTH)) {
    throw new DyllmError("invalid_json", `The request body is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the input, which may be a prompt.
    throw new DyllmError("invalid_json", "The request body is not valid JSON.");
  }
}

/** Whether brackets outside of strings ever open more than `depth` levels; one pass, no recursion. */
export function nestsDeeperThan(text: string, depth: number): boolean {
  let open = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === "\\") {
        i++;
      } else if (char === '"') {
        inString = false;
      }
    } else if (char === '"') {
      inString = true;
    } else if (char === "{" || char === "[") {
      open++;
      if (open > depth) {
        return true;
      }
    } else if (char === "}" || char === "]") {
      open--;
    }
  }
  return false;
}
