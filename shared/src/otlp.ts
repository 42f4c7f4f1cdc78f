import type { TraceContext } from "./trace-context.ts";

/** What a span may say beside its times: ids, sizes, counts, codes. Never text of a prompt or an answer. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A finished span. */
export interface Span {
  readonly name: string;
  readonly kind: "server" | "internal";
  readonly context: TraceContext;
  /** Null for the first span of a trace. */
  readonly parentSpanId: string | null;
  /** Unix time in ms, with a fraction where the clock has one. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: SpanAttributes;
  readonly failed: boolean;
}

/** Where OTLP/HTTP collectors take traces, under the endpoint's base URL (OTLP specification 1.x, "OTLP/HTTP request"). */
export const OTLP_TRACES_PATH = "/v1/traces";

/** `SpanKind` of the OpenTelemetry protocol. */
const KINDS = { internal: 1, server: 2 } as const satisfies Record<Span["kind"], number>;

/** `STATUS_CODE_ERROR`. */
const STATUS_ERROR = 2;

const NANOS_PER_MS = 1_000_000n;

/** Fractions of a ms are kept to the microsecond: what a double of Unix ms can hold. */
const MICROS_PER_MS = 1_000;

/**
 * The body of an OTLP/HTTP JSON export (`ExportTraceServiceRequest`): ids in hexadecimal, 64-bit integers as strings.
 *
 * The same encoder serves edge and node; an OpenTelemetry SDK would bring hundreds of kB into the Worker for these lines.
 */
export function encodeSpans(
  service: { readonly name: string; readonly version: string },
  spans: readonly Span[],
): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: keyValues({ "service.name": service.name, "service.version": service.version }) },
        scopeSpans: [{ scope: { name: "dyllm", version: service.version }, spans: spans.map(spanJson) }],
      },
    ],
  });
}

/**
 * The base URL of a collector as it is configured: http or https, without credentials, query or fragment; no `/` at its end.
 *
 * @throws RangeError
 */
export function parseOtlpEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    `${url.username}${url.password}${url.search}${url.hash}` !== ""
  ) {
    throw new RangeError("the trace collector's endpoint must be an http(s) URL without credentials or query");
  }
  return url.href.replace(/\/+$/, "");
}

/**
 * Headers for the collector, `name=value` separated by commas (the form of `OTEL_EXPORTER_OTLP_HEADERS`).
 *
 * @throws RangeError without quoting the text, which holds a secret
 */
export function parseOtlpHeaders(text: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const part of text.split(",").filter((piece) => piece.trim() !== "")) {
    const [, name, value] = /^\s*([A-Za-z0-9-]+)\s*=\s*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined) {
      throw new RangeError("the trace collector's headers must be name=value, separated by commas");
    }
    headers[name.toLowerCase()] = decodeURIComponent(value);
  }
  return headers;
}

function spanJson(span: Span): unknown {
  return {
    traceId: span.context.traceId,
    spanId: span.context.spanId,
    ...(span.parentSpanId !== null && { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanos(span.startMs),
    endTimeUnixNano: nanos(Math.max(span.startMs, span.endMs)),
    attributes: keyValues(span.attributes),
    ...(span.failed && { status: { code: STATUS_ERROR } }),
  };
}

function nanos(ms: number): string {
  const whole = Math.floor(ms);
  const micros = Math.round((ms - whole) * MICROS_PER_MS);
  return String(BigInt(whole) * NANOS_PER_MS + BigInt(micros) * (NANOS_PER_MS / BigInt(MICROS_PER_MS)));
}

function keyValues(attributes: SpanAttributes): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: string | number | boolean): unknown {
  if (typeof value === "number") {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  return typeof value === "string" ? { stringValue: value } : { boolValue: value };
}
