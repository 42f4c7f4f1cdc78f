/** All task families, in the order in which tables list them. */
import { arithmetic } from "./families/arithmetic.ts";
import { dates } from "./families/dates.ts";
import { definitions } from "./families/definitions.ts";
import { facts } from "./families/facts.ts";
import { fillIn } from "./families/fill-in.ts";
import { javascript } from "./families/javascript.ts";
import { json } from "./families/json.ts";
import { letters } from "./families/letters.ts";
import { ordering } from "./families/ordering.ts";
import { price } from "./families/price.ts";
import { refusal } from "./families/refusal.ts";
import { smalltalk } from "./families/smalltalk.ts";
import { sorting } from "./families/sorting.ts";
import { sql } from "./families/sql.ts";
import { sudoku } from "./families/sudoku.ts";
import { tables } from "./families/tables.ts";
import { twoTurn } from "./families/two-turn.ts";
import { units } from "./families/units.ts";
import { wordProblems } from "./families/word-problems.ts";
import { severalOf } from "./several.ts";
import type { Family } from "./types.ts";

/** Parts of long answers: families that a small model learns well, so that a long answer can be right as a whole. */
const PARTS: readonly Family[] = [facts, facts, definitions, definitions, sql, javascript, letters, units, json];

/** A good quarter of all rows (those too long for training drop out), so that a quarter of the answers has 80 tokens or more. */
const SEVERAL_WEIGHT = 40;

/** Every family of the default model. */
export const FAMILIES: readonly Family[] = [
  arithmetic,
  wordProblems,
  price,
  units,
  dates,
  sorting,
  letters,
  ordering,
  sudoku,
  facts,
  definitions,
  json,
  tables,
  sql,
  javascript,
  fillIn,
  smalltalk,
  refusal,
  twoTurn,
  severalOf(PARTS, SEVERAL_WEIGHT),
];
