/** Rows as a table for a terminal: columns as wide as their widest cell, numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map((row) => row.map(String));
  const widths = headings.map((heading, i) => Math.max(heading.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[], source: readonly (string | number)[]): string =>
    row
      .map((cell, i) => (typeof source[i] === "number" ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [
    line(headings, rows[0] ?? headings),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...rows.map((row, i) => line(cells[i] ?? [], row)),
  ].join("\n");
}
