import { z } from "zod";
import { keyPolicy } from "./key-policy.ts";

const keyRecord = keyPolicy.extend({
  /** The public part of the key. */
  id: z.string().regex(/^[A-Za-z0-9]{12}$/),
  /** Hex HMAC-SHA-256 of the key's secret part under its pepper. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  pepperVersion: z.int().min(0),
  name: z.string(),
  /** `dev` keys are accepted on a developer's machine only. */
  env: z.string().regex(/^[a-z]{1,16}$/),
});

/** One API key of the configuration: enough to recognise it, not enough to make it. */
export type KeyRecord = z.infer<typeof keyRecord>;

const pepperMap = z.record(z.string().regex(/^\d{1,9}$/), z.string().regex(/^[A-Za-z0-9_-]+$/));

/** A pepper shorter than this would be the weakest part of the digest. */
const MIN_PEPPER_BYTES = 32;

/** The configured keys of a gateway, and the peppers of all keys. */
export interface KeyRing {
  readonly records: ReadonlyMap<string, KeyRecord>;
  readonly peppers: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
  /** The version new digests are made with: the highest. */
  readonly newestPepper: number;
  /** Imported peppers, filled in on first use. */
  readonly imported: Map<number, CryptoKey>;
}

/** Reads the bindings `API_KEYS` and `KEY_PEPPERS`. Throws when one is malformed, or a record names no known pepper. */
export function parseKeyRing(keys: string, pepperText: string): KeyRing {
  const peppers = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const [version, encoded] of Object.entries(pepperMap.parse(JSON.parse(pepperText)))) {
    const pepper = Uint8Array.from(atob(encoded.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    if (pepper.length < MIN_PEPPER_BYTES) {
      throw new RangeError(`key pepper ${version} is shorter than ${MIN_PEPPER_BYTES} bytes`);
    }
    peppers.set(Number(version), pepper);
  }
  if (peppers.size === 0) {
    throw new RangeError("there is no key pepper");
  }
  const records = new Map<string, KeyRecord>();
  for (const record of z.array(keyRecord).parse(JSON.parse(keys))) {
    if (!peppers.has(record.pepperVersion)) {
      throw new RangeError(`API key ${record.id} names an unknown pepper version ${record.pepperVersion}`);
    }
    if (records.has(record.id)) {
      throw new RangeError(`API key ${record.id} is listed twice`);
    }
    records.set(record.id, record);
  }
  return { records, peppers, newestPepper: Math.max(...peppers.keys()), imported: new Map() };
}
