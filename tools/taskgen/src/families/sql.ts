import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { SQL_JOINS, SQL_TABLES, type SqlTable } from "./sql-data.ts";
import { ALL_COLUMNS_MORE, EQUALS_MORE, WHERE_MORE } from "./sql-more.ts";
import { type Condition, type ShownTable, schemaText, setupScript } from "./sql-setup.ts";
import { AGGREGATES, COMPARISONS, EQUALS, FRAMES, TASKS } from "./sql-wordings.ts";
import { drawWording, fillSlots, listInWords, otherwise, say } from "./wording.ts";

/** A drawn query with its wording: `task` follows "Write SQL to". */
interface Query {
  readonly shown: readonly ShownTable[];
  readonly task: string;
  readonly sql: string;
  readonly ordered: boolean;
  readonly conditions: readonly Condition[];
}

interface Clause {
  readonly words: string;
  readonly sql: string;
  readonly condition: Condition;
}

/** Two to four columns of a table, at least one of them text and one a number. */
function showTable(rng: Rng, table: SqlTable, foreignKey?: string): ShownTable {
  const names = Object.keys(table.text);
  const texts = rng.sample(names, rng.int(1, Math.min(2, names.length)));
  const numbers = rng.sample(table.numbers, rng.int(1, 2));
  const columns = rng.sample([...texts, ...numbers], texts.length + numbers.length);
  return foreignKey === undefined ? { table, columns } : { table, columns, foreignKey };
}

const textColumns = ({ table, columns }: ShownTable): string[] => columns.filter((c) => table.text[c] !== undefined);
const numberColumns = ({ table, columns }: ShownTable): string[] => columns.filter((c) => table.text[c] === undefined);

/** A comparison of `column` (as the query names it, with its table in a join) with a drawn number. */
function numberClause(rng: Rng, split: Split, column: string, named = column): Clause {
  const comparison = rng.pick(COMPARISONS);
  const value = split === "range" ? rng.int(1000, 2999) : rng.int(5, 199);
  return {
    words: `${named} ${drawWording(rng, split, comparison.words)} ${value}`,
    sql: `${named} ${comparison.sql} ${value}`,
    condition: { column, value },
  };
}

function textClause(rng: Rng, split: Split, shown: ShownTable, column: string, named = column): Clause {
  const value = rng.pick(shown.table.text[column] ?? []);
  const wording = otherwise(rng, split, EQUALS, EQUALS_MORE);
  return {
    words: fillSlots(wording, { column: named, value: `'${value}'` }),
    sql: `${named} = '${value}'`,
    condition: { column, value },
  };
}

const anyClause = (rng: Rng, split: Split, shown: ShownTable): Clause =>
  rng.chance(0.5)
    ? numberClause(rng, split, rng.pick(numberColumns(shown)))
    : textClause(rng, split, shown, rng.pick(textColumns(shown)));

/** Conditions in the prompt's words, with a space before them; none gives nothing. */
function whereWords(rng: Rng, split: Split, clauses: readonly Clause[]): string {
  return clauses.length === 0
    ? ""
    : ` ${otherwise(rng, split, "where", WHERE_MORE)} ${clauses.map(({ words }) => words).join(" and ")}`;
}

/** The columns to select: in the prompt's words and in SQL. */
function drawSelection(rng: Rng, split: Split, shown: ShownTable): { words: string; sql: string } {
  if (rng.chance(0.25)) {
    return { words: otherwise(rng, split, "all columns", ALL_COLUMNS_MORE), sql: "*" };
  }
  const columns = rng.sample(shown.columns, rng.int(1, Math.min(3, shown.columns.length)));
  const named = listInWords(columns);
  return { words: otherwise(rng, split, `the ${named}`, [named, columns.join(", ")]), sql: columns.join(", ") };
}

type Variant = (rng: Rng, split: Split, shown: ShownTable) => Query;

const select: Variant = (rng, split, shown) => {
  const { name } = shown.table;
  const selection = drawSelection(rng, split, shown);
  const clauses = rng.chance(0.35)
    ? [
        textClause(rng, split, shown, rng.pick(textColumns(shown))),
        numberClause(rng, split, rng.pick(numberColumns(shown))),
      ]
    : [anyClause(rng, split, shown)];
  const where = whereWords(rng, split, clauses);
  const task = say(rng, split, TASKS.select, { columns: selection.words, table: name, where });
  const sql = `SELECT ${selection.sql} FROM ${name} WHERE ${clauses.map((clause) => clause.sql).join(" AND ")};`;
  return { shown: [shown], task, sql, ordered: false, conditions: clauses.map(({ condition }) => condition) };
};

const count: Variant = (rng, split, shown) => {
  const { name } = shown.table;
  const clause = anyClause(rng, split, shown);
  const task = say(rng, split, TASKS.count, { table: name, where: whereWords(rng, split, [clause]) });
  const sql = `SELECT COUNT(*) FROM ${name} WHERE ${clause.sql};`;
  return { shown: [shown], task, sql, ordered: false, conditions: [clause.condition] };
};

const aggregate: Variant = (rng, split, shown) => {
  const { name } = shown.table;
  const kind = rng.pick(AGGREGATES);
  const column = rng.pick(numberColumns(shown));
  const clause = rng.chance(0.7) ? textClause(rng, split, shown, rng.pick(textColumns(shown))) : undefined;
  const where = whereWords(rng, split, clause === undefined ? [] : [clause]);
  const what = `${drawWording(rng, split, kind.words)} ${column}`;
  const task = say(rng, split, TASKS.aggregate, { what, table: name, where });
  const sql = `SELECT ${kind.sql}(${column}) FROM ${name}${clause === undefined ? "" : ` WHERE ${clause.sql}`};`;
  const conditions = clause === undefined ? [] : [clause.condition];
  return { shown: [shown], task, sql, ordered: false, conditions };
};

const orderLimit: Variant = (rng, split, shown) => {
  const { name } = shown.table;
  const selection = drawSelection(rng, split, shown);
  const by = rng.pick(numberColumns(shown));
  const down = rng.chance(0.5);
  const limit = rng.int(2, 9);
  const clause = rng.chance(0.4) ? textClause(rng, split, shown, rng.pick(textColumns(shown))) : undefined;
  const where = whereWords(rng, split, clause === undefined ? [] : [clause]);
  const task = say(rng, split, TASKS.orderLimit, {
    columns: selection.words,
    table: name,
    where,
    limit,
    by,
    end: down ? "highest" : "lowest",
    direction: down ? "descending" : "ascending",
  });
  const filter = clause === undefined ? "" : ` WHERE ${clause.sql}`;
  const sql = `SELECT ${selection.sql} FROM ${name}${filter} ORDER BY ${by}${down ? " DESC" : ""} LIMIT ${limit};`;
  return { shown: [shown], task, sql, ordered: true, conditions: clause === undefined ? [] : [clause.condition] };
};

const groupBy: Variant = (rng, split, shown) => {
  const { name } = shown.table;
  const by = rng.pick(textColumns(shown));
  const kind = rng.chance(0.4) ? undefined : rng.pick(AGGREGATES);
  const column = rng.pick(numberColumns(shown));
  const clause = rng.chance(0.5) ? numberClause(rng, split, column) : undefined;
  const what = kind === undefined ? "the number" : `${drawWording(rng, split, kind.words)} ${column}`;
  const where = whereWords(rng, split, clause === undefined ? [] : [clause]);
  const task = say(rng, split, TASKS.groupBy, { what, table: name, by, where });
  const value = kind === undefined ? "COUNT(*)" : `${kind.sql}(${column})`;
  const filter = clause === undefined ? "" : ` WHERE ${clause.sql}`;
  const sql = `SELECT ${by}, ${value} FROM ${name}${filter} GROUP BY ${by};`;
  return { shown: [shown], task, sql, ordered: false, conditions: clause === undefined ? [] : [clause.condition] };
};

function tableNamed(name: string): SqlTable {
  const table = SQL_TABLES.find((candidate) => candidate.name === name);
  if (table === undefined) {
    throw new Error(`no table ${name}`);
  }
  return table;
}

function join(rng: Rng, split: Split): Query {
  const pair = rng.pick(SQL_JOINS);
  const child = showTable(rng, tableNamed(pair.child), pair.key);
  const parent = showTable(rng, tableNamed(pair.parent));
  const left = `${pair.child}.${rng.pick(child.columns)}`;
  const right = `${pair.parent}.${rng.pick(parent.columns)}`;
  const side = rng.pick([child, parent]);
  // A column shown in both tables would put the condition's values into both, so it is left to the other columns.
  const own = side.columns.filter((c) => !(side === child ? parent : child).columns.includes(c));
  const column = own.length > 0 && rng.chance(0.7) ? rng.pick(own) : undefined;
  const named = `${side.table.name}.${column ?? ""}`;
  let clause: Clause | undefined;
  if (column !== undefined) {
    clause =
      side.table.text[column] === undefined
        ? numberClause(rng, split, column, named)
        : textClause(rng, split, side, column, named);
  }
  const where = whereWords(rng, split, clause === undefined ? [] : [clause]);
  const task = say(rng, split, TASKS.join, { child: pair.child, parent: pair.parent, left, right, where });
  const filter = clause === undefined ? "" : ` WHERE ${clause.sql}`;
  const on = `${pair.child}.${pair.key} = ${pair.parent}.id`;
  return {
    shown: [child, parent],
    task,
    sql: `SELECT ${left}, ${right} FROM ${pair.child} JOIN ${pair.parent} ON ${on}${filter};`,
    ordered: false,
    conditions: clause === undefined ? [] : [clause.condition],
  };
}

/** Plain selects twice: they are what users ask most. */
const VARIANTS: readonly Variant[] = [select, select, count, aggregate, orderLimit, groupBy];
const JOIN_SHARE = 0.16;

const drawQuery = (rng: Rng, split: Split): Query =>
  rng.chance(JOIN_SHARE) ? join(rng, split) : rng.pick(VARIANTS)(rng, split, showTable(rng, rng.pick(SQL_TABLES)));

/** A task in words over one or two tables of the prompt → one SELECT; judged by its rows on SQLite. */
export const sql: Family = {
  name: "sql",
  description: "Write a SELECT (WHERE, COUNT, SUM/AVG/MAX/MIN, ORDER BY LIMIT, GROUP BY, one JOIN) for given tables",
  weight: 9,
  generate(rng: Rng, split: Split): Item {
    const query = drawAllowed(
      split,
      () => drawQuery(rng, split),
      (drawn) => drawn.sql,
    );
    const schema = query.shown.map(schemaText).join(" and ");
    const prompt = say(rng, split, FRAMES, { schema, task: query.task });
    return {
      family: "sql",
      turns: [{ role: "user", content: prompt }],
      answer: query.sql,
      check: {
        kind: "sql",
        setup: setupScript(rng, query.shown, query.conditions),
        reference: query.sql,
        ordered: query.ordered,
      },
    };
  },
};
