/** Worked answers: the last `#### value` line decides, and no equation on the way may be false. */
import type { Check } from "../types.ts";
import { foldSpace } from "./exact.ts";
import { type CheckResult, fail, PASS } from "./result.ts";

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const OPERATOR = String.raw`[+\-×*/]`;
const EXPRESSION = `${NUMBER}(?:[ \\t]*${OPERATOR}[ \\t]*${NUMBER})*`;

/**
 * Expressions joined by `=`. The look-behind keeps a match from starting inside a longer number or after an operator
 * whose left side is a word (`x - 2 + 3 = 8` claims nothing that can be computed).
 */
const EQUATION = new RegExp(String.raw`(?<![\w.]|${OPERATOR}[ \t]*)${EXPRESSION}(?:[ \t]*=[ \t]*${EXPRESSION})+`, "g");
const NUMBER_OR_OPERATOR = new RegExp(String.raw`(?<=\d[ \t]*)${OPERATOR}|${NUMBER}`, "g");

/** Room for binary rounding of decimals such as 0.1 + 0.2, far below any unit the tasks use. */
const TOLERANCE = 1e-9;

/** Value of `a op b op c`, with × * / before + -; NaN or infinite after a division by zero. */
function evaluate(expression: string): number {
  const [first, ...rest] = expression.match(NUMBER_OR_OPERATOR) ?? [];
  const terms = [Number(first)];
  for (let i = 0; i + 1 < rest.length; i += 2) {
    const operand = Number(rest[i + 1]);
    const last = terms.length - 1;
    switch (rest[i]) {
      case "+":
        terms.push(operand);
        break;
      case "-":
        terms.push(-operand);
        break;
      case "/":
        terms[last] = (terms[last] ?? Number.NaN) / operand;
        break;
      default:
        terms[last] = (terms[last] ?? Number.NaN) * operand;
    }
  }
  return terms.reduce((sum, term) => sum + term, 0);
}

/** Equations of `text` that compute something (at least one operator), as written, `$` signs left out. */
export function equationsOf(text: string): string[] {
  const computes = new RegExp(String.raw`\d[ \t]*${OPERATOR}`);
  return (text.replaceAll("$", "").match(EQUATION) ?? []).filter((equation) => computes.test(equation));
}

function holds(equation: string): boolean {
  const values = equation.split("=").map((side) => evaluate(side.trim()));
  const [first = Number.NaN] = values;
  return values.every((value) => Math.abs(value - first) <= TOLERANCE * Math.max(1, Math.abs(first)));
}

/** Passes when the last `#### value` line equals `spec.value` (white space folded) and every written equation is true. */
export function checkFinal(spec: Extract<Check, { kind: "final" }>, answer: string): CheckResult {
  const last = [...answer.matchAll(/^[ \t]*####(.*)$/gm)].at(-1)?.[1];
  if (last === undefined) {
    return fail("no #### line");
  }
  if (foldSpace(last) !== foldSpace(spec.value)) {
    return fail(`the #### line says "${foldSpace(last)}", expected "${spec.value}"`);
  }
  const wrong = equationsOf(answer).find((equation) => !holds(equation));
  return wrong === undefined ? PASS : fail(`false equation: ${wrong}`);
}
