import { type DestinationStream, destination, pino } from "pino";

/** Standard error, so that what a command prints stays apart from its log. */
const STDERR = 2;

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** What a log line may say: ids, sizes, timings and outcomes. There is no field for prompt or answer text. */
export interface LogFields {
  readonly requestId?: string;
  /** W3C trace id, the same as in the edge's log. */
  readonly traceId?: string;
  readonly nodeId?: string;
  readonly model?: string;
  readonly backend?: string;
  readonly host?: string;
  readonly port?: number;
  readonly threads?: number;
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly outcome?: string;
  /** Origin of a gateway this node goes to, and its own as it registers it. */
  readonly gateway?: string;
  readonly address?: string;
  readonly code?: string | null;
  readonly ms?: number;
  readonly bytes?: number;
  readonly frames?: number;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly steps?: number;
  readonly running?: number;
  readonly queued?: number;
  readonly dropped?: number;
  readonly error?: ErrorSummary;
  /** For text of our own only (why a backend fell back, which signal came). */
  readonly reason?: string;
}

export interface NodeLog {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** Writes what is still buffered; for the moment before exit. */
  flush(): void;
}

/** JSON lines with `event`, an ISO time and the fields; to standard error unless another destination is given. */
export function createLog(options: { level: LogLevel; destination?: DestinationStream }): NodeLog {
  const stderr = options.destination === undefined ? destination({ fd: STDERR, sync: false }) : null;
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: "event",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? stderr ?? destination(STDERR),
  );
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
    flush: () => stderr?.flushSync(),
  };
}

export interface ErrorSummary {
  readonly name: string;
  readonly code: string | null;
  /** `at …` lines only. */
  readonly stack: readonly string[];
}

/** What may be logged of an unexpected exception: not its message, which may quote a prompt. */
export function summarizeError(thrown: unknown): ErrorSummary {
  if (!(thrown instanceof Error)) {
    return { name: typeof thrown, code: null, stack: [] };
  }
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : null;
  // Messages may span lines, so frames are told by their form: `    at name (file:line:column)`.
  const stack = (thrown.stack ?? "").split("\n").filter((line) => /^ {4}at \S.*:\d+:\d+\)?$/.test(line));
  return { name: thrown.name, code, stack: stack.map((line) => line.trim()) };
}
