/** Errors of one code. */
export interface ErrorEntry {
  readonly code: string;
  readonly count: number;
  /** When this page saw the count go up, as `Date.now()` counts; null: before it was opened. */
  readonly seenMs: number | null;
}

/** Entries brought up to date by counters; the latest seen first. A counter that fell has begun again. */
export function withCounts(
  entries: readonly ErrorEntry[],
  counts: ReadonlyMap<string, number>,
  first: boolean,
  nowMs: number,
): readonly ErrorEntry[] {
  const known = new Map(entries.map((entry) => [entry.code, entry]));
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([code, count]) => {
      const before = known.get(code);
      const rose = !first && count > (before?.count ?? 0);
      return { code, count, seenMs: rose ? nowMs : (before?.seenMs ?? null) };
    })
    .sort((a, b) => (b.seenMs ?? 0) - (a.seenMs ?? 0) || b.count - a.count);
}
