import { DyllmError } from "@dyllm/shared";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../context.ts";

/** Answers a known path with an unknown method: 405, and the methods that are allowed (RFC 9110, 15.5.6). */
export function onlyMethods(...allowed: readonly string[]): MiddlewareHandler<AppEnv> {
  return async (c) => {
    c.header("allow", allowed.join(", "));
    throw new DyllmError("method_not_allowed", `This URL does not take ${c.req.method} requests.`);
  };
}

/** The error for a path that is none of ours. */
export function unknownUrl(method: string): DyllmError {
  return new DyllmError("unknown_url", `Unknown request URL for ${method}. Check the URL for typos.`);
}
