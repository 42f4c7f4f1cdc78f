/** Unit conversion: the factor is written first, then the calculation. */
import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { addSteps, finalLine, multiplySteps, sentences, type Worked } from "./steps.ts";
import { CONVERT, MIXED, SEVERAL, UNITS, type UnitPair } from "./units-data.ts";
import { listInWords, say } from "./wording.ts";

function isPowerOfTen(n: number): boolean {
  return /^10*$/.test(String(n));
}

/** `1 hour = 60 minutes.`: plain words for the checker, which computes only where an operator stands. */
function factorLine(unit: UnitPair): string {
  return `1 ${unit.big} = ${unit.factor} ${unit.smalls}.`;
}

/** count × factor: one step for powers of ten, else by decimal parts of the longer number. */
function toSmall(count: number, factor: number): Worked {
  if (isPowerOfTen(factor)) {
    return { steps: [`${count} × ${factor} = ${count * factor}`], result: count * factor };
  }
  return count < 10 && factor !== 60 ? multiplySteps(factor, count) : multiplySteps(count, factor);
}

/** small / factor; 60 goes by 10 and then by 6, so that no division leaves the small tables. */
function toBig(small: number, factor: number): Worked {
  const result = small / factor;
  if (factor === 60) {
    return { steps: [`${small} / 10 = ${small / 10}`, `${small / 10} / 6 = ${result}`], result };
  }
  return { steps: [`${small} / ${factor} = ${result}`], result };
}

/** Distinct counts of big units that belong to the size of `split`. */
function drawCounts(rng: Rng, split: Split, unit: UnitPair, length: number): number[] {
  const [low, high] = split === "range" ? [unit.max + 1, unit.rangeMax] : [2, unit.max];
  const counts = new Set<number>();
  while (counts.size < length) {
    counts.add(rng.int(low, high));
  }
  return [...counts];
}

/** Key of one conversion: the numbers without the unit, so that 5 × 1000 is held out for all units alike. */
function conversionKey(count: number, factor: number): string {
  return `${count}×${factor}`;
}

function drawOne(rng: Rng, split: Split): { unit: UnitPair; count: number } {
  return drawAllowed(
    split,
    () => {
      const unit = rng.pick(UNITS);
      return { unit, count: drawCounts(rng, split, unit, 1)[0] ?? 0 };
    },
    ({ unit, count }) => conversionKey(count, unit.factor),
  );
}

function item(content: string, lines: readonly string[], value: string): Item {
  return {
    family: "units",
    turns: [{ role: "user", content }],
    answer: [...lines, finalLine(value)].join("\n"),
    check: { kind: "final", value },
  };
}

function bigToSmall(rng: Rng, split: Split): Item {
  const { unit, count } = drawOne(rng, split);
  const worked = toSmall(count, unit.factor);
  const prompt = say(rng, split, CONVERT, { n: count, from: unit.bigs, to: unit.smalls });
  return item(prompt, [factorLine(unit), sentences(worked.steps)], `${worked.result} ${unit.smalls}`);
}

function smallToBig(rng: Rng, split: Split): Item {
  const { unit, count } = drawOne(rng, split);
  const small = count * unit.factor;
  const worked = toBig(small, unit.factor);
  const prompt = say(rng, split, CONVERT, { n: small, from: unit.smalls, to: unit.bigs });
  return item(prompt, [factorLine(unit), sentences(worked.steps)], `${worked.result} ${unit.bigs}`);
}

function mixed(rng: Rng, split: Split): Item {
  const { unit, count } = drawOne(rng, split);
  const extra = rng.int(2, Math.min(unit.factor, 60) - 1);
  const worked = toSmall(count, unit.factor);
  const sum = addSteps(worked.result, extra);
  const prompt = say(rng, split, MIXED, { n: count, m: extra, from: unit.bigs, to: unit.smalls });
  return item(
    prompt,
    [factorLine(unit), sentences(worked.steps), sentences(sum.steps)],
    `${sum.result} ${unit.smalls}`,
  );
}

function several(rng: Rng, split: Split): Item {
  const { unit, counts } = drawAllowed(
    split,
    () => {
      const unit = rng.pick(UNITS);
      return { unit, counts: drawCounts(rng, split, unit, split === "range" ? rng.int(4, 5) : rng.int(2, 4)) };
    },
    (value) => `${value.counts.join(",")}×${value.unit.factor}`,
  );
  const worked = counts.map((count) => toSmall(count, unit.factor));
  const list = listInWords(counts.map(String));
  const prompt = say(rng, split, SEVERAL, { list, from: unit.bigs, to: unit.smalls });
  const value = `${worked.map((one) => one.result).join(", ")} ${unit.smalls}`;
  return item(prompt, [factorLine(unit), ...worked.map((one) => sentences(one.steps))], value);
}

/** Subtasks by how often they are drawn. */
const SUBTASKS = [bigToSmall, bigToSmall, smallToBig, smallToBig, mixed, several];

export const units: Family = {
  name: "units",
  description: "Unit conversion between a bigger and a smaller unit, the factor written first",
  weight: 4,
  generate: (rng, split) => rng.pick(SUBTASKS)(rng, split),
};
