import { createHmac, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** Secrets of one local stack. Made on the first start and kept, so that a restart does not change the key in use. */
const devSecrets = z.object({
  apiKey: z.string(),
  publicId: z.string(),
  digest: z.string(),
  pepper: z.string(),
  signingKey: z.string(),
  /** Credential of the admin API. Kept in the file only; `npm start` does not print it. */
  adminKey: z.string().default(makeAdminKey),
});

export type DevSecrets = z.infer<typeof devSecrets>;

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The secrets kept in `directory`, made when absent. The file is readable by its owner only. */
export async function loadDevSecrets(directory: string): Promise<DevSecrets> {
  const path = join(directory, "dev-secrets.json");
  const stored = await readFile(path, "utf8").catch(() => null);
  // A file of an earlier version gets what it lacks.
  const fresh = stored === null ? makeDevSecrets() : devSecrets.parse(JSON.parse(stored));
  await mkdir(directory, { recursive: true });
  await writeFile(path, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
  return fresh;
}

/** A development key (`sk-dyllm-dev-…`), its peppered digest, and a signing key for edge → node. */
export function makeDevSecrets(): DevSecrets {
  const publicId = Array.from(randomBytes(12), (byte) => BASE62[byte % BASE62.length]).join("");
  const secret = randomBytes(32).toString("base64url");
  const pepper = randomBytes(32);
  return {
    apiKey: `sk-dyllm-dev-${publicId}-${secret}`,
    publicId,
    digest: createHmac("sha256", pepper).update(secret).digest("hex"),
    pepper: pepper.toString("base64url"),
    signingKey: `local:${randomBytes(32).toString("base64url")}`,
    adminKey: makeAdminKey(),
  };
}

function makeAdminKey(): string {
  return `ak-dyllm-local-${randomBytes(32).toString("base64url")}`;
}
