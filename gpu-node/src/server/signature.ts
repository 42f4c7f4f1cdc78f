import {
  DyllmError,
  SIGNATURE_HEADERS,
  type SignatureProblem,
  type SignedParts,
  type SigningKey,
  verifyRequest,
} from "@dyllm/shared";
import { MAX_NONCE_LENGTH } from "./limits.ts";
import type { ReplayCache } from "./replay-cache.ts";

/** Who may call this node: holders of one of these keys, or, on a loopback address only, anyone. */
export type NodeAuth =
  | { readonly kind: "signed"; readonly keys: readonly SigningKey[]; readonly replays: ReplayCache }
  | { readonly kind: "open" };

type HeaderReader = (name: string) => string | null | undefined;

/**
 * Refuses a request that has no signature at all, before its body is read: a stranger shall not make us buffer one.
 * @throws DyllmError `bad_signature`
 */
export function requireSignatureHeaders(auth: NodeAuth, header: HeaderReader): void {
  if (auth.kind === "signed" && Object.values(SIGNATURE_HEADERS).some((name) => !header(name))) {
    throw refusal("missing");
  }
}

/**
 * Checks the signature over the raw body, the clock and that the request is no replay.
 * @throws DyllmError `bad_signature`, `stale_request`, `replayed_request`, or `no_capacity` when the nonce cache is full
 */
export async function checkSignature(
  auth: NodeAuth,
  parts: SignedParts,
  header: HeaderReader,
  nowMs: number,
): Promise<void> {
  if (auth.kind === "open") {
    return;
  }
  const verified = await verifyRequest(auth.keys, parts, header, nowMs);
  if (!verified.ok) {
    throw refusal(verified.problem);
  }
  if (verified.nonce.length > MAX_NONCE_LENGTH) {
    throw new DyllmError("bad_signature", `The nonce is longer than ${MAX_NONCE_LENGTH} characters.`);
  }
  const verdict = auth.replays.admit(verified.nonce, nowMs);
  switch (verdict) {
    case "new":
      return;
    case "seen":
      throw new DyllmError("replayed_request", "This request was already received; sign each attempt anew.");
    case "full":
      throw new DyllmError("no_capacity", "The node receives more requests than it can tell apart from replays.");
    default:
      throw new Error(`unknown verdict ${verdict satisfies never}`);
  }
}

/** An unknown key and a wrong signature read alike, so that key ids cannot be probed. */
function refusal(problem: SignatureProblem): DyllmError {
  switch (problem) {
    case "missing":
      return new DyllmError("bad_signature", "The request is not signed.");
    case "unknown_key":
    case "mismatch":
      return new DyllmError("bad_signature", "The signature does not match the request.");
    case "stale":
      return new DyllmError("stale_request", "The request's timestamp is too far from the node's clock.");
    default:
      throw new Error(`unknown problem ${problem satisfies never}`);
  }
}
