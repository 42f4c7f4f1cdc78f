/** Drill in single calculations: the tables that every written-out step of every family looks things up in. */
import { drawAllowed } from "./partition.ts";
import type { Rng } from "./rng.ts";
import type { Item } from "./types.ts";

const MIN_EQUATIONS = 4;
const MAX_EQUATIONS = 12;
const WORDINGS = ["Compute each:", "Work out:", "Calculate one by one:", "Results of:"] as const;

interface Calculation {
  readonly left: string;
  readonly result: number;
  /** As the arithmetic family's items are told apart: a held-out sum is drilled no more than it is asked. */
  readonly key: string;
}

/** A number of 1 to `digits` digits, each length as often. */
function drawNumber(rng: Rng, digits: number): number {
  const length = rng.int(1, digits);
  return rng.int(length === 1 ? 1 : 10 ** (length - 1), 10 ** length - 1);
}

/** A decimal part, as steps add and take away: 7, 40, 300. */
function drawPart(rng: Rng): number {
  return rng.int(1, 9) * 10 ** rng.pick([0, 0, 0, 1, 1, 2]);
}

function plus(a: number, b: number): Calculation {
  return { left: `${a} + ${b}`, result: a + b, key: `${Math.min(a, b)}+${Math.max(a, b)}` };
}

function minus(x: number, y: number): Calculation {
  const [a, b] = [Math.max(x, y), Math.min(x, y)];
  return { left: `${a} - ${b}`, result: a - b, key: `${a}-${b}` };
}

function times(a: number, b: number): Calculation {
  return { left: `${a} × ${b}`, result: a * b, key: `${Math.min(a, b)}×${Math.max(a, b)}` };
}

function over(quotient: number, divisor: number): Calculation {
  return { left: `${quotient * divisor} / ${divisor}`, result: quotient, key: `${quotient}/${divisor}` };
}

/** What is drilled, by how often; the last ones as times of day, weekdays and units need them. */
const CALCULATIONS: readonly ((rng: Rng) => Calculation)[] = [
  (rng) => plus(drawNumber(rng, 4), drawPart(rng)),
  (rng) => plus(drawNumber(rng, 3), drawPart(rng)),
  (rng) => plus(drawNumber(rng, 2), rng.int(1, 9)),
  (rng) => minus(drawNumber(rng, 4), drawPart(rng)),
  (rng) => minus(drawNumber(rng, 3), drawPart(rng)),
  (rng) => minus(drawNumber(rng, 2), rng.int(1, 9)),
  (rng) => times(drawPart(rng), rng.int(2, 9)),
  (rng) => times(rng.int(2, 9), rng.int(2, 9)),
  (rng) => over(drawNumber(rng, 2), rng.pick([2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 12, 100])),
  (rng) => plus(rng.int(1, 59), rng.int(1, 59)),
  (rng) => minus(rng.int(20, 99), rng.int(10, 70)),
  (rng) => times(7, rng.int(1, 9)),
];

/** One drill row: a list of calculations, and each with its result, as steps are written. */
export function equationDrill(rng: Rng): Item {
  const list = Array.from({ length: rng.int(MIN_EQUATIONS, MAX_EQUATIONS) }, () =>
    drawAllowed(
      "train",
      () => rng.pick(CALCULATIONS)(rng),
      ({ key }) => key,
    ),
  );
  const answer = list.map(({ left, result }) => `${left} = ${result}.`).join(" ");
  return {
    family: "equation-drill",
    turns: [{ role: "user", content: `${rng.pick(WORDINGS)} ${list.map(({ left }) => left).join(", ")}` }],
    answer,
    check: { kind: "exact", text: answer },
  };
}
