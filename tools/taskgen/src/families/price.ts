/** Discounts, bills, change and money exchange in whole units. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { CHANGE, EXCHANGE, GOODS, MONEY, PERCENT_OFF, POSITION, TOTAL, TOTAL_AND_CHANGE } from "./price-data.ts";
import { POSITION_MORE } from "./price-more.ts";
import { EQUAL_PARTS, LEFT_OVER, PERCENT_OF, PERCENT_ON, RATE } from "./price-training.ts";
import { addSteps, finalLine, multiplySteps, sentences, subtractSteps } from "./steps.ts";
import { fillSlots, listInWords, otherwise, say } from "./wording.ts";
import { NAMES, THINGS } from "./words.ts";

/** Notes a customer pays with, smallest first. */
const NOTES = [10, 20, 50, 100, 200, 500, 1000] as const;

/** Largest factor of a sum shared equally: the multiplication table. */
const MAX_PART = 12;
/** Largest amount that something is taken from, in dollars. */
const MAX_AMOUNT = 250;

/** One line of a bill. */
interface Position {
  readonly count: number;
  readonly price: number;
}

function item(content: string, lines: readonly string[], value: number): Item {
  return {
    family: "price",
    turns: [{ role: "user", content }],
    answer: [...lines, finalLine(value)].join("\n"),
    check: { kind: "final", value: String(value) },
  };
}

/** Price and percentage whose discount is a whole number reached by one division and at most one multiplication. */
function drawDiscount(rng: Rng, split: Split): { p: number; r: number } {
  const large = split === "range";
  const r = rng.pick([10, 20, 30, 40, 50, 60, 70, 80, 90, 25, 50, 25]);
  switch (r) {
    case 25:
      return { p: 4 * (large ? rng.int(26, 40) : rng.int(1, 25)), r };
    case 50:
      return { p: 2 * (large ? rng.int(51, 80) : rng.int(2, 50)), r };
    default:
      return { p: 10 * (large ? rng.int(16, 25) : rng.int(1, 15)), r };
  }
}

function discountLines(p: number, r: number): { lines: string[]; discount: number } {
  if (r === 50 || r === 25) {
    const divisor = 100 / r;
    const discount = p / divisor;
    return { lines: [`${r}% of ${p} is ${p} / ${divisor} = ${discount}.`], discount };
  }
  const tenth = p / 10;
  const times = r / 10;
  const lines = [`10% of ${p} is ${p} / 10 = ${tenth}.`];
  if (times > 1) {
    lines.push(`${r}% is ${tenth} × ${times} = ${tenth * times}.`);
  }
  return { lines, discount: tenth * times };
}

/** The discount questions share their values, so that a value is held out for all of them alike. */
function drawPercent(rng: Rng, split: Split): { p: number; r: number } {
  return drawAllowed(
    split,
    () => drawDiscount(rng, split),
    (value) => `${value.p}%${value.r}`,
  );
}

function percentOff(rng: Rng, split: Split): Item {
  const { p, r } = drawPercent(rng, split);
  const { lines, discount } = discountLines(p, r);
  const rest = subtractSteps(p, discount);
  const prompt = say(rng, split, PERCENT_OFF, { p, r, good: rng.pick(GOODS), name: rng.pick(NAMES) });
  return item(prompt, [...lines, sentences(rest.steps)], rest.result);
}

function percentOf(rng: Rng, split: Split): Item {
  const { p, r } = drawPercent(rng, split);
  const { lines, discount } = discountLines(p, r);
  return item(say(rng, split, PERCENT_OF, { p, r, name: rng.pick(NAMES) }), lines, discount);
}

function percentOn(rng: Rng, split: Split): Item {
  const { p, r } = drawPercent(rng, split);
  const { lines, discount } = discountLines(p, r);
  const sum = addSteps(p, discount);
  const prompt = say(rng, split, PERCENT_ON, { p, r, good: rng.pick(GOODS), name: rng.pick(NAMES) });
  return item(prompt, [...lines, sentences(sum.steps)], sum.result);
}

/** A bill with two or three positions, sometimes four; five for `range`. */
function drawBill(rng: Rng, split: Split): Position[] {
  const large = split === "range";
  const count = large ? rng.int(4, 5) : rng.pick([2, 2, 3, 3, 3, 4]);
  return Array.from({ length: count }, () => ({ count: rng.int(2, 9), price: rng.int(2, large ? 14 : 12) }));
}

/** The bill in words for the prompt, its worked lines, and the total. */
function bill(rng: Rng, split: Split): { list: string; lines: string[]; total: number } {
  const positions = drawAllowed(
    split,
    () => drawBill(rng, split),
    (value) => value.map(({ count, price }) => `${count}×${price}`).join("+"),
  );
  const things = rng.sample(THINGS, positions.length);
  const position = otherwise(rng, split, POSITION, POSITION_MORE);
  const phrases = positions.map(({ count, price }, i) =>
    fillSlots(position, { count, price, things: things[i] ?? "" }),
  );
  const costs = positions.map(({ count, price }) => count * price);
  const lines = positions.map(({ count, price }, i) => `${count} ${things[i]} cost ${count} × ${price} = ${costs[i]}.`);
  const [first = 0, ...others] = costs;
  let total = first;
  for (const cost of others) {
    const sum = addSteps(total, cost);
    lines.push(sentences(sum.steps));
    total = sum.result;
  }
  return { list: listInWords(phrases), lines, total };
}

function totalPrice(rng: Rng, split: Split): Item {
  const { list, lines, total } = bill(rng, split);
  return item(say(rng, split, TOTAL, { list, name: rng.pick(NAMES) }), lines, total);
}

/** The smallest note above `price`, or a larger one now and then. */
function drawNote(rng: Rng, price: number): number {
  const enough = NOTES.filter((note) => note > price);
  return rng.pick(enough.slice(0, 2));
}

function totalAndChange(rng: Rng, split: Split): Item {
  const { list, lines, total } = bill(rng, split);
  const note = drawNote(rng, total);
  const rest = subtractSteps(note, total);
  const prompt = say(rng, split, TOTAL_AND_CHANGE, { list, note, name: rng.pick(NAMES) });
  return item(prompt, [...lines, sentences(rest.steps)], rest.result);
}

function change(rng: Rng, split: Split): Item {
  const { p, note } = drawAllowed(
    split,
    () => {
      const price = split === "range" ? rng.int(120, 480) : rng.int(3, 119);
      return { p: price, note: drawNote(rng, price) };
    },
    (value) => `${value.note}-${value.p}`,
  );
  const rest = subtractSteps(note, p);
  const prompt = say(rng, split, CHANGE, { p, note, good: rng.pick(GOODS), name: rng.pick(NAMES) });
  return item(prompt, [sentences(rest.steps)], rest.result);
}

function drawTimes(rng: Rng, split: Split): { n: number; r: number } {
  return drawAllowed(
    split,
    () => ({ n: split === "range" ? rng.int(101, 199) : rng.int(2, 99), r: rng.int(2, 9) }),
    (value) => `${value.n}×${value.r}`,
  );
}

function exchange(rng: Rng, split: Split): Item {
  const { n, r } = drawTimes(rng, split);
  const worked = multiplySteps(n, r);
  const prompt = say(rng, split, EXCHANGE, { n, r, money: rng.pick(MONEY), name: rng.pick(NAMES) });
  return item(prompt, [sentences(worked.steps)], worked.result);
}

function rate(rng: Rng, split: Split): Item {
  const { n, r } = drawTimes(rng, split);
  const worked = multiplySteps(n, r);
  const prompt = say(rng, split, RATE, { n, r, good: rng.pick(GOODS), name: rng.pick(NAMES) });
  return item(prompt, [sentences(worked.steps)], worked.result);
}

/** One division within the multiplication table. */
function equalParts(rng: Rng, split: Split): Item {
  const { k, part } = drawAllowed(
    split,
    () => ({ k: rng.int(2, MAX_PART), part: rng.int(2, MAX_PART) }),
    (value) => `${value.k * value.part}/${value.k}`,
  );
  const p = k * part;
  const prompt = say(rng, split, EQUAL_PARTS, { p, k, good: rng.pick(GOODS), name: rng.pick(NAMES) });
  return item(prompt, [`${p} / ${k} = ${part}.`], part);
}

function leftOver(rng: Rng, split: Split): Item {
  const { a, b } = drawAllowed(
    split,
    () => {
      const whole = rng.int(12, MAX_AMOUNT);
      return { a: whole, b: rng.int(2, whole - 2) };
    },
    (value) => `${value.a}-${value.b}`,
  );
  const rest = subtractSteps(a, b);
  const prompt = say(rng, split, LEFT_OVER, { a, b, good: rng.pick(GOODS), name: rng.pick(NAMES) });
  return item(prompt, [sentences(rest.steps)], rest.result);
}

/** Subtasks by how often they are drawn. */
const SUBTASKS = [percentOff, percentOff, totalPrice, totalPrice, totalAndChange, change, exchange];

/** In training there are more situations, for a third of the questions: bills are what takes longest to learn. */
const TRAINING_SUBTASKS = [
  ...SUBTASKS,
  ...SUBTASKS,
  percentOf,
  percentOf,
  percentOn,
  rate,
  equalParts,
  equalParts,
  leftOver,
];

export const price: Family = {
  name: "price",
  description: "Percent off, totals of a bill, change, and money exchange with the rate in the prompt",
  weight: 8,
  generate: (rng, split) => rng.pick(split === "train" ? TRAINING_SUBTASKS : SUBTASKS)(rng, split),
};
