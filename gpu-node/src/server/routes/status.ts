import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { NodeContext } from "../context.ts";
import { nodeStatusOf } from "../node-status.ts";
import { checkSignature } from "../signature.ts";
import { signedPath } from "../signed-path.ts";

/** `GET /dyllm/v1/status`, signed (with an empty body): models, load and speed, by which the edge routes. */
export async function handleStatus(c: Context<{ Bindings: HttpBindings }>, node: NodeContext): Promise<Response> {
  const parts = { method: c.req.method, path: signedPath(c), body: new Uint8Array(0) };
  await checkSignature(node.auth, parts, (name) => c.req.header(name), node.clock());
  return c.json(nodeStatusOf(node), 200, { "cache-control": "no-store" });
}
