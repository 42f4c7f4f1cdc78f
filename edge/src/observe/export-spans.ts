import { encodeSpans, OTLP_TRACES_PATH, type Span } from "@dyllm/shared";
import { logLine } from "./log.ts";
import type { RequestLog } from "./request-log.ts";
import type { Tracing } from "./tracing.ts";

/** A collector that does not answer within this time, in ms, gets no second try: spans are not worth holding a request's context. */
const EXPORT_TIMEOUT_MS = 5_000;

const SERVICE = { name: "dyllm-edge", version: "0.1.0" } as const;

/** From here on a status counts as the gateway's failure (OpenTelemetry's HTTP conventions for server spans). */
const FIRST_SERVER_STATUS = 500;

/** The span of a request that has ended, from what the log knows of it. */
export function requestSpan(log: RequestLog, endedMs: number): Span {
  return {
    name: `${log.method} ${log.route}`,
    kind: "server",
    context: log.span,
    parentSpanId: log.parentSpanId,
    startMs: log.startedMs,
    endMs: endedMs,
    attributes: {
      "http.request.method": log.method,
      "http.route": log.route,
      "http.response.status_code": log.status,
      "dyllm.request_id": log.requestId,
      ...(log.model !== undefined && { "dyllm.model": log.model }),
      ...(log.node !== undefined && { "dyllm.node": log.node }),
      ...(log.stream !== undefined && { "dyllm.stream": log.stream }),
      ...(log.promptTokens !== undefined && { "dyllm.prompt_tokens": log.promptTokens }),
      ...(log.completionTokens !== undefined && { "dyllm.completion_tokens": log.completionTokens }),
      ...(log.steps !== undefined && { "dyllm.steps": log.steps }),
      ...(log.waitedMs !== undefined && { "dyllm.waited_ms": log.waitedMs }),
      ...(log.error !== undefined && { "error.type": log.error }),
    },
    failed: log.status >= FIRST_SERVER_STATUS || log.fault !== undefined,
  };
}

/** Sends spans to the collector. Never throws: a collector that is away costs a log line. */
export async function exportSpans(tracing: Tracing, spans: readonly Span[]): Promise<void> {
  try {
    const response = await fetch(`${tracing.endpoint}${OTLP_TRACES_PATH}`, {
      method: "POST",
      headers: { ...tracing.headers, "content-type": "application/json" },
      body: encodeSpans(SERVICE, spans),
      // Following a redirect would carry the collector's credential elsewhere.
      redirect: "manual",
      signal: AbortSignal.timeout(EXPORT_TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (!response.ok) {
      logLine({ level: "warn", event: "trace export refused", status: response.status });
    }
  } catch {
    logLine({ level: "warn", event: "trace export failed" });
  }
}
