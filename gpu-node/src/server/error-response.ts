import { type DyllmError, toOpenAiError } from "@dyllm/shared";
import { DEFAULT_RETRY_AFTER_MS } from "./limits.ts";

/** How long a caller of a retryable error should wait, in ms; null where a repetition is no use. */
export function retryAfterMs(error: DyllmError): number | null {
  return error.retryable ? (error.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS) : null;
}

/**
 * The HTTP answer of an error: its status, the OpenAI error object, and for retryable errors the three headers OpenAI's
 * clients look at (`retry-after` is in whole seconds, RFC 9110 §10.2.3, hence `retry-after-ms` beside it).
 */
export function errorResponse(error: DyllmError, extra: Record<string, string> = {}): Response {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-should-retry": String(error.retryable),
    ...extra,
  };
  const wait = retryAfterMs(error);
  if (wait !== null) {
    headers["retry-after"] = String(Math.ceil(wait / 1000));
    headers["retry-after-ms"] = String(wait);
  }
  // The rest of an overlong body is not worth reading; the connection ends with the answer.
  if (error.code === "request_too_large") {
    headers.connection = "close";
  }
  return new Response(JSON.stringify(toOpenAiError(error)), { status: error.status, headers });
}
