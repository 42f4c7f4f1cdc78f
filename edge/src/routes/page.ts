import type { Handler } from "hono";
import { assets } from "../../page/dist/assets.js";
import type { AppContext, AppEnv } from "../context.ts";

/**
 * The page runs its own script and styles only, talks to this origin only, loads nothing, and can neither be framed nor send
 * a form anywhere. `data:` is its icon.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const SECURITY_HEADERS = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** The page itself is asked for again each time; its files carry their content in their name. */
const PAGE_CACHE = "no-cache";
const FILE_CACHE = "public, max-age=31536000, immutable";

type Asset = (typeof assets)[number];

/** Paths of the chat page's files, `/` first. */
export const PAGE_PATHS: readonly string[] = assets.map(({ path }) => path);

/** `GET` of one of the page's files. No key needed: the page asks for one and holds nothing secret. */
export const page: Handler<AppEnv> = async (c) => {
  const asset = assets.find(({ path }) => path === c.req.path);
  return asset === undefined ? await c.notFound() : serve(c, asset);
};

function serve(c: AppContext, asset: Asset): Response {
  const headers = {
    ...SECURITY_HEADERS,
    "cache-control": asset.path === "/" ? PAGE_CACHE : FILE_CACHE,
    etag: asset.etag,
    vary: "accept-encoding",
  };
  if (c.req.header("if-none-match") === asset.etag) {
    return new Response(null, { status: 304, headers });
  }
  const gzip = Uint8Array.from(atob(asset.gzip), (character) => character.charCodeAt(0));
  const type = { "content-type": asset.type };
  if (/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) {
    return new Response(gzip, {
      headers: { ...headers, ...type, "content-encoding": "gzip" },
      // The bytes are compressed already.
      encodeBody: "manual",
    });
  }
  return new Response(new Blob([gzip]).stream().pipeThrough(new DecompressionStream("gzip")), {
    headers: { ...headers, ...type },
  });
}
