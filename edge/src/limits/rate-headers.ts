import type { LimitsView, RateView } from "./key-limiter.ts";

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

/** The `x-ratelimit-*` headers of an answer; a limit that does not exist has none. */
export function rateHeaders(view: LimitsView): Record<string, string> {
  return { ...headersOf("requests", view.requests), ...headersOf("tokens", view.tokens) };
}

function headersOf(unit: "requests" | "tokens", view: RateView | null): Record<string, string> {
  return view === null
    ? {}
    : {
        [`x-ratelimit-limit-${unit}`]: String(view.limit),
        [`x-ratelimit-remaining-${unit}`]: String(view.remaining),
        [`x-ratelimit-reset-${unit}`]: goDuration(view.resetMs),
      };
}

/** A time as OpenAI writes it, which is how Go prints a duration: `0s`, `120ms`, `1.5s`, `6m0s`, `24h0m0.25s`. */
export function goDuration(ms: number): string {
  if (ms > 0 && ms < MS_PER_SECOND) {
    return `${ms}ms`;
  }
  const hours = Math.floor(ms / MS_PER_HOUR);
  const minutes = Math.floor((ms % MS_PER_HOUR) / MS_PER_MINUTE);
  const seconds = `${(ms % MS_PER_MINUTE) / MS_PER_SECOND}s`;
  return hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
