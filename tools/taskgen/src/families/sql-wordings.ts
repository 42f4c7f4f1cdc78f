/** Wordings of the SQL family: the frame of a question, the task in it, and the words of its conditions. */
import * as more from "./sql-more.ts";
import type { Wordings } from "./wording.ts";

/** Framings around `{schema}` and `{task}`. */
export const FRAMES: Wordings = {
  trained: [
    "Table {schema}. Write SQL to {task}.",
    "Table {schema}. Write a query to {task}.",
    "Given the table {schema}, {task}. Answer in SQL.",
    "Schema: {schema}. Write a SQL query to {task}.",
    "Write SQL to {task}. Table: {schema}.",
    "SQL query to {task}, please. The table is {schema}.",
    "I have a table {schema}. Write SQL to {task}.",
    "With {schema}, write a SELECT to {task}.",
    "SQL: {task}. Table {schema}.",
  ],
  heldOut: [
    "There is a database table {schema}. Which SQL statement can {task}?",
    "Help me {task} with SQL. My table: {schema}.",
    "My database has {schema}. How do I {task} in SQL?",
  ],
  more: more.FRAMES_MORE,
};

/** `{where}` is empty or begins with a space; the other slots are columns and tables in the prompt's words. */
export const TASKS = {
  select: {
    trained: [
      "get {columns} of {table}{where}",
      "select {columns} from {table}{where}",
      "show {columns} of the {table}{where}",
    ],
    heldOut: ["find {columns} of those {table}{where}"],
    more: more.SELECT_MORE,
  },
  count: {
    trained: ["count the {table}{where}", "get the number of {table}{where}", "count all {table}{where}"],
    heldOut: ["show the count of {table}{where}"],
    more: more.COUNT_MORE,
  },
  aggregate: {
    trained: [
      "get {what} of {table}{where}",
      "compute {what} of the {table}{where}",
      "show {what} of all {table}{where}",
    ],
    heldOut: ["find {what} for {table}{where}"],
    more: more.AGGREGATE_MORE,
  },
  orderLimit: {
    trained: [
      "get {columns} of the {limit} {table}{where} with the {end} {by}",
      "show {columns} of {table}{where}, ordered by {by} {direction}, only {limit} rows",
      "select {columns} from {table}{where}, sorted by {by} {direction}, limit {limit}",
    ],
    heldOut: ["list {columns} of {table}{where} by {direction} {by}, at most {limit} rows"],
    more: more.ORDER_LIMIT_MORE,
  },
  groupBy: {
    trained: [
      "get {what} of {table} per {by}{where}",
      "show {what} of {table} for each {by}{where}",
      "get {what} of {table} grouped by {by}{where}",
    ],
    heldOut: ["find {what} of {table} by {by}{where}"],
    more: more.GROUP_BY_MORE,
  },
  join: {
    trained: [
      "join {child} and {parent} and get {left} and {right}{where}",
      "get {left} and {right} from {child} and {parent}{where}",
      "show {left} with {right} for {child} and {parent}{where}",
    ],
    heldOut: ["combine {child} and {parent} and list {left} and {right}{where}"],
    more: more.JOIN_MORE,
  },
} as const satisfies Record<string, Wordings>;

/** A comparison of a column with a number: its sign in SQL, its words between the two. */
export const COMPARISONS: readonly { readonly sql: string; readonly words: Wordings }[] = [
  {
    sql: ">",
    words: { trained: ["is greater than", "is more than", "is above"], heldOut: ["is over"], more: more.GREATER_MORE },
  },
  {
    sql: "<",
    words: { trained: ["is less than", "is below", "is smaller than"], heldOut: ["is under"], more: more.LESS_MORE },
  },
  { sql: ">=", words: { trained: ["is at least"], heldOut: ["is at least"], more: more.AT_LEAST_MORE } },
  { sql: "<=", words: { trained: ["is at most"], heldOut: ["is at most"], more: more.AT_MOST_MORE } },
];

/** A number over many rows: its function in SQL, its words before the column. */
export const AGGREGATES: readonly { readonly sql: string; readonly words: Wordings }[] = [
  {
    sql: "SUM",
    words: { trained: ["the sum of", "the total of"], heldOut: ["the overall sum of"], more: more.SUM_MORE },
  },
  {
    sql: "AVG",
    words: { trained: ["the average of", "the average"], heldOut: ["the average value of"], more: more.AVERAGE_MORE },
  },
  {
    sql: "MAX",
    words: { trained: ["the maximum of", "the highest"], heldOut: ["the maximum value of"], more: more.MAXIMUM_MORE },
  },
  {
    sql: "MIN",
    words: { trained: ["the minimum of", "the lowest"], heldOut: ["the minimum value of"], more: more.MINIMUM_MORE },
  },
];

/** A condition on a text column. */
export const EQUALS = "{column} is {value}";
