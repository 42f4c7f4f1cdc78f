import { isIPv4 } from "node:net";
import { parseSigningKey, type SigningKey } from "@dyllm/shared";
import { ReplayCache } from "../server/replay-cache.ts";
import type { NodeAuth } from "../server/signature.ts";
import { UsageError } from "./usage.ts";

/** Environment variable with the signing keys, comma separated. */
export const SIGNING_KEYS_VARIABLE = "DYLLM_SIGNING_KEYS";

/**
 * Who may call the node, from flags and environment. Keys from both count.
 * @throws UsageError without a key (unless `insecure` on a loopback address), on a malformed key, or on two keys of one id
 */
export function readAuth(options: {
  readonly flags: readonly string[];
  readonly environment: string | undefined;
  readonly insecure: boolean;
  readonly host: string;
}): NodeAuth {
  const written = [...options.flags, ...(options.environment ?? "").split(",")].map((text) => text.trim());
  const keys = written.filter((text) => text !== "").map(readKey);
  if (new Set(keys.map((key) => key.id)).size !== keys.length) {
    throw new UsageError("two signing keys have the same id");
  }
  if (options.insecure) {
    if (keys.length > 0) {
      throw new UsageError("--insecure-no-auth contradicts the signing keys given");
    }
    if (!isLoopback(options.host)) {
      throw new UsageError(`--insecure-no-auth is for loopback addresses only, not for ${options.host}`);
    }
    return { kind: "open" };
  }
  if (keys.length === 0) {
    throw new UsageError(`a signing key is needed: --signing-key id:secret or ${SIGNING_KEYS_VARIABLE}`);
  }
  return { kind: "signed", keys, replays: new ReplayCache() };
}

/** Whether only this machine can reach the address (127.0.0.0/8, RFC 1122 §3.2.1.3; ::1, RFC 4291 §2.5.3). */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

function readKey(text: string): SigningKey {
  try {
    return parseSigningKey(text);
  } catch (thrown) {
    // Other messages (an invalid base64 character) could quote the secret.
    throw new UsageError(thrown instanceof RangeError ? thrown.message : "a signing key's secret is not base64url");
  }
}
