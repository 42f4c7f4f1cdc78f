import { DyllmError } from "@dyllm/shared";

/** Longest request body: about 250,000 tokens of text, more than any model here takes. Bounds the isolate's memory. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** An oversized body is read and dropped up to this size, so that its sender gets the answer; beyond it the connection ends. */
const MAX_DISCARDED_BYTES = 16 * MAX_BODY_BYTES;

/** Deepest nesting of a body. A chat request needs five levels; the bound keeps every walk over it shallow. */
export const MAX_BODY_DEPTH = 32;

/** A decoded body and its size. */
export interface JsonBody {
  readonly value: unknown;
  readonly bytes: number;
}

/**
 * Reads a request's JSON body.
 *
 * @throws DyllmError `unsupported_media_type` when it is not plain JSON, `request_too_large`, `invalid_json`, or
 *   `invalid_value` for nesting past {@link MAX_BODY_DEPTH} and for strings that are not well-formed Unicode
 */
export async function readJsonBody(request: Request): Promise<JsonBody> {
  requirePlainJson(request.headers);
  const bytes = await readBytes(request);
  const value = parse(bytes);
  checkValue(value, "", 0);
  return { value, bytes: bytes.length };
}

function requirePlainJson(headers: Headers): void {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new DyllmError("unsupported_media_type", "The request's Content-Type must be application/json.");
  }
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    throw new DyllmError("unsupported_media_type", "A compressed request body is not supported.");
  }
}

/**
 * The body's bytes. One whose length is declared is read in one piece: the runtime takes exactly that many. Otherwise what
 * arrives is counted. A body that is too large is read to its end all the same, without keeping it, up to
 * {@link MAX_DISCARDED_BYTES}: a client that is still sending would see a broken connection and not the refusal.
 */
async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const declared = declaredBytes(request.headers);
  if (declared !== null && declared > MAX_DISCARDED_BYTES) {
    throw tooLarge();
  }
  try {
    return declared !== null && declared <= MAX_BODY_BYTES
      ? new Uint8Array(await request.arrayBuffer())
      : await countedBytes(request.body ?? []);
  } catch (thrown) {
    if (thrown instanceof DyllmError) {
      throw thrown;
    }
    // A body that breaks off, or whose chunks are malformed, is the sender's fault; the runtime throws as if it were ours.
    throw new DyllmError("invalid_json", "The body of the request could not be read to its end.");
  }
}

/** The length a body has by its headers; null where chunks say for themselves, which wins (RFC 9112, 6.3). */
function declaredBytes(headers: Headers): number | null {
  const length = headers.get("content-length");
  return length === null || headers.has("transfer-encoding") ? null : Number(length);
}

async function countedBytes(body: AsyncIterable<Uint8Array> | readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_DISCARDED_BYTES) {
      throw tooLarge();
    }
    if (length > MAX_BODY_BYTES) {
      chunks = [];
    } else {
      chunks.push(chunk);
    }
  }
  if (length > MAX_BODY_BYTES) {
    throw tooLarge();
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function parse(bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    // JSON.parse quotes the text in its message, which must not come back out of here.
    throw new DyllmError("invalid_json", "The body of the request is not valid JSON (RFC 8259, in UTF-8).");
  }
}

/** Strings with half a surrogate pair have no UTF-8 form and would not reach the tokenizer as they were sent. */
function checkValue(value: unknown, path: string, depth: number): void {
  if (typeof value === "string") {
    requireWellFormed(value, path);
  } else if (typeof value === "object" && value !== null) {
    if (depth >= MAX_BODY_DEPTH) {
      throw new DyllmError("invalid_value", `The body is nested deeper than ${MAX_BODY_DEPTH} levels.`);
    }
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        checkValue(item, `${path}[${index}]`, depth + 1);
      }
    } else {
      for (const [key, item] of Object.entries(value)) {
        requireWellFormed(key, path);
        checkValue(item, path === "" ? key : `${path}.${key}`, depth + 1);
      }
    }
  }
}

function requireWellFormed(text: string, path: string): void {
  if (!text.isWellFormed()) {
    const message = `Invalid '${path}': the string holds half a surrogate pair, which is not Unicode text.`;
    throw new DyllmError("invalid_value", message, { param: path === "" ? null : path });
  }
}

function tooLarge(): DyllmError {
  return new DyllmError("request_too_large", `The request body is larger than ${MAX_BODY_BYTES} bytes.`);
}
