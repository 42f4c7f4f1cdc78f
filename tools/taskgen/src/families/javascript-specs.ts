/** All functions of the JavaScript family. */
import { ARRAY_TASKS } from "./javascript-array-tasks.ts";
import { ARRAYS } from "./javascript-arrays.ts";
import { LOOP_TASKS } from "./javascript-loop-tasks.ts";
import { LOOPS } from "./javascript-loops.ts";
import { SCALAR_TASKS } from "./javascript-scalar-tasks.ts";
import { NUMBERS, STRINGS } from "./javascript-scalars.ts";
import type { JsSpec } from "./javascript-spec.ts";

/** Wordings for training only, by the id of a function. */
export const JS_MORE: Readonly<Record<string, readonly string[]>> = { ...ARRAY_TASKS, ...SCALAR_TASKS, ...LOOP_TASKS };

export const JS_SPECS: readonly JsSpec[] = [...ARRAYS, ...NUMBERS, ...STRINGS, ...LOOPS].map((spec) => ({
  ...spec,
  task: { ...spec.task, more: JS_MORE[spec.id] ?? [] },
}));
