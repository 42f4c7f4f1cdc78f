import { toOpenAiError } from "@dyllm/shared";
import type { LiveFormat } from "./live-body.ts";

/** Server-sent events as OpenAI's clients read them: a failure is an event of its own, and then there is no `[DONE]`. */
export const SSE_FORMAT: LiveFormat = {
  headers: {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, must-revalidate",
    // Proxies of the nginx family would otherwise collect the stream before passing it on.
    "x-accel-buffering": "no",
  },
  keepAlive: ": keep-alive\n\n",
  value: sseEvent,
  end: "data: [DONE]\n\n",
  failure: (problem) => sseEvent(toOpenAiError(problem)),
};

/** One event; blank line included, so that it is written in one piece (some clients lose an event cut in two). */
export function sseEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/**
 * Events with their `type` as the event's name, as `/v1/responses` sends them. The values tell of a failure themselves, so
 * the stream ends the same way in either case; Open Responses requires the `[DONE]`.
 */
export const NAMED_SSE_FORMAT: LiveFormat = {
  ...SSE_FORMAT,
  value: namedEvent,
  failure: () => SSE_FORMAT.end,
};

function namedEvent(value: unknown): string {
  const type = typeof value === "object" && value !== null && "type" in value ? String(value.type) : "message";
  return `event: ${type}\n${sseEvent(value)}`;
}
