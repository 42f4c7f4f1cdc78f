import type { AppContext } from "../context.ts";
import { openApiDocument } from "../openapi/document.ts";
import { REFERENCE_HEADERS, referencePage } from "../openapi/reference-page.ts";

/** `GET /openapi.json`: the API's description. Public, as it holds nothing of this installation. */
export function openApiJson(c: AppContext): Response {
  return c.json(openApiDocument(), 200, { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" });
}

/** `GET /docs/api`: the same as a page to read. */
export function apiReference(c: AppContext): Response {
  return c.body(referencePage(openApiDocument()), 200, REFERENCE_HEADERS);
}
