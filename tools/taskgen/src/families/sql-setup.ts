import type { Rng } from "../rng.ts";
import type { SqlTable } from "./sql-data.ts";

/** Rows of a test table: enough that every condition keeps some rows and drops some. */
const ROWS = 20;

/** A condition of the query, as far as the test rows must straddle it. */
export interface Condition {
  readonly column: string;
  readonly value: string | number;
}

/** One table as the prompt shows it: the drawn columns, and for the child of a join the key column. */
export interface ShownTable {
  readonly table: SqlTable;
  readonly columns: readonly string[];
  readonly foreignKey?: string;
}

/** `users (id, name, age)` as it stands in the prompt. */
export function schemaText({ table, columns, foreignKey }: ShownTable): string {
  return `${table.name} (${["id", ...(foreignKey === undefined ? [] : [foreignKey]), ...columns].join(", ")})`;
}

/**
 * Distinct numbers, but where a condition compares: then every second pair of rows holds the values just below, at and
 * just above its border, so that `>` for `>=` or another constant selects other rows.
 */
function numberCells(rng: Rng, border: number | undefined): number[] {
  const pool = rng.sample(
    Array.from({ length: 400 }, (_, i) => i + 1),
    ROWS,
  );
  if (border === undefined) {
    return pool;
  }
  return pool.map((value, i) => (i % 8 < 6 ? border - 1 + Math.floor((i % 8) / 2) : value));
}

/** Rows alternate between the condition's value and others, which pairs it with every number case. */
function textCells(rng: Rng, words: readonly string[], wanted: string | undefined): string[] {
  const few = rng.sample(words, Math.min(words.length, 4)).filter((word) => word !== wanted);
  return Array.from({ length: ROWS }, (_, i) => (wanted !== undefined && i % 2 === 0 ? wanted : rng.pick(few)));
}

/** The script that makes and fills the shown tables; `conditions` are those of the reference query. */
export function setupScript(rng: Rng, shown: readonly ShownTable[], conditions: readonly Condition[]): string {
  return shown
    .map(({ table, columns, foreignKey }) => {
      const wanted = (column: string) => conditions.find((condition) => condition.column === column)?.value;
      const cells = columns.map((column): readonly (string | number)[] => {
        const value = wanted(column);
        const words = table.text[column];
        return words === undefined
          ? numberCells(rng, typeof value === "number" ? value : undefined)
          : textCells(rng, words, typeof value === "string" ? value : undefined);
      });
      const literal = (value: string | number | undefined): string =>
        typeof value === "number" ? String(value) : `'${value ?? ""}'`;
      const rows = Array.from({ length: ROWS }, (_, i) => {
        // A key never equals the row's own id, so that joining on id = id gives other rows.
        const key = foreignKey === undefined ? [] : [String(((i + 1 + rng.int(1, ROWS - 2)) % ROWS) + 1)];
        return `(${[String(i + 1), ...key, ...cells.map((column) => literal(column[i]))].join(", ")})`;
      });
      const types = [
        "id INTEGER",
        ...(foreignKey === undefined ? [] : [`${foreignKey} INTEGER`]),
        ...columns.map((column) => `${column} ${table.text[column] === undefined ? "INTEGER" : "TEXT"}`),
      ];
      return `CREATE TABLE ${table.name} (${types.join(", ")});\nINSERT INTO ${table.name} VALUES ${rows.join(", ")};`;
    })
    .join("\n");
}
