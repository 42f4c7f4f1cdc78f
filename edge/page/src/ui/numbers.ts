/** From here on a number is shown in short: its first digits are what matters. */
const SHORTENED_FROM = 100_000;

const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A count for people: `4,321`, `1.2M`. */
export function count(value: number): string {
  return value < SHORTENED_FROM ? value.toLocaleString("en") : SHORT.format(value);
}

const SPANS = [
  { seconds: 86_400, unit: "day" },
  { seconds: 3_600, unit: "hour" },
  { seconds: 60, unit: "minute" },
] as const;

const AGO = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });

/** How long ago a time was, both in Unix seconds: `just now`, `3 min. ago`. */
export function ago(at: number, now: number): string {
  const seconds = Math.max(0, now - at);
  const span = SPANS.find((one) => seconds >= one.seconds);
  return span === undefined ? "just now" : AGO.format(-Math.floor(seconds / span.seconds), span.unit);
}
