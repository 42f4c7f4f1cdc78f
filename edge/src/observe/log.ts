export type LogLevel = "info" | "warn" | "error";

/** One line of the log: a name and plain values. Ids, sizes, times and counts only, never text of a prompt or an answer. */
export interface LogLine {
  readonly level: LogLevel;
  readonly event: string;
  readonly [field: string]: string | number | boolean | null | undefined;
}

/** Writes a line of the Worker's log as JSON, with the time in ISO 8601. */
export function logLine(line: LogLine): void {
  // biome-ignore lint/suspicious/noConsole: the console is the log sink of a Worker; this is its only use
  console.log(JSON.stringify({ time: new Date().toISOString(), ...line }));
}
