import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { configOf } from "../config.ts";
import type { AppEnv } from "../context.ts";

/** Browsers may keep the answer to a preflight this long, in seconds (two hours: Chromium keeps none longer). */
const PREFLIGHT_MAX_AGE_S = 7200;

/** Headers that a page's script may read. */
const EXPOSED = [
  "X-Request-ID",
  "OpenAI-Processing-Ms",
  "Retry-After",
  "Retry-After-Ms",
  "X-Should-Retry",
  "X-Dyllm-Node",
  "X-Dyllm-Preset",
  ...["Limit", "Remaining", "Reset"].flatMap((what) => [`X-RateLimit-${what}-Requests`, `X-RateLimit-${what}-Tokens`]),
];

/** Lets pages of the configured origins call the API; without configuration there are none. */
export const allowOrigins: MiddlewareHandler<AppEnv> = cors({
  origin: (origin, c) => {
    const { corsOrigins } = configOf(c.env);
    return corsOrigins.includes("*") ? "*" : corsOrigins.includes(origin) ? origin : null;
  },
  allowMethods: ["GET", "POST"],
  exposeHeaders: EXPOSED,
  maxAge: PREFLIGHT_MAX_AGE_S,
});
