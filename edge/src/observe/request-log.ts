import type { Preset, TraceContext } from "@dyllm/shared";
import { type LogLevel, logLine } from "./log.ts";

/** From here on the fault is the gateway's or a node's. */
const FIRST_SERVER_STATUS = 500;

/** What is known of a request, filled in by whoever learns it and written as one line when the request has ended. */
export interface RequestLog {
  readonly requestId: string;
  readonly method: string;
  /** Unix ms. */
  readonly startedMs: number;
  /** This request's span; the caller's `traceparent`, if there was one, is its parent. */
  readonly span: TraceContext;
  readonly parentSpanId: string | null;
  /** The pattern that matched, not the path: a path is the caller's text. */
  route: string;
  status: number;
  keyId?: string;
  /** Only an id that a node serves: any other is the caller's text. */
  model?: string;
  node?: string;
  stream?: boolean;
  choices?: number;
  bodyBytes?: number;
  promptTokens?: number;
  completionTokens?: number;
  steps?: number;
  /** Preset that was used, where one was named or the key's policy looks at the load. */
  preset?: Preset;
  /** Name of the key's limit that refused the request. */
  limit?: string;
  /** `local` when the key's object could not be asked and the isolate's own line decided. */
  limits?: "local";
  /** Code of the error the caller was told of, also inside a stream. */
  error?: string;
  /** Name and place of an unexpected exception, without its message. */
  fault?: string;
  /** Time until the answer's headers, in ms. */
  headersMs?: number;
  /** Part of it that was spent waiting for a node, in ms. */
  waitedMs?: number;
  /** Set when the answer goes on after its headers; resolves at its end. */
  finished?: Promise<void>;
}

/** Writes the line, with the whole time the request took. */
export function writeRequestLog(log: RequestLog, endedMs: number): void {
  const { startedMs, finished: _, span, parentSpanId: __, ...fields } = log;
  const { traceId, spanId } = span;
  logLine({ level: levelOf(log), event: "request", ...fields, traceId, spanId, ms: endedMs - startedMs });
}

function levelOf(log: RequestLog): LogLevel {
  return log.fault !== undefined ? "error" : log.status >= FIRST_SERVER_STATUS ? "warn" : "info";
}

/** Where an unexpected exception came from: its name and stack, without the message, which may quote a prompt. */
export function describeFault(thrown: unknown): string {
  if (!(thrown instanceof Error)) {
    return typeof thrown;
  }
  const frames = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [thrown.name, ...frames.slice(0, 5).map((line) => line.trim())].join(" | ");
}
