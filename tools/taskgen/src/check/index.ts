/** One entry to all checkers: the same code judges training references, evaluation answers and the page's samples. */
import type { Check } from "../types.ts";
import { checkContains } from "./contains.ts";
import { checkExact } from "./exact.ts";
import { checkF1 } from "./f1.ts";
import { checkFinal } from "./final.ts";
import { checkJs } from "./js.ts";
import { checkJson } from "./json.ts";
import type { CheckResult } from "./result.ts";
import { checkSql } from "./sql.ts";
import { checkSudoku } from "./sudoku.ts";

/**
 * Judges `answer` by `spec`. A wrong answer is a result, never an exception; a rejected promise means that the spec
 * itself is broken (for instance reference SQL that does not run).
 */
export async function check(spec: Check, answer: string): Promise<CheckResult> {
  switch (spec.kind) {
    case "exact":
      return checkExact(spec, answer);
    case "final":
      return checkFinal(spec, answer);
    case "json":
      return checkJson(spec, answer);
    case "sql":
      return checkSql(spec, answer);
    case "js":
      return checkJs(spec, answer);
    case "contains":
      return checkContains(spec, answer);
    case "f1":
      return checkF1(spec, answer);
    case "sudoku":
      return checkSudoku(spec, answer);
    default:
      throw new Error(`unknown check ${JSON.stringify(spec satisfies never)}`);
  }
}
