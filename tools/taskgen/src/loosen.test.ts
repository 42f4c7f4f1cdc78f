import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createEncoder } from "./bpe.ts";
import { loosen } from "./loosen.ts";
import { FAMILIES } from "./registry.ts";
import { createRng } from "./rng.ts";
import { readMerges } from "./tokenizer-json.ts";
import type { Family, Item } from "./types.ts";

const SEED = 12;
const ITEMS = 400;
/** Questions in small letters or capitals throughout have lost what is compared here; their answers do not copy it. */
const SMALL_LETTERS = ["arithmetic", "dates", "facts", "definitions", "smalltalk"];

function dressed(family: Family): { before: Item; after: Item }[] {
  const rng = createRng(SEED);
  return Array.from({ length: ITEMS }, () => {
    const before = family.generate(rng, "train");
    return { before, after: loosen(rng, before) };
  });
}

const question = (item: Item): string => item.turns.at(-1)?.content ?? "";
const words = (text: string): string[] => text.match(/[\p{L}\d]+/gu) ?? [];

describe(`loosened questions (${ITEMS} of each family, seed ${SEED})`, () => {
  it.each(FAMILIES.map((family) => [family.name, family] as const))(
    "keep answer, check and history: %s",
    (_, family) => {
      for (const { before, after } of dressed(family)) {
        expect({ ...after, turns: after.turns.slice(0, -1) }).toEqual({ ...before, turns: before.turns.slice(0, -1) });
        expect(question(after)).not.toMatch(/^\s|\s$/);
      }
    },
  );

  it.each(FAMILIES.filter(({ name }) => !SMALL_LETTERS.includes(name)).map((family) => [family.name, family] as const))(
    "keep every word that the answer takes from them: %s",
    (_, family) => {
      for (const { before, after } of dressed(family)) {
        const left = new Set(words(question(after)));
        const asked = new Set(words(question(before)));
        const copied = words(before.answer).filter((word) => asked.has(word));
        expect(copied.filter((word) => !left.has(word))).toEqual([]);
      }
    },
  );

  it("leave fill-ins and refusals as they are", () => {
    for (const family of FAMILIES.filter(({ name }) => name === "fill-in" || name === "refusal")) {
      expect(dressed(family).filter(({ before, after }) => before !== after)).toEqual([]);
    }
  });

  it("change about half of the others, and in many ways", () => {
    for (const family of FAMILIES.filter(({ name }) => name !== "fill-in" && name !== "refusal")) {
      const changed = dressed(family).filter(({ before, after }) => question(before) !== question(after));
      expect(changed.length, family.name).toBeGreaterThan(0.2 * ITEMS);
    }
  });

  it("give a word the same tokens whether or not a space follows it", () => {
    const path = fileURLToPath(new URL("../../../models/dyllm-demo/tokenizer.json", import.meta.url));
    const encode = createEncoder(readMerges(JSON.parse(readFileSync(path, "utf8"))));
    for (const word of ["pens", "Peru", "s", "RED HATS", "14:05", "Thursday"]) {
      // A digit takes no space into its token.
      const ids = encode(/^\d/.test(word) ? word : ` ${word}`);
      for (const text of [`in ${word} ?`, `in ${word}?`, `in ${word}.`, `in ${word}, or`, `"${word}"`, `(${word})`]) {
        expect(` ${encode(text).join(" ")} `, text).toContain(` ${ids.join(" ")} `);
      }
    }
  });
});
