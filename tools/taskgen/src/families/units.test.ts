import { expect, test } from "vitest";
import { describeCalculation } from "./describe-calculation.ts";
import { drawItems as draw } from "./draw-items.ts";
import { units } from "./units.ts";

describeCalculation(units);

test("the factor stands on the first line, and the result carries the unit asked for (seed 8)", () => {
  for (const item of draw(units, "train", 300, 8)) {
    expect(item.answer).toMatch(/^1 [a-z]+ = \d+ [a-z]+\.\n/);
    const unit = /#### .* ([a-z]+)$/.exec(item.answer)?.[1] ?? "none";
    expect(item.turns[0]?.content.split(/\W/)).toContain(unit);
  }
});
