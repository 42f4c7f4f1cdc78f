import {
  DyllmError,
  decodeFrames,
  ERROR_CODES,
  FRAMES_CONTENT_TYPE,
  type Frame,
  GENERATE_PATH,
  type GenerateRequest,
  type NodeStatus,
  nodeStatus,
  type SigningKey,
  STATUS_PATH,
  signRequest,
} from "@dyllm/shared";
import { z } from "zod";
import type { NodeEntry } from "./registry.ts";

/** A node that does not say how it is within this time is treated as unreachable, in ms. */
const STATUS_TIMEOUT_MS = 2_000;

/** What is signed where there is no body. */
const NO_BODY = new Uint8Array(new ArrayBuffer(0));

/** The part of a node's refusal that is used. */
const refusal = z.object({
  error: z.object({ code: z.enum(ERROR_CODES), message: z.string(), param: z.string().nullable() }),
});

/**
 * Asks a node for its status.
 *
 * @throws Error when it is unreachable, refuses, or answers with something else
 */
export async function fetchStatus(node: NodeEntry, key: SigningKey): Promise<NodeStatus> {
  const response = await send(node, key, "GET", STATUS_PATH, null, AbortSignal.timeout(STATUS_TIMEOUT_MS));
  if (response.status !== 200) {
    throw await refusalOf(response);
  }
  return nodeStatus.parse(await response.json());
}

/**
 * Starts a generation on a node. Aborting `signal` ends it there.
 *
 * @returns its frames; reading them throws FrameError or a network error when the stream breaks
 * @throws DyllmError with the node's own code when it refuses, `node_lost` when it cannot be reached
 */
export async function startOnNode(
  node: NodeEntry,
  key: SigningKey,
  request: GenerateRequest,
  signal: AbortSignal,
): Promise<AsyncGenerator<Frame, void, undefined>> {
  const body = new Uint8Array(new TextEncoder().encode(JSON.stringify(request)));
  const response = await send(node, key, "POST", GENERATE_PATH, { body, requestId: request.requestId }, signal);
  const type = response.headers.get("content-type")?.split(";")[0]?.trim();
  if (response.status !== 200 || type !== FRAMES_CONTENT_TYPE || response.body === null) {
    throw await refusalOf(response);
  }
  return decodeFrames(response.body);
}

/** Headers are made here, never copied: nothing of the client's request reaches the node but the generation itself. */
async function send(
  node: NodeEntry,
  key: SigningKey,
  method: "GET" | "POST",
  path: string,
  content: { readonly body: Uint8Array<ArrayBuffer>; readonly requestId: string } | null,
  signal: AbortSignal,
): Promise<Response> {
  const signature = await signRequest(key, { method, path, body: content?.body ?? NO_BODY });
  return await fetch(`${node.origin}${path}`, {
    method,
    headers: {
      ...signature,
      accept: content === null ? "application/json" : FRAMES_CONTENT_TYPE,
      ...(content !== null && { "content-type": "application/json", "x-request-id": content.requestId }),
    },
    body: content?.body ?? null,
    // A node has no reason to redirect, and following one would carry the signed body elsewhere.
    redirect: "manual",
    signal,
  });
}

async function refusalOf(response: Response): Promise<DyllmError> {
  const parsed = refusal.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return new DyllmError("node_lost", `The node answered with status ${response.status}.`);
  }
  const { code, message, param } = parsed.data.error;
  return new DyllmError(code, message, { param });
}
