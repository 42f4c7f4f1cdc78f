/** Short stories with one to four steps: one sentence and one equation per step. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { addSteps, sentences as asSentences, finalLine, multiplySteps } from "./steps.ts";
import * as text from "./word-problems-data.ts";
import { SCENES_OF_GOODS, type Scene } from "./word-problems-scenes.ts";
import { SCENES_OF_PEOPLE } from "./word-problems-scenes-more.ts";
import { say, type Wordings } from "./wording.ts";
import { JOBS, NAMES, THINGS } from "./words.ts";

/** One step: `left op right = result`. */
interface Step {
  readonly op: "+" | "-" | "×" | "/";
  readonly left: number;
  readonly right: number;
  readonly result: number;
}

/** Largest number in a story: one more digit would hide carries in a single step. */
const MAX_VALUE = 200;
const MAX_VALUE_RANGE = 400;

/** Largest number multiplied in one step: the multiplication table, nothing to carry. */
const MAX_TIMES = 12;

/** Largest number that one event adds or takes away. */
const MAX_CHANGE = 12;
const MAX_CHANGE_RANGE = 20;

function step(op: Step["op"], left: number, right: number): Step {
  switch (op) {
    case "+":
      return { op, left, right, result: left + right };
    case "-":
      return { op, left, right, result: left - right };
    case "×":
      return { op, left, right, result: left * right };
    case "/":
      return { op, left, right, result: left / right };
    default:
      throw new Error(`unknown operator ${op satisfies never}`);
  }
}

function equation({ op, left, right, result }: Step): string {
  return `${left} ${op} ${right} = ${result}`;
}

function keyOf(steps: readonly Step[]): string {
  return steps.map(equation).join(", ");
}

function item(sentences: readonly string[], lines: readonly string[], value: number): Item {
  return {
    family: "word-problems",
    turns: [{ role: "user", content: sentences.join(" ") }],
    answer: [...lines, finalLine(value)].join("\n"),
    check: { kind: "final", value: String(value) },
  };
}

/** How many steps a story has: long ones are the majority, `range` goes one beyond training. */
function drawLength(rng: Rng, split: Split): number {
  return split === "range" ? rng.int(3, 5) : rng.pick([1, 2, 2, 3, 3, 3, 4, 4, 4, 4]);
}

/** One more step from `value` with a plain result; `last` may share equally. */
function drawEvent(rng: Rng, split: Split, value: number, last: boolean): Step {
  const limit = split === "range" ? MAX_VALUE_RANGE : MAX_VALUE;
  const change = rng.int(2, split === "range" ? MAX_CHANGE_RANGE : MAX_CHANGE);
  const divisors = [2, 3, 4, 5, 6, 7, 8, 9].filter((d) => value % d === 0 && value / d >= 2 && value / d <= 12);
  if (last && divisors.length > 0 && rng.chance(0.5)) {
    return step("/", value, rng.pick(divisors));
  }
  const factor = rng.int(2, 4);
  if (value <= MAX_TIMES && rng.chance(0.25)) {
    return step("×", value, factor);
  }
  const gains = value + change <= limit && (value <= change + 1 || rng.chance(0.5));
  return gains ? step("+", value, change) : step("-", value, change);
}

/** The steps of a stock that grows and shrinks; with `groups` the first step is the product of the start. */
function drawStory(rng: Rng, split: Split): { groups: boolean; steps: Step[] } {
  const length = drawLength(rng, split);
  const large = split === "range";
  const groups = rng.chance(0.5);
  const steps: Step[] = groups ? [step("×", rng.int(2, 9), rng.int(2, large ? 15 : 12))] : [];
  let value = steps[0]?.result ?? (large ? rng.int(61, 120) : rng.int(4, 60));
  while (steps.length < length) {
    const next = drawEvent(rng, split, value, steps.length === length - 1);
    steps.push(next);
    value = next.result;
  }
  return { groups, steps };
}

/** The sentences of a story: of things in general, or of one scene. */
type Sentences = Readonly<Record<Exclude<keyof Scene, "things">, Wordings>>;

const GENERAL: Sentences = {
  start: text.START,
  groups: text.START_GROUPS,
  gain: text.GAIN,
  lose: text.LOSE,
  times: text.TIMES,
  share: text.SHARE,
  now: text.ASK_NOW,
  each: text.ASK_EACH,
};

const SCENES: readonly Scene[] = [...SCENES_OF_GOODS, ...SCENES_OF_PEOPLE];

/** Share of training stories that play in a scene of their own. */
const SCENE_SHARE = 0.4;
/** Share of training stories that begin with the question. */
const QUESTION_FIRST_SHARE = 0.1;

const EVENTS = { "+": "gain", "-": "lose", "×": "times", "/": "share" } as const satisfies Record<
  Step["op"],
  keyof Sentences
>;

const forTraining = (more: readonly string[]): Wordings => ({ trained: [], heldOut: [], more });

function sentencesOf(scene: Scene): Sentences {
  return {
    start: forTraining(scene.start),
    groups: forTraining(scene.groups),
    gain: forTraining(scene.gain),
    lose: forTraining(scene.lose),
    times: forTraining(scene.times),
    share: forTraining(scene.share),
    now: forTraining(scene.now),
    each: forTraining(scene.each),
  };
}

/** The story and the question, in training now and then the other way round. */
function arrange(rng: Rng, split: Split, sentences: readonly string[], question: string): string[] {
  return split === "train" && rng.chance(QUESTION_FIRST_SHARE) ? [question, ...sentences] : [...sentences, question];
}

/** The answer's sentence for one event. */
function eventLine(event: Step, things: string): string {
  switch (event.op) {
    case "+":
      return `With ${event.right} more there are ${equation(event)} ${things}.`;
    case "-":
      return `Without ${event.right} there are ${equation(event)} ${things}.`;
    case "×":
      return `${event.right} times as many are ${equation(event)} ${things}.`;
    case "/":
      return `Shared by ${event.right} each gets ${equation(event)} ${things}.`;
    default:
      throw new Error(`unknown operator ${event.op satisfies never}`);
  }
}

function story(rng: Rng, split: Split): Item {
  const { groups, steps } = drawAllowed(
    split,
    () => drawStory(rng, split),
    (value) => keyOf(value.steps),
  );
  const [name = "", ...others] = rng.sample(NAMES, steps.length + 2);
  const scene = split === "train" && rng.chance(SCENE_SHARE) ? rng.pick(SCENES) : undefined;
  const words = scene === undefined ? GENERAL : sentencesOf(scene);
  const things = scene?.things ?? rng.pick(THINGS);
  const first = steps[0] as Step;
  const sentences: string[] = [];
  const lines: string[] = [];
  if (groups) {
    sentences.push(say(rng, split, words.groups, { name, things, x: first.left, y: first.right }));
    lines.push(`At first there are ${equation(first)} ${things}.`);
  } else {
    sentences.push(say(rng, split, words.start, { name, things, n: first.left }));
  }
  for (const [i, event] of steps.slice(groups ? 1 : 0).entries()) {
    sentences.push(say(rng, split, words[EVENTS[event.op]], { k: event.right, things, name, other: others[i] ?? "" }));
    lines.push(eventLine(event, things));
  }
  const last = steps.at(-1) as Step;
  const question = say(rng, split, last.op === "/" ? words.each : words.now, { things });
  return item(arrange(rng, split, sentences, question), lines, last.result);
}

const COMPARISONS: Readonly<Record<"+" | "-" | "×", Wordings>> = {
  "+": text.HAS_MORE,
  "-": text.HAS_FEWER,
  "×": text.HAS_TIMES,
};

/** What people of a comparison may own in training. */
const COUNTED = [...THINGS, "points", "goals", "medals", "votes", "tickets", "dollars", "photos", "toys", "friends"];

/** A chain of people, each compared to the one before; `together` adds all numbers at the end. */
function drawChain(rng: Rng, split: Split): { together: boolean; start: number; chain: Step[]; totals: Step[] } {
  const large = split === "range";
  const together = rng.chance(0.6);
  const compared = large ? (together ? 2 : 4) : together ? rng.int(1, 2) : rng.int(1, 3);
  const start = large ? rng.int(31, 60) : rng.int(3, 30);
  const chain: Step[] = [];
  let value = start;
  for (let i = 0; i < compared; i++) {
    const change = rng.int(2, large ? MAX_CHANGE_RANGE : MAX_CHANGE);
    const op = value <= MAX_TIMES && rng.chance(0.35) ? "×" : value > change + 1 && rng.chance(0.5) ? "-" : "+";
    const next = step(op, value, op === "×" ? rng.int(2, 4) : change);
    chain.push(next);
    value = next.result;
  }
  const totals: Step[] = [];
  let total = start;
  for (const { result } of together ? chain : []) {
    const next = step("+", total, result);
    totals.push(next);
    total = next.result;
  }
  return { together, start, chain, totals };
}

function comparison(rng: Rng, split: Split): Item {
  const { together, start, chain, totals } = drawAllowed(
    split,
    () => drawChain(rng, split),
    (value) => keyOf([...value.chain, ...value.totals]),
  );
  const people = rng.sample(NAMES, chain.length + 1);
  const things = rng.pick(split === "train" ? COUNTED : THINGS);
  const sentences = [say(rng, split, text.HAS, { name: people[0] ?? "", things, n: start })];
  const lines: string[] = [];
  for (const [i, link] of chain.entries()) {
    const name = people[i + 1] ?? "";
    const wordings = COMPARISONS[link.op === "/" ? "-" : link.op];
    sentences.push(say(rng, split, wordings, { name, other: people[i] ?? "", things, k: link.right }));
    lines.push(`${name} has ${equation(link)} ${things}.`);
  }
  for (const [i, sum] of totals.entries()) {
    lines.push(`With ${people[i + 1]} together: ${asSentences(addSteps(sum.left, sum.right).steps)}`);
  }
  const asked = together ? text.ASK_TOGETHER : text.ASK_PERSON;
  const question = say(rng, split, asked, { things, name: people.at(-1) ?? "" });
  return item(arrange(rng, split, sentences, question), lines, (totals.at(-1) ?? chain.at(-1))?.result ?? start);
}

/** Wage × hours × days, then up to two expenses. */
function drawWage(rng: Rng, split: Split): Step[] {
  const large = split === "range";
  const rate = rng.int(2, large ? 15 : 10);
  const daily = step("×", rate, rng.int(2, 8));
  const steps = [daily, step("×", daily.result, rng.int(2, large ? 7 : 5))];
  let value = steps[1]?.result ?? 0;
  for (let count = rng.int(large ? 1 : 0, 2); count > 0; count--) {
    const next = step("-", value, Math.min(rng.int(2, large ? 20 : MAX_CHANGE), value - 1));
    steps.push(next);
    value = next.result;
  }
  return steps;
}

function wage(rng: Rng, split: Split): Item {
  const steps = drawAllowed(split, () => drawWage(rng, split), keyOf);
  const [daily, whole, ...expenses] = steps as [Step, Step, ...Step[]];
  const [name = "", ...others] = rng.sample(NAMES, 3);
  const slots = { name, job: rng.pick(JOBS), rate: daily.left, hours: daily.right, days: whole.right };
  const sentences = [say(rng, split, text.EARN, slots)];
  const product = asSentences(multiplySteps(whole.left, whole.right).steps);
  const lines = [`One day pays ${equation(daily)} dollars.`, `For ${whole.right} days: ${product}`];
  for (const [i, expense] of expenses.entries()) {
    sentences.push(say(rng, split, text.SPEND, { k: expense.right, other: others[i] ?? "" }));
    lines.push(`Without ${expense.right} there are ${equation(expense)} dollars.`);
  }
  const question = say(rng, split, text.ASK_MONEY, {});
  return item(arrange(rng, split, sentences, question), lines, (steps.at(-1) ?? daily).result);
}

/** Subtasks by how often they are drawn. */
const SUBTASKS = [story, story, story, comparison, comparison, wage];

export const wordProblems: Family = {
  name: "word-problems",
  description: "Stories with one to four steps about counting, comparing and earning, one equation per step",
  weight: 12,
  generate: (rng, split) => rng.pick(SUBTASKS)(rng, split),
};
