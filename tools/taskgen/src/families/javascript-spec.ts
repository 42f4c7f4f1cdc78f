/** How the JavaScript family describes a function: wording, code, and an independent reference in TypeScript. */
import type { Rng } from "../rng.ts";
import type { Wordings } from "./wording.ts";

export interface JsSpec {
  readonly id: string;
  /** Continues "a function that …"; `{a}` and `{b}` are constants with a < b. */
  readonly task: Wordings;
  /** Inclusive range of `a` where 2-99 does not fit. */
  readonly range?: readonly [number, number];
  readonly code: (name: string, a: number, b: number) => string;
  /** Arguments of hidden call number `i`. */
  readonly args: (rng: Rng, a: number, b: number, i: number) => readonly unknown[];
  readonly expected: (a: number, b: number, args: readonly unknown[]) => unknown;
}

type Numbers = readonly number[];
type Task = readonly [...trained: string[], heldOut: string];

const WORDS = ["level", "banana", "Anna", "code", "stats", "window", "tree", "noon", "map", "radar"] as const;

const wordings = (task: Task): Wordings => ({ trained: task.slice(0, -1), heldOut: task.slice(-1) });

export const arrayArgs: JsSpec["args"] = (rng, a, b, i) => {
  const near = [a - 1, a, a + 1, b, b + 1, a];
  return [rng.sample([...near, ...Array.from({ length: 6 }, () => rng.int(-20, 140))], 6 + i)];
};
export const numberArgs: JsSpec["args"] = (rng, a, b, i) => [[a, a + 1, b + 1, a - 1][i] ?? rng.int(-50, 150)];
export const evenArgs: JsSpec["args"] = (_rng, a, _b, i) => [a * (i + 1) + (i === 2 ? 1 : 0)];
export const stringArgs: JsSpec["args"] = (rng) => [rng.pick(WORDS)];
export const sizeArgs: JsSpec["args"] = (_rng, _a, _b, i) => [[1, 3, 5, 7][i] ?? 2];
export const pairArgs: JsSpec["args"] = (rng, _a, _b, i) => (i === 0 ? [7, 7] : [rng.int(-30, 90), rng.int(-30, 90)]);

export function expression(
  parameters: string,
  args: JsSpec["args"],
  id: string,
  task: Task,
  body: (a: number, b: number) => string,
  expected: JsSpec["expected"],
  range?: readonly [number, number],
): JsSpec {
  const code = (name: string, a: number, b: number) => `function ${name}(${parameters}) {\n  return ${body(a, b)};\n}`;
  const spec = { id, task: wordings(task), code, args, expected };
  return range === undefined ? spec : { ...spec, range };
}

export const onArray = (
  id: string,
  task: Task,
  body: (a: number, b: number) => string,
  expected: (list: Numbers, a: number, b: number) => unknown,
  range?: readonly [number, number],
) => expression("arr", arrayArgs, id, task, body, (a, b, [list]) => expected(list as Numbers, a, b), range);

export const onNumber = (
  id: string,
  task: Task,
  body: (a: number, b: number) => string,
  expected: (x: number, a: number, b: number) => unknown,
  args: JsSpec["args"] = numberArgs,
) => expression("x", args, id, task, body, (a, b, [x]) => expected(x as number, a, b));

export const onString = (
  id: string,
  task: Task,
  body: (a: number) => string,
  expected: (s: string, a: number) => unknown,
  range?: readonly [number, number],
) => expression("s", stringArgs, id, task, body, (a, _b, [s]) => expected(s as string, a), range);

/** A loop over `arr` (or `1..n`) of seven to ten lines: `start` is the first value, `step` the lines of the loop. */
export function loop(
  id: string,
  task: Task,
  start: string,
  step: (a: number, b: number) => readonly string[],
  expected: (list: Numbers, a: number, b: number) => unknown,
): JsSpec {
  return {
    id,
    task: wordings(task),
    args: arrayArgs,
    expected: (a, b, [list]) => expected(list as Numbers, a, b),
    code: (name, a, b) =>
      [
        `function ${name}(arr) {`,
        `  let result = ${start};`,
        "  for (const x of arr) {",
        ...step(a, b).map((line) => `    ${line}`),
        "  }",
        "  return result;",
        "}",
      ].join("\n"),
  };
}

export function countingLoop(
  id: string,
  task: Task,
  start: string,
  step: (a: number) => readonly string[],
  expected: (n: number, a: number) => unknown,
  range?: readonly [number, number],
): JsSpec {
  const spec = {
    id,
    task: wordings(task),
    args: sizeArgs,
    expected: (a: number, _b: number, [n]: readonly unknown[]) => expected(n as number, a),
    code: (name: string, a: number) =>
      [
        `function ${name}(n) {`,
        `  let result = ${start};`,
        "  for (let i = 1; i <= n; i++) {",
        ...step(a).map((line) => `    ${line}`),
        "  }",
        "  return result;",
        "}",
      ].join("\n"),
  };
  return range === undefined ? spec : { ...spec, range };
}

export const when = (condition: string, ...lines: readonly string[]): readonly string[] => [
  `if (${condition}) {`,
  ...lines.map((line) => `  ${line}`),
  "}",
];

export const sum = (list: Numbers): number => list.reduce((total, x) => total + x, 0);
export const oneTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
export const vowels = (s: string): number => [...s].filter((c) => "aeiou".includes(c)).length;
