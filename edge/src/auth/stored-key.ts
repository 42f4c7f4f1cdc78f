import { type SecretDigest, sameDigest } from "./key-digest.ts";
import type { KeyPolicy } from "./key-policy.ts";
import type { KeyRecord } from "./key-records.ts";

/** A key's secret as its object keeps it. */
export interface StoredSecret extends SecretDigest {
  readonly createdAtMs: number;
  /** Unix ms from which it is refused; null: with the key. Set when it is rotated out. */
  readonly expiresAtMs: number | null;
}

/** The record of an issued key, in its Durable Object. */
export interface StoredKey {
  readonly id: string;
  readonly name: string;
  /** Whom the key's usage is counted for; null: nobody in particular. */
  readonly tenant: string | null;
  /** `dev` keys are accepted on a developer's machine only. */
  readonly env: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  /** The newest first. */
  readonly secrets: readonly StoredSecret[];
  readonly policy: KeyPolicy;
}

/** What a caller shows: the digests of the secret it knows, and where it came in. */
export interface KeyClaim {
  readonly keyId: string;
  readonly env: string;
  /** Under every pepper of the gateway. */
  readonly digests: readonly SecretDigest[];
  /** The key as the configuration knows it, for keys that were not issued. */
  readonly configured: KeyRecord | null;
  /** Whether a development key is good where the request came in. */
  readonly devAccepted: boolean;
}

/** Who is calling, and what it may do. */
export interface Principal {
  /** Public id of the key; may be logged. */
  readonly keyId: string;
  readonly name: string;
  readonly tenant: string | null;
  readonly env: string;
  readonly policy: KeyPolicy;
}

/** A rotation leaves at most this many secrets: the new one, and the one it replaces. */
export const MAX_SECRETS = 2;

/** What stands in for a secret that does not exist: no secret has this digest, and finding that out costs the same. */
const NO_SECRET: StoredSecret = {
  pepperVersion: 0,
  digest: "0".repeat(64),
  createdAtMs: 0,
  expiresAtMs: null,
};

/** A configured key as if it had been issued. */
export function asStoredKey(record: KeyRecord, policy: KeyPolicy | null): StoredKey {
  const { id, name, env, digest, pepperVersion, limits, scopes, lowestPreset } = record;
  return {
    id,
    name,
    tenant: null,
    env,
    createdAtMs: 0,
    expiresAtMs: null,
    secrets: [{ pepperVersion, digest, createdAtMs: 0, expiresAtMs: null }],
    policy: policy ?? { limits, scopes, lowestPreset },
  };
}

/**
 * Whether a claim is good for a key. The same comparisons are made whether the key exists or not, whatever is wrong with
 * the claim, and all of them.
 */
export function isGenuine(key: StoredKey | null, claim: KeyClaim, nowMs: number): key is StoredKey {
  let known = false;
  for (let i = 0; i < MAX_SECRETS; i++) {
    const secret = key?.secrets[i] ?? NO_SECRET;
    const alive = secret.expiresAtMs === null || nowMs < secret.expiresAtMs;
    for (const { pepperVersion, digest } of claim.digests) {
      const same = sameDigest(digest, secret.digest);
      known = (same && alive && pepperVersion === secret.pepperVersion) || known;
    }
  }
  return (
    known &&
    key !== null &&
    key.env === claim.env &&
    (key.env !== "dev" || claim.devAccepted) &&
    (key.expiresAtMs === null || nowMs < key.expiresAtMs)
  );
}
