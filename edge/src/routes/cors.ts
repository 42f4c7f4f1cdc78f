import type { MiddlewareHandler } from "hono";
import { configOf } from "../config.ts";
import type { AppContext, AppEnv } from "../context.ts";

/** Browsers may keep the answer to a preflight this long, in seconds (two hours: Chromium keeps none longer). */
const PREFLIGHT_MAX_AGE_S = 7200;

const METHODS = "GET,POST";

/** Headers that a page's script may read. */
const EXPOSED = [
  "X-Request-ID",
  "OpenAI-Processing-Ms",
  "Retry-After",
  "Retry-After-Ms",
  "X-Should-Retry",
  "X-Dyllm-Node",
  "X-Dyllm-Preset",
  "Server-Timing",
  ...["Limit", "Remaining", "Reset"].flatMap((what) => [`X-RateLimit-${what}-Requests`, `X-RateLimit-${what}-Tokens`]),
].join(",");

/**
 * Lets pages of the configured origins call the API, never with credentials; without configuration there are none. The
 * headers are set on the answer as it is: Hono's own CORS middleware makes several copies of every answer, also where no
 * page asks.
 */
export const allowOrigins: MiddlewareHandler<AppEnv> = async (c, next) => {
  const allowed = allowedOrigin(c);
  if (c.req.method === "OPTIONS") {
    return preflight(c, allowed);
  }
  await next();
  const { headers } = c.res;
  headers.append("vary", "Origin");
  if (allowed !== null) {
    headers.set("access-control-allow-origin", allowed);
    headers.set("access-control-expose-headers", EXPOSED);
  }
  return undefined;
};

/** The answer to a browser that asks before it sends; it names what is allowed, or nothing (Fetch standard, CORS check). */
function preflight(c: AppContext, allowed: string | null): Response {
  const headers = new Headers({ vary: "Origin, Access-Control-Request-Headers" });
  if (allowed !== null) {
    headers.set("access-control-allow-origin", allowed);
    headers.set("access-control-allow-methods", METHODS);
    headers.set("access-control-max-age", String(PREFLIGHT_MAX_AGE_S));
    const asked = c.req.header("access-control-request-headers");
    if (asked !== undefined) {
      headers.set("access-control-allow-headers", asked);
    }
  }
  return new Response(null, { status: 204, headers });
}

/** What `access-control-allow-origin` may say to the page that calls; null: nothing. */
function allowedOrigin(c: AppContext): string | null {
  const { corsOrigins } = configOf(c.env);
  const origin = c.req.header("origin");
  if (corsOrigins.includes("*")) {
    return "*";
  }
  return origin !== undefined && corsOrigins.includes(origin) ? origin : null;
}
