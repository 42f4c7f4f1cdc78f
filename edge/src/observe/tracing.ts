import {
  childSpan,
  newTrace,
  parseOtlpEndpoint,
  parseOtlpHeaders,
  parseTraceparent,
  type TraceContext,
} from "@dyllm/shared";
import type { Env } from "../env.ts";
import { logLine } from "./log.ts";

/** Where spans go, and how many. */
export interface Tracing {
  /** Base URL of an OTLP/HTTP collector. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Share of the traces begun here that are recorded, 0…1. A caller's `traceparent` decides for its own. */
  readonly sampleRatio: number;
}

const settings = new WeakMap<Env, Tracing | { readonly off: true }>();

/**
 * The export's settings, or null when it is off (the default). A malformed setting switches it off and says so once:
 * watching the gateway must not be what stops it.
 */
export function tracingOf(env: Env): Tracing | null {
  let known = settings.get(env);
  if (known === undefined) {
    known = readTracing(env) ?? { off: true };
    settings.set(env, known);
  }
  return "off" in known ? null : known;
}

/** A request's span and the span it belongs under. */
export interface StartedSpan {
  readonly span: TraceContext;
  readonly parentSpanId: string | null;
}

/** Goes on with the caller's trace, or begins one. Ids exist whether spans are exported or not: log lines carry them. */
export function startSpan(traceparent: string | undefined, tracing: Tracing | null, random: () => number): StartedSpan {
  const parent = parseTraceparent(traceparent);
  if (parent !== null) {
    return { span: childSpan(parent), parentSpanId: parent.spanId };
  }
  return { span: newTrace(tracing !== null && random() < tracing.sampleRatio), parentSpanId: null };
}

function readTracing(env: Env): Tracing | null {
  if (env.OTLP_ENDPOINT === undefined || env.OTLP_ENDPOINT === "") {
    return null;
  }
  try {
    const sampleRatio = Number(env.TRACE_SAMPLE_RATIO || "1");
    if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
      throw new RangeError("TRACE_SAMPLE_RATIO must lie between 0 and 1");
    }
    return {
      endpoint: parseOtlpEndpoint(env.OTLP_ENDPOINT),
      headers: parseOtlpHeaders(env.OTLP_HEADERS ?? ""),
      sampleRatio,
    };
  } catch (thrown) {
    // These messages are the parsers' own and quote nothing.
    const reason = thrown instanceof RangeError ? thrown.message : "malformed";
    logLine({ level: "error", event: "trace export is off", reason });
    return null;
  }
}
