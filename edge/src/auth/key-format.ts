import { hmac } from "./key-digest.ts";
import type { KeyRing } from "./key-records.ts";

/** Lower bound of the secret part: 43 base64url characters hold 256 bits. */
const SECRET = "[A-Za-z0-9_-]{43,128}";

const KEY = new RegExp(`^sk-dyllm-([a-z]{1,16})-([A-Za-z0-9]{12})-(${SECRET})$`);

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Of a public id's 12 characters 7 are random (41 bits) and 5 a tag (29 bits) that only this gateway can make. */
const RANDOM_CHARS = 7;
const TAG_CHARS = 5;

const SECRET_BYTES = 32;

/** The parts of `sk-dyllm-<env>-<public id>-<secret>`. The public id may be logged; the secret never is. */
export interface ApiKeyParts {
  readonly env: string;
  readonly publicId: string;
  readonly secret: string;
}

/** Takes an API key apart, or null when it does not have the form of one. */
export function parseApiKey(text: string): ApiKeyParts | null {
  const [, env, publicId, secret] = KEY.exec(text) ?? [];
  return env === undefined || publicId === undefined || secret === undefined ? null : { env, publicId, secret };
}

/** The token of an `Authorization: Bearer …` header (RFC 6750; the scheme's case does not matter), or null. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;
}

/** A key's whole text. */
export function formatApiKey({ env, publicId, secret }: ApiKeyParts): string {
  return `sk-dyllm-${env}-${publicId}-${secret}`;
}

/** A fresh secret of 256 bits, base64url. */
export function makeSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** A fresh public id with its tag under the newest pepper. */
export async function makePublicId(ring: KeyRing): Promise<string> {
  const random = base62(crypto.getRandomValues(new Uint8Array(RANDOM_CHARS)));
  return random + (await tag(ring, ring.newestPepper, random));
}

/**
 * Whether this gateway made a public id, under any of its peppers. An id that anyone can invent would let a caller without
 * a key bring a Durable Object into being with every request.
 */
export async function isOwnPublicId(ring: KeyRing, publicId: string): Promise<boolean> {
  const random = publicId.slice(0, RANDOM_CHARS);
  const tags = await Promise.all([...ring.peppers.keys()].map((version) => tag(ring, version, random)));
  return tags.includes(publicId.slice(RANDOM_CHARS));
}

/** The prefix keeps tags and digests of secrets apart: it cannot begin a secret. */
async function tag(ring: KeyRing, pepperVersion: number, random: string): Promise<string> {
  return base62((await hmac(ring, pepperVersion, `public id:${random}`)).subarray(0, TAG_CHARS));
}

/** One character for each byte; the slight preference of the first eight costs a hundredth of a bit. */
function base62(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => BASE62[byte % BASE62.length]).join("");
}
