import type { Config } from "../config.ts";
import type { Env } from "../env.ts";
import type { ApiKeyObject } from "./api-key-object.ts";
import { secretDigests } from "./key-digest.ts";
import { isOwnPublicId, parseApiKey } from "./key-format.ts";
import type { KeyClaim } from "./stored-key.ts";

/** Objects that stand in for keys that do not exist: several, so that invented keys do not queue at one. */
const DECOYS = 16;

/** A claim and the object that decides about it. */
export interface AddressedClaim {
  readonly claim: KeyClaim;
  readonly object: DurableObjectStub<ApiKeyObject>;
}

/**
 * What a bearer token claims, or null when it does not have the form of a key. A public id that is neither configured nor
 * made here goes to a decoy object, which refuses it after the same steps as a key's own object refuses a wrong secret.
 *
 * @param hostname the request's: development keys are good on a loopback address only
 */
export async function claimOf(
  env: Env,
  { keys, local }: Config,
  token: string,
  hostname: string,
): Promise<AddressedClaim | null> {
  const parts = parseApiKey(token);
  if (parts === null) {
    return null;
  }
  const { publicId } = parts;
  const configured = keys.records.get(publicId) ?? null;
  const [digests, own] = await Promise.all([secretDigests(keys, parts.secret), isOwnPublicId(keys, publicId)]);
  const name = own || configured !== null ? publicId : `decoy-${publicId.charCodeAt(0) % DECOYS}`;
  const claim = {
    keyId: publicId,
    env: parts.env,
    digests,
    configured,
    devAccepted: local && isLoopback(hostname),
  };
  return { claim, object: env.API_KEY_OBJECTS.getByName(name) };
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}
