import { parseApiKey } from "./key-format.ts";
import type { KeyRecord, KeyRing } from "./key-records.ts";

/** Who is calling. */
export interface Principal {
  /** Public id of the key; may be logged. */
  readonly keyId: string;
  readonly name: string;
  readonly env: string;
}

/** Where the request came in: decides whether a development key is good there. */
export interface Place {
  readonly local: boolean;
  readonly hostname: string;
}

const DIGEST_BYTES = 32;

/** What an unknown id is compared with: no secret has this digest, and finding that out costs the same as a real one. */
const NO_DIGEST = new Uint8Array(DIGEST_BYTES);
const NO_PEPPER = new Uint8Array(DIGEST_BYTES).fill(1);

/**
 * Recognises an API key, or null. An unknown id and a wrong secret take the same steps: one HMAC, one comparison in
 * constant time. Whether the key was revoked is for its Durable Object to say.
 */
export async function verifyKey(ring: KeyRing, token: string, place: Place): Promise<Principal | null> {
  const parts = parseApiKey(token);
  if (parts === null) {
    return null;
  }
  const record = ring.records.get(parts.publicId);
  const pepper = (record && ring.peppers.get(record.pepperVersion)) ?? NO_PEPPER;
  const expected = record === undefined ? NO_DIGEST : fromHex(record.digest);
  const key = await crypto.subtle.importKey("raw", pepper, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(parts.secret));
  const equal = crypto.subtle.timingSafeEqual(digest, expected);
  if (!equal || record === undefined || record.env !== parts.env || !isAcceptedHere(record, place)) {
    return null;
  }
  return { keyId: record.id, name: record.name, env: record.env };
}

/** A development key is worth nothing anywhere but on the machine it was made on. */
function isAcceptedHere(record: KeyRecord, place: Place): boolean {
  return record.env !== "dev" || (place.local && isLoopback(place.hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
