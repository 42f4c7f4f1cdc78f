import { describe, expect, it } from "vitest";
import { definitions } from "./definitions.ts";
import { DEFINITIONS } from "./definitions-data.ts";
import { describeFamily, promptOf } from "./describe-family.ts";

// A definition cut to its first words is no definition: its recall is too low.
describeFamily(definitions, { keyOf: promptOf, corrupt: (answer) => answer.split(" ").slice(0, 3).join(" ") });

describe("definitions", () => {
  it("defines about ninety different words in one short sentence each", () => {
    expect(DEFINITIONS.length).toBeGreaterThanOrEqual(85);
    expect(new Set(DEFINITIONS.map(([word]) => word)).size).toBe(DEFINITIONS.length);
    expect(new Set(DEFINITIONS.map(([, meaning]) => meaning)).size).toBe(DEFINITIONS.length);
    for (const [word, meaning] of DEFINITIONS) {
      expect(meaning, word).toMatch(/^(a|an|the|to|air|code|soft|water) [^.]{8,60}\.$/);
    }
  });
});
