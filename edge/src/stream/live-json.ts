import type { LiveFormat } from "./live-body.ts";

/**
 * One JSON value that takes its time: white space before it means nothing to a parser, and shows whether the client is
 * still there. The status is out by then, so a failure breaks the connection: a client sees a network error, which it may
 * retry, and never something that looks like an answer.
 */
export const LIVE_JSON_FORMAT: LiveFormat = {
  headers: { "content-type": "application/json", "x-accel-buffering": "no" },
  keepAlive: "\n",
  value: (value) => JSON.stringify(value),
  end: "",
  failure: () => null,
};
