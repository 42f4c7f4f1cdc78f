import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import type { JsSpec } from "./javascript-spec.ts";
import { JS_SPECS } from "./javascript-specs.ts";
import { FRAMES, infinitive } from "./javascript-wordings.ts";
import { say } from "./wording.ts";

/** Function names of the tasks; the prompt always gives the name. */
const FUNCTION_NAMES = [
  "f",
  "g",
  "solve",
  "run",
  "calc",
  "task",
  "work",
  "apply",
  "handle",
  "compute",
  "build",
  "check",
  "find",
  "make",
  "convert",
  "helper",
] as const;

/** Hidden calls of each task; four make a wrong constant or a wrong comparison unlikely to pass. */
const CASES = 4;

interface Drawn {
  readonly spec: JsSpec;
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

function draw(rng: Rng, split: Split): Drawn {
  const spec = rng.pick(JS_SPECS);
  const [low, high] = spec.range ?? [2, 99];
  // Larger constants, but where the constant is a small step or count by nature.
  const [from, to] = split === "range" && spec.range === undefined ? [100, 299] : [low, high];
  const a = rng.int(from, to);
  return { spec, name: rng.pick(FUNCTION_NAMES), a, b: a + rng.int(2, 60) };
}

/** A described function with constants → its code, judged by calls on hidden inputs. */
export const javascript: Family = {
  name: "javascript",
  description: "Write a small JavaScript function, as a one-liner or with a loop",
  weight: 9,
  generate(rng: Rng, split: Split): Item {
    const { spec, name, a, b } = drawAllowed(
      split,
      () => draw(rng, split),
      (drawn) =>
        [
          drawn.spec.id,
          drawn.name,
          drawn.spec.task.trained.some((t) => t.includes("{a}")) ? drawn.a : "",
          drawn.spec.task.trained.some((t) => t.includes("{b}")) ? drawn.b : "",
        ].join("/"),
    );
    const task = say(rng, split, spec.task, { name, a, b });
    const cases = Array.from({ length: CASES }, (_, i) => {
      const args = spec.args(rng, a, b, i);
      return { args, expected: spec.expected(a, b, args) };
    });
    return {
      family: "javascript",
      turns: [{ role: "user", content: say(rng, split, FRAMES, { name, task, do: infinitive(task) }) }],
      answer: spec.code(name, a, b),
      check: { kind: "js", name, cases },
    };
  },
};
