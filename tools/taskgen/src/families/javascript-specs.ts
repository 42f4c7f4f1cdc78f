/** All functions of the JavaScript family. */
import { ARRAYS } from "./javascript-arrays.ts";
import { LOOPS } from "./javascript-loops.ts";
import { NUMBERS, STRINGS } from "./javascript-scalars.ts";
import type { JsSpec } from "./javascript-spec.ts";

export const JS_SPECS: readonly JsSpec[] = [...ARRAYS, ...NUMBERS, ...STRINGS, ...LOOPS];
