import type { Context } from "hono";
import type { NodeContext } from "../context.ts";

/** `GET /metrics`, unsigned: Prometheus text format. Numbers only; no ids, no text. */
export async function handleMetrics(c: Context, node: NodeContext): Promise<Response> {
  return c.body(await node.metrics.text(), 200, { "content-type": node.metrics.contentType });
}
