import { createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { UsageError } from "./options.ts";

const SECRET_BYTES = 32;

const peppers = z.record(z.string().regex(/^\d{1,9}$/), z.string().regex(/^[A-Za-z0-9_-]+$/));

/** A fresh admin credential, and what the gateway is told about it (an entry of the binding `ADMIN_KEYS`). */
export interface AdminCredential {
  readonly credential: string;
  readonly record: { readonly id: string; readonly digest: string; readonly pepperVersion: number };
}

/**
 * Makes an admin credential without asking any gateway.
 *
 * @param id who it is for, as the audit log will name them
 * @param pepperText the gateway's binding `KEY_PEPPERS`; the newest is used
 * @throws UsageError for an id or peppers that the gateway would not take
 */
export function makeCredential(id: string, pepperText: string): AdminCredential {
  if (!/^[a-z0-9]{1,32}$/.test(id)) {
    throw new UsageError("the name of an administrator has 1 to 32 lower-case letters and digits");
  }
  const parsed = peppers.safeParse(jsonOf(pepperText));
  const versions = parsed.success ? Object.keys(parsed.data).map(Number) : [];
  const newest = Math.max(...versions);
  const pepper = parsed.success ? parsed.data[String(newest)] : undefined;
  if (pepper === undefined) {
    throw new UsageError("KEY_PEPPERS must hold the gateway's peppers, as in its binding of that name");
  }
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const digest = createHmac("sha256", Buffer.from(pepper, "base64url")).update(secret).digest("hex");
  return { credential: `ak-dyllm-${id}-${secret}`, record: { id, digest, pepperVersion: newest } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
