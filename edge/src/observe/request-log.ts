import { logLine } from "./log.ts";

/** What is known of a request, filled in by whoever learns it and written as one line when the request has ended. */
export interface RequestLog {
  readonly requestId: string;
  readonly method: string;
  readonly startedMs: number;
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
  /** Code of the error the caller was told of, also inside a stream. */
  error?: string;
  /** Name and place of an unexpected exception, without its message. */
  fault?: string;
  /** Time until the answer's headers, in ms. */
  headersMs?: number;
  /** Set when the answer goes on after its headers; resolves at its end. */
  finished?: Promise<void>;
}

/** Writes the line, with the whole time the request took. */
export function writeRequestLog(log: RequestLog): void {
  const { startedMs, finished: _, ...fields } = log;
  logLine({ event: "request", ...fields, ms: Date.now() - startedMs });
}

/** Where an unexpected exception came from: its name and stack, without the message, which may quote a prompt. */
export function describeFault(thrown: unknown): string {
  if (!(thrown instanceof Error)) {
    return typeof thrown;
  }
  const frames = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [thrown.name, ...frames.slice(0, 5).map((line) => line.trim())].join(" | ");
}
