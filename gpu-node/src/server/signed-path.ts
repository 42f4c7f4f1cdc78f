import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

/** Path and query as they stood on the request line: a rewritten form would not match what the caller signed. */
export function signedPath(c: Context<{ Bindings: HttpBindings }>): string {
  return c.env.incoming.url ?? c.req.path;
}
