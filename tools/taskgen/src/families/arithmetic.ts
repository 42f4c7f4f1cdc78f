/** Addition, subtraction and multiplication with every partial result written out. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split, Turn } from "../types.ts";
import { ADD, MULTIPLY, SUBTRACT, SUM, THEN_ADD, THEN_SUBTRACT } from "./arithmetic-data.ts";
import { addSteps, finalLine, multiplySteps, sentences, subtractSteps, type Worked } from "./steps.ts";
import { say, type Wordings } from "./wording.ts";

/** Share of conversations with a second turn ("Now add 45."). */
const FOLLOW_UP_SHARE = 0.12;

/** Largest number that a second turn adds or takes away. */
const FOLLOW_UP_MAX = 99;

/** One calculation: its canonical key for the partition, how to ask for it, and the worked answer. */
interface Sum {
  readonly key: string;
  readonly wordings: Wordings;
  readonly slots: Readonly<Record<string, number>>;
  readonly worked: Worked;
}

/** A number with 1-3 digits, long ones more often: they have the larger share of all sums. */
function drawNumber(rng: Rng): number {
  const limit = rng.pick([9, 99, 99, 999, 999, 999]);
  return rng.int(limit === 9 ? 2 : (limit + 1) / 10, limit);
}

function drawAdd(rng: Rng, split: Split): Sum {
  const a = split === "range" ? rng.int(1000, 2999) : drawNumber(rng);
  const b = split === "range" ? rng.int(100, 999) : drawNumber(rng);
  const key = `${Math.min(a, b)}+${Math.max(a, b)}`;
  return { key, wordings: ADD, slots: { a, b }, worked: addSteps(a, b) };
}

function drawSubtract(rng: Rng, split: Split): Sum {
  const x = split === "range" ? rng.int(1000, 2999) : drawNumber(rng);
  const y = split === "range" ? rng.int(100, 999) : drawNumber(rng);
  const a = Math.max(x, y);
  const b = Math.min(x, y);
  return { key: `${a}-${b}`, wordings: SUBTRACT, slots: { a, b }, worked: subtractSteps(a, b) };
}

function drawMultiply(rng: Rng, split: Split): Sum {
  const a = split === "range" ? rng.int(101, 299) : rng.int(2, 99);
  const b = rng.int(2, 9);
  const key = `${Math.min(a, b)}×${Math.max(a, b)}`;
  return { key, wordings: MULTIPLY, slots: { a, b }, worked: multiplySteps(a, b) };
}

function drawSum(rng: Rng, split: Split): Sum {
  const [low, high] = split === "range" ? [100, 499] : [11, 99];
  const [a, b, c] = [rng.int(low, high), rng.int(low, high), rng.int(low, high)];
  const first = addSteps(a, b);
  const second = addSteps(first.result, c);
  const key = [a, b, c].sort((x, y) => x - y).join("+");
  const worked = { steps: [...first.steps, ...second.steps], result: second.result };
  return { key, wordings: SUM, slots: { a, b, c }, worked };
}

function drawFollowUp(rng: Rng, before: number): Sum {
  const b = rng.int(2, FOLLOW_UP_MAX);
  if (b > before || rng.chance(0.5)) {
    const key = `${Math.min(before, b)}+${Math.max(before, b)}`;
    return { key, wordings: THEN_ADD, slots: { b }, worked: addSteps(before, b) };
  }
  return { key: `${before}-${b}`, wordings: THEN_SUBTRACT, slots: { b }, worked: subtractSteps(before, b) };
}

function answerOf(sum: Sum): string {
  return `${sentences(sum.worked.steps)}\n${finalLine(sum.worked.result)}`;
}

/** Kinds by how often they are drawn. */
const DRAWS = [
  drawAdd,
  drawAdd,
  drawAdd,
  drawSubtract,
  drawSubtract,
  drawSubtract,
  drawMultiply,
  drawMultiply,
  drawSum,
];

function generate(rng: Rng, split: Split): Item {
  const draw = rng.pick(DRAWS);
  let sum = drawAllowed(
    split,
    () => draw(rng, split),
    (value) => value.key,
  );
  const turns: Turn[] = [{ role: "user", content: say(rng, split, sum.wordings, sum.slots) }];
  if (rng.chance(FOLLOW_UP_SHARE)) {
    const before = sum;
    sum = drawAllowed(
      split,
      () => drawFollowUp(rng, before.worked.result),
      (value) => value.key,
    );
    turns.push(
      { role: "assistant", content: answerOf(before) },
      { role: "user", content: say(rng, split, sum.wordings, sum.slots) },
    );
  }
  return {
    family: "arithmetic",
    turns,
    answer: answerOf(sum),
    check: { kind: "final", value: String(sum.worked.result) },
  };
}

export const arithmetic: Family = {
  name: "arithmetic",
  description: "Addition, subtraction and multiplication by one digit, with written partial results",
  weight: 10,
  generate,
};
