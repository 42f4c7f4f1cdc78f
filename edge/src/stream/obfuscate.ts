import type { ChatCompletionChunk } from "@dyllm/shared/openai";

/** Every obfuscated event's length is a multiple of this many bytes: most deltas of a denoising step fit in one block. */
const BLOCK_BYTES = 128;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const encoder = new TextEncoder();

/**
 * Adds random padding that evens out the length of a chunk, so that who watches packet sizes learns little of the text
 * (`stream_options.include_obfuscation`).
 */
export function obfuscate(chunk: ChatCompletionChunk): ChatCompletionChunk {
  const bare = encoder.encode(JSON.stringify({ ...chunk, obfuscation: "" })).length;
  const padding = (BLOCK_BYTES - (bare % BLOCK_BYTES)) % BLOCK_BYTES;
  const random = crypto.getRandomValues(new Uint8Array(padding));
  return { ...chunk, obfuscation: Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]).join("") };
}
