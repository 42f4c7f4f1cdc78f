/** Where nodes come to by themselves: to register an address, or to dial out because they have none. */
import {
  DyllmError,
  HEARTBEAT_MS,
  LEASE_MS,
  LINK_PATH,
  REGISTER_PATH,
  SIGNATURE_HEADERS,
  type SignatureProblem,
  signRequest,
  verifyRequest,
  welcomeParts,
} from "@dyllm/shared";
import type { Hono } from "hono";
import { configOf } from "../config.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { nodeId } from "../nodes/registry.ts";
import { onlyMethods, unknownUrl } from "../routes/not-found.ts";
import { type Admission, nodeDirectory } from "./node-directory.ts";
import { LINK_HEADERS } from "./node-link.ts";
import { checkOrigin } from "./origin-rules.ts";

/** Neither call has a body, so nothing a stranger sends is read before its signature is checked. */
const NO_BODY = new Uint8Array(new ArrayBuffer(0));

/** Adds the two addresses for nodes. */
export function addNodeRoutes(app: Hono<AppEnv>): void {
  app.post(REGISTER_PATH, register);
  app.all(REGISTER_PATH, onlyMethods("POST"));
  app.get(LINK_PATH, link);
  app.all(LINK_PATH, onlyMethods("GET"));
}

/** `POST /dyllm/v1/nodes/register?node=…&url=…`: a lease for an address, renewed by asking again. */
async function register(c: AppContext): Promise<Response> {
  const { registration } = configOf(c.env);
  if (registration === null) {
    throw unknownUrl(c.req.method);
  }
  const stamp = await verifiedStamp(c);
  const id = nodeIdOf(c);
  const origin = checkOrigin(c.req.query("url") ?? "", registration);
  admit(await nodeDirectory(c.env).admit(id, stamp.timestampMs, origin, Date.now()));
  return c.json({ node: id, lease_ms: LEASE_MS, heartbeat_ms: HEARTBEAT_MS });
}

/** `GET /dyllm/v1/nodes/link?node=…`: the WebSocket of a node that has dialled out. */
async function link(c: AppContext): Promise<Response> {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    throw new DyllmError("invalid_value", "This address takes WebSocket connections only.");
  }
  const stamp = await verifiedStamp(c);
  const id = nodeIdOf(c);
  admit(await nodeDirectory(c.env).admit(id, stamp.timestampMs, null, Date.now()));
  const { nodeKey } = configOf(c.env);
  const proof = JSON.stringify(await signRequest(nodeKey, welcomeParts(stamp.nonce)));
  const { status, webSocket } = await c.env.NODE_LINKS.getByName(id).fetch(
    new Request(c.req.url, {
      headers: { upgrade: "websocket", [LINK_HEADERS.nodeId]: id, [LINK_HEADERS.proof]: proof },
    }),
  );
  // An answer of our own: headers of one that was fetched cannot be changed.
  return new Response(null, { status, webSocket });
}

/** @throws DyllmError `bad_signature` or `stale_request`; which of the two is all a stranger learns */
async function verifiedStamp(c: AppContext): Promise<{ readonly timestampMs: number; readonly nonce: string }> {
  const url = new URL(c.req.url);
  const parts = { method: c.req.method, path: `${url.pathname}${url.search}`, body: NO_BODY };
  const verified = await verifyRequest([configOf(c.env).nodeKey], parts, (name) => c.req.header(name));
  if (!verified.ok) {
    throw signatureError(verified.problem);
  }
  return verified;
}

function signatureError(problem: SignatureProblem): DyllmError {
  switch (problem) {
    case "missing":
      return new DyllmError("bad_signature", `The request is not signed (${SIGNATURE_HEADERS.signature}).`);
    case "unknown_key":
    case "mismatch":
      return new DyllmError("bad_signature", "The signature does not match the request.");
    case "stale":
      return new DyllmError("stale_request", "The request's timestamp is too far from the gateway's clock.");
    default:
      throw new Error(`unknown problem ${problem satisfies never}`);
  }
}

/** @throws DyllmError `invalid_value`, also for the id of a node that the configuration names */
function nodeIdOf(c: AppContext): string {
  const id = c.req.query("node");
  if (!nodeId.safeParse(id).success || id === undefined) {
    throw new DyllmError(
      "invalid_value",
      "Invalid value for 'node': it must be 1 to 64 letters, digits, '.', '_', '-'.",
    );
  }
  if (configOf(c.env).pool.isConfigured(id)) {
    throw new DyllmError("invalid_value", "Invalid value for 'node': the configuration names a node of this id.");
  }
  return id;
}

function admit(admission: Admission): void {
  switch (admission) {
    case "admitted":
      return;
    case "replayed":
      throw new DyllmError("replayed_request", "A request signed at this time or later was already received.");
    case "removed":
      throw new DyllmError("node_removed", "An operator has removed this node.");
    case "full":
      throw new DyllmError("no_capacity", "The directory of nodes is full.");
    default:
      throw new Error(`unknown admission ${admission satisfies never}`);
  }
}
