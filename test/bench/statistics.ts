/** Middle value; the mean of the two middle ones for an even count. Throws on an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[sorted.length >> 1];
  const low = sorted[(sorted.length - 1) >> 1];
  if (high === undefined || low === undefined) {
    throw new RangeError("median of nothing");
  }
  return (high + low) / 2;
}
