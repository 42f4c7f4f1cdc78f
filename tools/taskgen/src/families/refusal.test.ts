import { describe, expect, it } from "vitest";
import { promptHash } from "../dataset.ts";
import { DEFINITIONS } from "./definitions-data.ts";
import { describeFamily } from "./describe-family.ts";
import { drawItems } from "./draw-items.ts";
import { COUNTRIES, ELEMENTS } from "./facts-data.ts";
import { outOfDomainItems, refusal } from "./refusal.ts";
import { REFUSAL_SLOTS } from "./refusal-lists.ts";

const SEED = 8;
const TRAINED = drawItems(refusal, "train", 20_000, SEED);

describeFamily(refusal);

describe(`refused questions (${TRAINED.length} items, seed ${SEED})`, () => {
  it("are mostly distinct: nothing to learn by heart", () => {
    const distinct = new Set(TRAINED.map((item) => promptHash(item.turns))).size;
    expect(distinct).toBeGreaterThan(0.75 * TRAINED.length);
  });

  it("have no open slot and are never blank", () => {
    const texts = TRAINED.map((item) => item.turns[0]?.content ?? "");
    expect(texts.filter((text) => /\{\w+\}/.test(text) || text.trim() === "")).toEqual([]);
  });

  it("ask in the facts' and definitions' words only for what no table holds", () => {
    const known = new Set([...DEFINITIONS.map(([word]) => word), ...[...COUNTRIES, ...ELEMENTS].map((f) => f.name)]);
    const asked = [...REFUSAL_SLOTS.word, ...REFUSAL_SLOTS.country, ...REFUSAL_SLOTS.element];
    expect(asked.filter((subject) => known.has(subject))).toEqual([]);
  });

  it("never include the hand-written ones", () => {
    const frozen = new Set(outOfDomainItems().map((item) => promptHash(item.turns)));
    expect(frozen.size).toBe(200);
    expect(TRAINED.filter((item) => frozen.has(promptHash(item.turns)))).toEqual([]);
  });
});
