import { describe, expect, it } from "vitest";
import { countPieces, createEncoder, trainMerges } from "./bpe.ts";
import { answerIds, promptIds } from "./chat.ts";
import { copyDrill, vocabularyWords } from "./copy-drill.ts";
import { HELD_OUT_SPLITS, heldOutItems, heldOutPrompts, promptHash, trainingDraw } from "./dataset.ts";
import { FAMILIES } from "./registry.ts";
import { createRng } from "./rng.ts";
import { EOT_ID } from "./tokenizer-format.ts";

const SEED = 5;

describe("the training mix", () => {
  it("has every family once", () => {
    expect(new Set(FAMILIES.map((family) => family.name)).size).toBe(FAMILIES.length);
  });

  it(`never shows a held-out prompt (seed ${SEED})`, () => {
    const forbidden = heldOutPrompts(FAMILIES);
    const draw = trainingDraw(FAMILIES, forbidden);
    const rng = createRng(SEED);
    for (let i = 0; i < 3000; i++) {
      expect(forbidden.has(promptHash(draw(rng).turns))).toBe(false);
    }
  });

  it("draws the same held-out items every time, without repeats", () => {
    for (const family of FAMILIES) {
      for (const split of HELD_OUT_SPLITS) {
        const first = heldOutItems(family, split, 20);
        expect(heldOutItems(family, split, 20)).toEqual(first);
        expect(new Set(first.map((item) => promptHash(item.turns))).size).toBe(first.length);
      }
    }
  });

  it("ends answers with the end-of-turn token and prompts with an open assistant header", () => {
    const encode = createEncoder(trainMerges(countPieces(["user assistant", "one two"]), 300));
    expect(answerIds(encode, "one two").at(-1)).toBe(EOT_ID);
    const ids = promptIds(encode, [{ role: "user", content: "one" }]);
    expect(ids.slice(-encode("\n\n").length)).toEqual(encode("\n\n"));
  });

  it(`drills copying with words that are one token (seed ${SEED})`, () => {
    const merges = trainMerges(countPieces(Array.from({ length: 3 }, () => "red green blue yellow")), 400);
    const words = vocabularyWords(merges);
    expect(words).toEqual(expect.arrayContaining(["red", "green", "blue", "yellow"]));
    const rng = createRng(SEED);
    for (let i = 0; i < 100; i++) {
      const item = copyDrill(rng, words);
      expect(item.turns[0]?.content.endsWith(` ${item.answer}`)).toBe(true);
    }
  });
});
