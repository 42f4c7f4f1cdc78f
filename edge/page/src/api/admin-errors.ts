import { call } from "./http.ts";

const METRIC = "dyllm_edge_errors_total";

/** Errors told to callers since the gateway's counters began, by code (and whatever else labels them). */
export async function fetchErrorCounts(key: string, signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const response = await call("/metrics", { key, signal });
  return errorCounts(await response.text());
}

/** Reads the error counters from Prometheus text. */
export function errorCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = line.startsWith(METRIC) ? /code="([^"]*)".*\} (\d+(?:\.\d+)?)$/.exec(line) : null;
    if (match !== null) {
      const code = match[1] ?? "";
      counts.set(code, (counts.get(code) ?? 0) + Number(match[2]));
    }
  }
  return counts;
}
