import {
  DyllmError,
  decodeFrames,
  ERROR_CODES,
  FRAMES_CONTENT_TYPE,
  type Frame,
  GENERATE_PATH,
  type GenerateRequest,
  KEEP_ALIVE_HEADER,
  type NodeStatus,
  nodeStatus,
  STATUS_PATH,
  TRACEPARENT_HEADER,
} from "@dyllm/shared";
import { z } from "zod";
import { readStream } from "./read-stream.ts";
import type { NodeEntry } from "./registry.ts";
import type { SendToNode } from "./send.ts";

/** A node that does not say how it is within this time is treated as unreachable, in ms. */
const STATUS_TIMEOUT_MS = 2_000;

/** A node's advice beyond this is not passed on, in ms. */
const MAX_ADVICE_MS = 600_000;

/** The part of a node's refusal that is used. */
const refusal = z.object({
  error: z.object({ code: z.enum(ERROR_CODES), message: z.string(), param: z.string().nullable() }),
});

/**
 * Asks a node for its status.
 *
 * @throws Error when it is unreachable, refuses, or answers with something else
 */
export async function fetchStatus(node: NodeEntry, send: SendToNode): Promise<NodeStatus> {
  const call = { method: "GET", path: STATUS_PATH, content: null } as const;
  const response = await send(node, call, AbortSignal.timeout(STATUS_TIMEOUT_MS));
  if (response.status !== 200) {
    throw await refusalOf(response);
  }
  return nodeStatus.parse(await response.json());
}

/**
 * Starts a generation on a node. Aborting `signal` ends it there.
 *
 * @param stallMs a node that promised signs of life and is silent for so long is lost
 * @returns its frames; reading them throws FrameError, SilenceError or a network error when the stream breaks
 * @throws DyllmError with the node's own code when it refuses, `node_lost` when it cannot be reached
 */
export async function startOnNode(
  node: NodeEntry,
  send: SendToNode,
  request: GenerateRequest,
  stallMs: number,
  signal: AbortSignal,
): Promise<AsyncGenerator<Frame, void, undefined>> {
  const body = new Uint8Array(new TextEncoder().encode(JSON.stringify(request)));
  const headers = {
    "x-request-id": request.requestId,
    ...(request.traceparent !== undefined && { [TRACEPARENT_HEADER]: request.traceparent }),
  };
  const call = { method: "POST", path: GENERATE_PATH, content: { body, headers } } as const;
  const response = await send(node, call, signal);
  const type = response.headers.get("content-type")?.split(";")[0]?.trim();
  if (response.status !== 200 || type !== FRAMES_CONTENT_TYPE || response.body === null) {
    throw await refusalOf(response);
  }
  // A node that does not confirm signs of life may be silent for as long as a step takes.
  const promised = response.headers.has(KEEP_ALIVE_HEADER);
  return decodeFrames(readStream(response.body, promised ? stallMs : null));
}

async function refusalOf(response: Response): Promise<DyllmError> {
  const parsed = refusal.safeParse(await response.json().catch(() => null));
  if (!parsed.success) {
    return new DyllmError("node_lost", `The node answered with status ${response.status}.`);
  }
  const { code, message, param } = parsed.data.error;
  const wait = Number(response.headers.get("retry-after-ms") ?? Number.NaN);
  return new DyllmError(code, message, { param, ...(wait >= 0 && wait <= MAX_ADVICE_MS && { retryAfterMs: wait }) });
}
