/** Frames of the JavaScript family, and the two forms in which they say a task. */
import { FRAMES_MORE } from "./javascript-more.ts";
import type { Wordings } from "./wording.ts";

export const FRAMES: Wordings = {
  trained: [
    "Write a JavaScript function {name} that {task}.",
    "Write a function {name} in JavaScript that {task}.",
    "JavaScript function {name} that {task}, please.",
    "Give me a JavaScript function {name} that {task}.",
    "Implement {name} in JavaScript: it {task}.",
    "I need a JavaScript function {name} that {task}.",
    "Code a JavaScript function called {name} that {task}.",
    "In JavaScript, write {name}, a function that {task}.",
    "Show me a JavaScript function {name} that {task}.",
  ],
  heldOut: [
    "How do I write a function {name} in JavaScript that {task}?",
    "Create {name}, a small JavaScript function. It {task}.",
    "Please program a JavaScript function named {name} that {task}.",
  ],
  more: FRAMES_MORE,
};

/** Verbs that may follow the first one: "takes x and adds 3 to it". Other words in -s are nouns. */
const FURTHER_VERBS = ["adds", "returns", "counts", "keeps", "limits", "says", "collects"];

const bare = (verb: string): string =>
  verb.endsWith("ies") ? `${verb.slice(0, -3)}y` : /(ch|sh|ss|x)es$/.test(verb) ? verb.slice(0, -2) : verb.slice(0, -1);

/** "returns the sum of arr" → "return the sum of arr", as it stands after "to" and "should". */
export function infinitive(task: string): string {
  const [first = "", ...rest] = task.split(" ");
  const further = new RegExp(`\\b(and|then) (${FURTHER_VERBS.join("|")})\\b`, "g");
  return [bare(first), ...rest].join(" ").replace(further, (_, word: string, verb: string) => `${word} ${bare(verb)}`);
}
