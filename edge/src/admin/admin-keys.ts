import { toHex } from "@dyllm/shared";
import { z } from "zod";
import { hmac, sameDigest } from "../auth/key-digest.ts";
import type { KeyRing } from "../auth/key-records.ts";

const adminKey = z.strictObject({
  /** Who this is, for the audit log. */
  id: z.string().regex(/^[a-z0-9]{1,32}$/),
  /** Hex HMAC-SHA-256 of the credential's secret part under its pepper. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  pepperVersion: z.int().min(0),
});

/** One admin credential as the gateway knows it. */
export type AdminKey = z.infer<typeof adminKey>;

/** An admin credential: `ak-dyllm-<id>-<secret of at least 256 bits, base64url>`. */
const CREDENTIAL = /^ak-dyllm-([a-z0-9]{1,32})-([A-Za-z0-9_-]{43,128})$/;

/** What a credential of an unknown id is compared with: no secret has this digest. */
const NO_DIGEST = "0".repeat(64);

/** Reads the binding `ADMIN_KEYS`. Throws when it is malformed, names one twice, or names no known pepper. */
export function parseAdminKeys(text: string, ring: KeyRing): ReadonlyMap<string, AdminKey> {
  const admins = new Map<string, AdminKey>();
  for (const admin of z.array(adminKey).parse(JSON.parse(text))) {
    if (!ring.peppers.has(admin.pepperVersion)) {
      throw new RangeError(`admin key ${admin.id} names an unknown pepper version ${admin.pepperVersion}`);
    }
    if (admins.has(admin.id)) {
      throw new RangeError(`admin key ${admin.id} is listed twice`);
    }
    admins.set(admin.id, admin);
  }
  return admins;
}

/** The id of an admin credential, or null. An unknown id takes the same steps as a wrong secret. */
export async function verifyAdmin(
  admins: ReadonlyMap<string, AdminKey>,
  ring: KeyRing,
  token: string,
): Promise<string | null> {
  const [, id, secret] = CREDENTIAL.exec(token) ?? [];
  if (id === undefined || secret === undefined) {
    return null;
  }
  const admin = admins.get(id);
  const digest = toHex(await hmac(ring, admin?.pepperVersion ?? ring.newestPepper, secret));
  return sameDigest(digest, admin?.digest ?? NO_DIGEST) && admin !== undefined ? admin.id : null;
}
