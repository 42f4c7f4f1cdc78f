import type { Context } from "hono";
import type { NodeContext } from "../context.ts";

/** `GET /healthz`, unsigned: 200 while the node takes work, 503 once it drains. Says nothing else about the node. */
export function handleHealthz(c: Context, node: NodeContext): Response {
  const draining = node.isDraining();
  return c.json({ status: draining ? "draining" : "ok" }, draining ? 503 : 200, { "cache-control": "no-store" });
}
