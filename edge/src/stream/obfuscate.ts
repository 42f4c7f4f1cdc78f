/** Text and padding of a chunk together fill a multiple of this many bytes: most denoising steps' text fits in one. */
export const OBFUSCATION_BLOCK_BYTES = 64;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Bytes of the quotation marks around a JSON string. */
const QUOTES = 2;

const encoder = new TextEncoder();

/**
 * Random padding that evens out the length of a chunk with this text, so that who watches packet sizes learns little of it
 * (`stream_options.include_obfuscation`).
 */
export function paddingFor(text: string): string {
  const bytes = encoder.encode(JSON.stringify(text)).length - QUOTES;
  const padding = OBFUSCATION_BLOCK_BYTES - (bytes % OBFUSCATION_BLOCK_BYTES);
  const random = crypto.getRandomValues(new Uint8Array(padding));
  return Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
