import { z } from "zod";
import { ERROR_CODES } from "./errors.ts";
import { nodeStatus } from "./status.ts";

/**
 * Where a node with an address registers itself: `POST …?node=ID&url=ORIGIN`, signed, without a body. Repeating it is the
 * heartbeat.
 */
export const REGISTER_PATH = "/dyllm/v1/nodes/register";

/** Where a node without an address dials out to: `GET …?node=ID`, signed, upgraded to a WebSocket. */
export const LINK_PATH = "/dyllm/v1/nodes/link";

/** A registration is forgotten after this, in ms, unless it is repeated: three heartbeats may be lost. */
export const LEASE_MS = 35_000;
export const HEARTBEAT_MS = 10_000;

/** What keeps a link open and shows that it is. Answered without waking the object behind it. */
export const LINK_PING = "ping";
export const LINK_PONG = "pong";

/** How often a node pings, in ms; a link without a ping for {@link LEASE_MS} is dead. */
export const LINK_PING_MS = 10_000;

/** Bytes of frames a node may send for a job before the reader has taken any: a slow reader holds up its own job only. */
export const LINK_CREDIT_BYTES = 256 * 1024;

/** Why a link was closed by the gateway; a node that was replaced or removed does not dial again. */
export const LINK_CLOSE = { replaced: 4001, removed: 4002, dead: 4003, malformed: 4004 } as const;

const job = z.string().min(1).max(64);

/** Node → gateway. */
export const nodeMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("status"), status: nodeStatus }),
  /** Lines of the frame stream, as over HTTP: whole frames or parts of them, empty lines included. */
  z.object({ type: z.literal("data"), job, text: z.string() }),
  z.object({ type: z.literal("end"), job }),
  z.object({
    type: z.literal("refused"),
    job,
    code: z.enum(ERROR_CODES),
    message: z.string(),
    param: z.string().nullable(),
    retryAfterMs: z.number().nullable(),
  }),
]);

export type NodeMessage = z.infer<typeof nodeMessage>;

/** Gateway → node. */
export const gatewayMessage = z.discriminatedUnion("type", [
  /** First message: proves that the gateway knows the node's key as well. */
  z.object({ type: z.literal("welcome"), proof: z.string() }),
  /** A generate request, as it would be posted. */
  z.object({ type: z.literal("job"), job, request: z.unknown() }),
  z.object({ type: z.literal("cancel"), job }),
  /** The reader has taken so many bytes of `data`. */
  z.object({ type: z.literal("credit"), job, bytes: z.int().min(0) }),
]);

export type GatewayMessage = z.infer<typeof gatewayMessage>;

/** What the gateway signs to greet a node: the nonce of that node's own handshake, so that no greeting fits twice. */
export function welcomeParts(nonce: string): { method: string; path: string; body: Uint8Array<ArrayBuffer> } {
  return { method: "WELCOME", path: `${LINK_PATH}?nonce=${nonce}`, body: new Uint8Array(new ArrayBuffer(0)) };
}
