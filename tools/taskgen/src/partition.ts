/** Splits values between training and held-out populations by a hash, so no list of exclusions is kept. */
import type { Split } from "./types.ts";

/** FNV-1a, 32 bit (Fowler, Noll, Vo): stable over machines and versions. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

/** Of 100 hash buckets, 0-4 are `dev`, 5-14 `iid` (values kept from training), the rest `train`. */
const DEV_BUCKETS = 5;
const HELD_OUT_BUCKETS = 15;

/**
 * True when a value key (for instance `"347+586"`) may be used in `split`. `template` and `range` items may use any
 * value: their wording or size is already unseen.
 */
export function allowed(key: string, split: Split): boolean {
  const bucket = fnv1a(key) % 100;
  switch (split) {
    case "train":
      return bucket >= HELD_OUT_BUCKETS;
    case "dev":
      return bucket < DEV_BUCKETS;
    case "iid":
      return bucket >= DEV_BUCKETS && bucket < HELD_OUT_BUCKETS;
    case "template":
    case "range":
      return true;
    default:
      throw new Error(`unknown split ${split satisfies never}`);
  }
}

/** Draws from `make` until the value's key belongs to `split`. Gives up after 10,000 draws (a family with too few values). */
export function drawAllowed<T>(split: Split, make: () => T, key: (value: T) => string): T {
  for (let tries = 0; tries < 10_000; tries++) {
    const value = make();
    if (allowed(key(value), split)) {
      return value;
    }
  }
  throw new Error(`no value of split ${split} found`);
}
