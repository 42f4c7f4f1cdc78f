import { type DyllmError, toDyllmError, toOpenAiError } from "@dyllm/shared";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { AppContext } from "../context.ts";
import { describeFault } from "../observe/request-log.ts";

const MS_PER_SECOND = 1000;

/** Statuses that clients retry of their own accord unless told otherwise: a limit was hit, or the server is at fault. */
function isRetriedByClients(status: number): boolean {
  return status === 429 || status >= 500;
}

/** The answer to anything that was thrown: OpenAI's error object, its status, and when to try again. */
export function errorResponse(thrown: unknown, c: AppContext): Response {
  const error = toDyllmError(thrown);
  const log = c.get("log");
  log.error = error.code;
  if (error !== thrown) {
    log.fault = describeFault(thrown);
  }
  const headers = { "content-type": "application/json", ...adviceHeaders(error) };
  // Hono's type lists registered statuses only; 499 (client closed request) is in common use without being one.
  return c.body(JSON.stringify(toOpenAiError(error)), { status: error.status as ContentfulStatusCode, headers });
}

function adviceHeaders(error: DyllmError): Record<string, string> {
  const { retryAfterMs } = error;
  return {
    ...(isRetriedByClients(error.status) && { "x-should-retry": String(error.retryable) }),
    ...(error.status === 401 && { "www-authenticate": "Bearer" }),
    ...(retryAfterMs !== null && {
      "retry-after": String(Math.max(1, Math.ceil(retryAfterMs / MS_PER_SECOND))),
      "retry-after-ms": String(retryAfterMs),
    }),
  };
}
