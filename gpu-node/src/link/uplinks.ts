import type { SigningKey } from "@dyllm/shared";
import { isLoopback } from "../commands/signing-keys.ts";
import { UsageError } from "../commands/usage.ts";
import type { NodeContext } from "../server/context.ts";
import type { NodeAuth } from "../server/signature.ts";
import { connectLink } from "./link-client.ts";
import { keepRegistered } from "./registration.ts";

/** The gateways a node goes to by itself. */
export interface Uplinks {
  /** `ws:` or `wss:` origins it dials out to. */
  readonly connect: readonly string[];
  /** `http:` or `https:` origins it registers its address with. */
  readonly register: readonly string[];
  /** The address it registers: its own origin as the gateways reach it; null when it registers nowhere. */
  readonly publicUrl: string | null;
}

/**
 * Checks the flags `--connect`, `--register` and `--public-url`.
 * @throws UsageError for an address that is no origin, for plain text to another machine, and without a signing key
 */
export function readUplinks(
  flags: {
    readonly connect: readonly string[];
    readonly register: readonly string[];
    readonly publicUrl: string | undefined;
  },
  auth: NodeAuth,
): Uplinks {
  const connect = flags.connect.map((url) => readOrigin("--connect", url, "wss:", "ws:"));
  const register = flags.register.map((url) => readOrigin("--register", url, "https:", "http:"));
  if (connect.length + register.length > 0 && auth.kind === "open") {
    throw new UsageError("--connect and --register need a signing key, which the gateway shares");
  }
  if (register.length > 0 !== (flags.publicUrl !== undefined)) {
    throw new UsageError("--register and --public-url belong together");
  }
  // Whether the address is acceptable is for the gateway's configuration to say.
  const publicUrl = flags.publicUrl === undefined ? null : originOf("--public-url", flags.publicUrl).origin;
  return { connect, register, publicUrl };
}

/** Goes to all gateways; the returned function ends it. */
export function openUplinks(uplinks: Uplinks, auth: NodeAuth, node: NodeContext): () => Promise<void> {
  const key: SigningKey | undefined = auth.kind === "signed" ? auth.keys[0] : undefined;
  if (key === undefined) {
    return async () => {};
  }
  const { publicUrl } = uplinks;
  const links = uplinks.connect.map((origin) => connectLink(origin, key, node));
  const registrations =
    publicUrl === null ? [] : uplinks.register.map((gateway) => keepRegistered(gateway, publicUrl, key, node));
  return async () => {
    for (const registration of registrations) {
      registration.close();
    }
    await Promise.all(links.map((link) => link.close()));
  };
}

/** Prompts travel on it: in plain text to this machine only. */
function readOrigin(flag: string, url: string, secure: string, plain: string): string {
  const parsed = originOf(flag, url);
  const loopback = isLoopback(parsed.hostname.replace(/^\[(.*)\]$/, "$1"));
  if (parsed.protocol !== secure && !(parsed.protocol === plain && loopback)) {
    throw new UsageError(`${flag} takes ${secure}//HOST (${plain}// for this machine only), not ${parsed.protocol}//`);
  }
  return `${parsed.protocol}//${parsed.host}`;
}

function originOf(flag: string, url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (
    parsed === null ||
    parsed.pathname.length > 1 ||
    parsed.search !== "" ||
    parsed.hash !== "" ||
    parsed.username !== ""
  ) {
    throw new UsageError(`${flag} takes scheme, host and port only`);
  }
  return parsed;
}
