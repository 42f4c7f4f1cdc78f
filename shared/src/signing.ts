/**
 * Signed edge → node requests: HMAC-SHA-256 over method, path, body digest, timestamp, nonce and key id. The node never
 * trusts its network position. WebCrypto only, so that both sides run the same code.
 */

export const SIGNATURE_HEADERS = {
  keyId: "x-dyllm-key-id",
  timestamp: "x-dyllm-timestamp",
  nonce: "x-dyllm-nonce",
  signature: "x-dyllm-signature",
} as const;

/** Longest difference between the two clocks, in ms. Nonces are kept for twice as long, so no replay outlives its nonce. */
export const MAX_CLOCK_SKEW_MS = 30_000;

/** 128 random bits: two requests never share a nonce by chance. */
const NONCE_BYTES = 16;

/** Shorter secrets are refused: HMAC-SHA-256 is as strong as its key, up to 32 bytes. */
export const MIN_SECRET_BYTES = 32;

/** What is signed. `path` includes the query. */
export interface SignedParts {
  readonly method: string;
  readonly path: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** A shared secret by id; several may be valid at once, which is how they rotate. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Uint8Array<ArrayBuffer>;
}

export type SignatureProblem = "missing" | "unknown_key" | "stale" | "mismatch";

export type Verification =
  | { readonly ok: true; readonly nonce: string; readonly timestampMs: number }
  | { readonly ok: false; readonly problem: SignatureProblem };

/** The four headers that sign a request made now. */
export async function signRequest(
  key: SigningKey,
  parts: SignedParts,
  nowMs: number = Date.now(),
): Promise<Record<string, string>> {
  const nonce = toHex(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  const timestamp = String(nowMs);
  const signature = await hmac(key, await canonical(parts, timestamp, nonce, key.id));
  return {
    [SIGNATURE_HEADERS.keyId]: key.id,
    [SIGNATURE_HEADERS.timestamp]: timestamp,
    [SIGNATURE_HEADERS.nonce]: nonce,
    [SIGNATURE_HEADERS.signature]: toHex(signature),
  };
}

/**
 * Checks key, clock and signature. Replays are the caller's to refuse: it remembers the nonce of every request that
 * verified, for twice {@link MAX_CLOCK_SKEW_MS}.
 */
export async function verifyRequest(
  keys: readonly SigningKey[],
  parts: SignedParts,
  header: (name: string) => string | null | undefined,
  nowMs: number = Date.now(),
): Promise<Verification> {
  const keyId = header(SIGNATURE_HEADERS.keyId);
  const timestamp = header(SIGNATURE_HEADERS.timestamp);
  const nonce = header(SIGNATURE_HEADERS.nonce);
  const signature = header(SIGNATURE_HEADERS.signature);
  if (!keyId || !timestamp || !nonce || !signature) {
    return { ok: false, problem: "missing" };
  }
  const key = keys.find((candidate) => candidate.id === keyId);
  if (key === undefined) {
    return { ok: false, problem: "unknown_key" };
  }
  const timestampMs = /^\d{1,16}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(nowMs - timestampMs) <= MAX_CLOCK_SKEW_MS)) {
    return { ok: false, problem: "stale" };
  }
  const expected = toHex(await hmac(key, await canonical(parts, timestamp, nonce, keyId)));
  if (!equalConstantTime(expected, signature)) {
    return { ok: false, problem: "mismatch" };
  }
  return { ok: true, nonce, timestampMs };
}

/** `id:base64url-secret` as it stands in configuration. Throws RangeError when it is malformed or too short. */
export function parseSigningKey(text: string): SigningKey {
  const match = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9_-]+)$/.exec(text);
  const [, id, encoded] = match ?? [];
  if (id === undefined || encoded === undefined) {
    throw new RangeError("a signing key is written id:secret, the secret in base64url");
  }
  const secret = fromBase64Url(encoded);
  if (secret === null || secret.length < MIN_SECRET_BYTES) {
    throw new RangeError(`signing key ${id} is shorter than ${MIN_SECRET_BYTES} bytes`);
  }
  return { id, secret };
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
}

/** Compares two strings in time that depends on their lengths only. */
export function equalConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) {
    difference |= a.charCodeAt(i) ^ (b.charCodeAt(i % Math.max(1, b.length)) || 0);
  }
  return difference === 0;
}

/** Two hex digits of each byte: a request is signed with some hundred of them, so they are looked up. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal of bytes. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    text += HEX[byte];
  }
  return text;
}

async function canonical(parts: SignedParts, timestamp: string, nonce: string, keyId: string): Promise<string> {
  const digest = toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", parts.body)));
  return ["dyllm-v1", parts.method.toUpperCase(), parts.path, digest, timestamp, nonce, keyId].join("\n");
}

/** A key as WebCrypto wants it; the type has its name in browsers and Workers only. */
type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** Each key is imported once; what was imported goes away with it. */
const imported = new WeakMap<SigningKey, ImportedKey>();

async function hmac(key: SigningKey, text: string): Promise<Uint8Array> {
  let known = imported.get(key);
  if (known === undefined) {
    known = await crypto.subtle.importKey("raw", key.secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    imported.set(key, known);
  }
  return new Uint8Array(await crypto.subtle.sign("HMAC", known, new TextEncoder().encode(text)));
}
