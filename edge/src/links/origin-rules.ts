import { DyllmError } from "@dyllm/shared";
import { z } from "zod";
import { originOf } from "../nodes/registry.ts";

/** The binding `NODE_REGISTRATION`: which addresses nodes may register themselves with. */
const registrationRules = z.strictObject({
  /** Host names: exact, `*.example.org` for those below it, `*` for any. */
  hosts: z.array(z.string().min(1)).min(1),
  /** Whether private addresses and plain HTTP are taken: for a gateway in the nodes' own network. */
  private: z.boolean().default(false),
});

export type RegistrationRules = z.infer<typeof registrationRules>;

/** Reads the binding; absent or empty: no node may register itself (null). Throws when it is malformed. */
export function parseRegistrationRules(text: string | undefined): RegistrationRules | null {
  return text === undefined || text === "" ? null : registrationRules.parse(JSON.parse(text));
}

/** Names that resolve inside a network or a machine (RFC 6761, RFC 6762, RFC 8375, RFC 9476 and common practice). */
const LOCAL_NAMES = ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "alt", "test", "invalid"];

/**
 * The origin a node may be reached at, as it asks for it. A name that resolves to a private address is not noticed here
 * (a Worker cannot resolve): where the gateway can reach a private network, list the nodes' hosts and not `*`.
 *
 * @throws DyllmError `invalid_value` with the reason
 */
export function checkOrigin(url: string, rules: RegistrationRules): string {
  const origin = URL.canParse(url) ? originOf(url) : null;
  if (origin === null) {
    throw refused("it must be scheme, host and port only");
  }
  const { protocol, hostname } = new URL(origin);
  if (protocol !== "https:" && !(protocol === "http:" && rules.private)) {
    throw refused("it must be https");
  }
  if (!rules.private && isPrivateHost(hostname)) {
    throw refused("it is a private address");
  }
  if (!rules.hosts.some((pattern) => matches(hostname, pattern))) {
    throw refused("the gateway does not expect nodes at this host");
  }
  return origin;
}

function refused(reason: string): DyllmError {
  return new DyllmError("invalid_value", `Invalid value for 'url': ${reason}.`, { param: "url" });
}

function matches(hostname: string, pattern: string): boolean {
  return pattern === "*" || (pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern);
}

/**
 * Whether a host is an address that is not on the public internet, or a name that never is. The URL parser has already
 * written every form of an IPv4 address (octal, hexadecimal, one number) as four decimal numbers.
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, "");
  if (host.startsWith("[")) {
    return isPrivateIpv6(host.slice(1, -1));
  }
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host)?.slice(1).map(Number);
  if (octets !== undefined) {
    return isPrivateIpv4(octets);
  }
  return !host.includes(".") || LOCAL_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
}

/** RFC 6890 and its updates: what is not globally reachable, multicast and the reserved class E included. */
function isPrivateIpv4([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 192 && b === 0 && (c === 0 || c === 2)) ||
    (a === 192 && b === 88 && c === 99) ||
    (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) ||
    (a === 203 && b === 0 && c === 113) ||
    a >= 224
  );
}

/** Only 2000::/3 is global unicast (RFC 4291); of it, tunnels and documentation prefixes hide other addresses. */
function isPrivateIpv6(address: string): boolean {
  const first = Number.parseInt(address.split(":")[0] ?? "", 16);
  const global = first >= 0x2000 && first < 0x4000;
  return !global || first === 0x2002 || /^2001:(0?:|0:|db8:|10:|2:)/.test(address) || address.startsWith("2001::");
}
