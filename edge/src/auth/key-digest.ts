import { toHex } from "@dyllm/shared";
import type { KeyRing } from "./key-records.ts";

const encoder = new TextEncoder();

/** What is kept of a secret. */
export interface SecretDigest {
  readonly pepperVersion: number;
  /** Hex HMAC-SHA-256 of the secret under that pepper. */
  readonly digest: string;
}

/** Digests of a secret under every pepper, hex by version: one of them is in the key's record if the secret is right. */
export async function secretDigests(ring: KeyRing, secret: string): Promise<SecretDigest[]> {
  return await Promise.all(
    [...ring.peppers.keys()].map(async (pepperVersion) => ({
      pepperVersion,
      digest: toHex(await hmac(ring, pepperVersion, secret)),
    })),
  );
}

/** HMAC-SHA-256 of a text under a pepper. Throws RangeError when there is no such pepper. */
export async function hmac(ring: KeyRing, pepperVersion: number, text: string): Promise<Uint8Array> {
  let key = ring.imported.get(pepperVersion);
  if (key === undefined) {
    const pepper = ring.peppers.get(pepperVersion);
    if (pepper === undefined) {
      throw new RangeError(`there is no key pepper ${pepperVersion}`);
    }
    key = await crypto.subtle.importKey("raw", pepper, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    ring.imported.set(pepperVersion, key);
  }
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}

/** Whether two hex digests (lower case) are the same, in a time that does not depend on where they differ. */
export function sameDigest(a: string, b: string): boolean {
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  return left.length === right.length && crypto.subtle.timingSafeEqual(left, right);
}
