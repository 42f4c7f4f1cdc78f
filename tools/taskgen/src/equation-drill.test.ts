import { describe, expect, it } from "vitest";
import { equationDrill } from "./equation-drill.ts";
import { allowed } from "./partition.ts";
import { createRng } from "./rng.ts";

const SEED = 19;
const ROWS = 2000;

const rng = createRng(SEED);
const equations = Array.from({ length: ROWS }, () => equationDrill(rng)).flatMap(({ answer }) =>
  [...answer.matchAll(/(\d+) ([-+×/]) (\d+) = (\d+)\./g)].map(([, a, sign, b, c]) => ({
    a: Number(a),
    sign: sign ?? "",
    b: Number(b),
    c: Number(c),
  })),
);

describe(`the drill in calculations (seed ${SEED})`, () => {
  it("holds nothing but true equations, of all four kinds", () => {
    const wrong = equations.filter(({ a, sign, b, c }) => {
      const results: Readonly<Record<string, number>> = { "+": a + b, "-": a - b, "×": a * b, "/": a / b };
      return results[sign] !== c;
    });
    expect(wrong).toEqual([]);
    expect(new Set(equations.map(({ sign }) => sign))).toEqual(new Set(["+", "-", "×", "/"]));
  });

  it("asks what it answers", () => {
    const { turns, answer } = equationDrill(createRng(SEED));
    const asked = (turns[0]?.content ?? "").replace(/^[^:]*: /, "").split(", ");
    expect(answer.split(". ").map((equation) => equation.split(" =")[0])).toEqual(asked);
  });

  it("leaves out the sums that are kept for evaluation", () => {
    const sums = equations.filter(({ sign }) => sign === "+");
    expect(sums.length).toBeGreaterThan(ROWS);
    expect(sums.filter(({ a, b }) => !allowed(`${Math.min(a, b)}+${Math.max(a, b)}`, "train"))).toEqual([]);
  });
});
