import initSqlJs, { type SqlJsStatic, type SqlValue } from "sql.js";
import type { Check } from "../types.ts";
import type { CheckResult } from "./result.ts";

/** More rows than any reference of the generator returns by far; a cross join in a wrong answer stops here. */
const MAX_ROWS = 10_000;
/** Digits kept of a float: averages may be summed in another order. */
const FLOAT_DIGITS = 9;

let engine: Promise<SqlJsStatic> | undefined;

/** Rows of the single statement `sql` as `[rows, columns]`, on a fresh in-memory database made by `setup`. Throws SQLite's errors. */
function rowsOf(sqlite: SqlJsStatic, setup: string, sql: string): SqlValue[][] {
  const db = new sqlite.Database();
  try {
    db.run(setup);
    const rows: SqlValue[][] = [];
    const statement = db.prepare(sql);
    while (statement.step()) {
      rows.push(statement.get());
      if (rows.length > MAX_ROWS) {
        throw new Error(`more than ${MAX_ROWS} rows`);
      }
    }
    return rows;
  } finally {
    db.close();
  }
}

const rowKey = (row: readonly SqlValue[]): string =>
  JSON.stringify(row.map((value) => (typeof value === "number" ? Number(value.toFixed(FLOAT_DIGITS)) : value)));

/** The answer without code fences and its closing semicolon, or undefined when it is not exactly one SELECT. */
function singleSelect(answer: string): string | undefined {
  const sql = answer
    .trim()
    .replace(/^```(?:sql)?\s*\n([\s\S]*?)\n?```$/i, "$1")
    .trim()
    .replace(/\s*;$/, "");
  // Quoted text may hold a semicolon; outside of it one would start a second statement, which SQLite drops silently.
  const unquoted = sql.replace(/'(?:[^']|'')*'/g, "''");
  return /^select\s/i.test(sql) && !unquoted.includes(";") ? sql : undefined;
}

/**
 * Judges a SQL answer: a single SELECT whose rows equal those of `spec.reference`, both run on SQLite after `spec.setup`.
 * Rows are compared as multisets, or in order when `spec.ordered`; column names are free, column order is not.
 * Errors of the answer are failures; errors of `setup` or `reference` are bugs and throw.
 */
export async function checkSql(spec: Extract<Check, { kind: "sql" }>, answer: string): Promise<CheckResult> {
  const sql = singleSelect(answer);
  if (sql === undefined) {
    return { ok: false, why: "the answer is not a single SELECT" };
  }
  engine ??= initSqlJs();
  const sqlite = await engine;
  const expected = rowsOf(sqlite, spec.setup, spec.reference).map(rowKey);
  let actual: string[];
  try {
    actual = rowsOf(sqlite, spec.setup, sql).map(rowKey);
  } catch (error) {
    return { ok: false, why: `SQLite: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!spec.ordered) {
    expected.sort();
    actual.sort();
  }
  const same = expected.length === actual.length && expected.every((row, i) => row === actual[i]);
  return same ? { ok: true } : { ok: false, why: "the rows differ from the reference" };
}
