import { toHex } from "./signing.ts";

/** Identity of one span in a distributed trace (W3C Trace Context, level 1). Random ids only: nothing of the caller's text. */
export interface TraceContext {
  /** 32 hex digits, not all zero. */
  readonly traceId: string;
  /** 16 hex digits, not all zero. */
  readonly spanId: string;
  /** Whether spans of this trace are recorded. */
  readonly sampled: boolean;
}

/** Name of the header that carries a {@link TraceContext} from one service to the next. */
export const TRACEPARENT_HEADER = "traceparent";

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** A header longer than this is no traceparent of any version in use; reading on would only cost time. */
const MAX_TRACEPARENT_LENGTH = 128;

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const SAMPLED_FLAG = 1;

/**
 * Reads a `traceparent`, or null when it is absent or malformed (W3C Trace Context §3.2.2): version `ff` and ids of zeros
 * are invalid, version `00` has nothing after the flags, later versions may.
 */
export function parseTraceparent(header: string | null | undefined): TraceContext | null {
  if (header === null || header === undefined || header.length > MAX_TRACEPARENT_LENGTH) {
    return null;
  }
  const [, version, traceId, spanId, flags, rest] = TRACEPARENT.exec(header.trim()) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) {
    return null;
  }
  if (version === "ff" || (version === "00" && rest !== undefined) || /^0+$/.test(traceId) || /^0+$/.test(spanId)) {
    return null;
  }
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED_FLAG) === SAMPLED_FLAG };
}

/** The header's value for a span that is the parent of what the receiver does. */
export function formatTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? "01" : "00"}`;
}

/** The first span of a new trace. */
export function newTrace(sampled: boolean): TraceContext {
  return { traceId: randomHex(TRACE_ID_BYTES), spanId: randomHex(SPAN_ID_BYTES), sampled };
}

/** A new span in its parent's trace. */
export function childSpan(parent: TraceContext): TraceContext {
  return { ...parent, spanId: randomHex(SPAN_ID_BYTES) };
}

function randomHex(bytes: number): string {
  return toHex(crypto.getRandomValues(new Uint8Array(bytes)));
}
