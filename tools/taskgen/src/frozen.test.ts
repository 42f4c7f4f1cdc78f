import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HELD_OUT_SPLITS, heldOutItems, promptHash, trainingDraw } from "./dataset.ts";
import { outOfDomainItems } from "./families/refusal.ts";
import { FROZEN_SPLITS, frozenPath, readFrozen, readItems } from "./frozen.ts";
import { FAMILIES } from "./registry.ts";
import { createRng } from "./rng.ts";
import type { Item } from "./types.ts";

const SEED = 33;
const TRAINING_ITEMS = 30_000;
const ITEMS_PER_CELL = 200;

/** Families learnt by heart from few wordings: all the distinct prompts that a held-out split of theirs has. */
const SMALL: Readonly<Record<string, number>> = {
  "smalltalk/dev": 50,
  "smalltalk/iid": 97,
  "refusal/dev": 57,
  "refusal/iid": 111,
  "refusal/template": 36,
};

describe("the frozen evaluation sets", () => {
  it.each(FROZEN_SPLITS)("hold 200 items of each family, no prompt twice: %s", async (split) => {
    const counts = new Map<string, number>();
    const items = await readFrozen(split);
    for (const { family } of items) {
      counts.set(family, (counts.get(family) ?? 0) + 1);
    }
    const families = split === "ood" ? ["refusal"] : FAMILIES.map((family) => family.name);
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(families.map((name) => [name, SMALL[`${name}/${split}`] ?? ITEMS_PER_CELL])),
    );
    expect(new Set(items.map((item) => promptHash(item.turns))).size).toBe(items.length);
  });

  it.each(HELD_OUT_SPLITS)("are what the families still give: %s", async (split) => {
    const frozen = await readFrozen(split);
    const drawn = FAMILIES.flatMap((family) => heldOutItems(family, split, ITEMS_PER_CELL));
    // The first that differs, not a list of thousands.
    const at = drawn.findIndex((item, i) => JSON.stringify(item) !== JSON.stringify(frozen[i]));
    expect(drawn[at]).toEqual(frozen[at]);
    expect(drawn.length).toBe(frozen.length);
  });

  it("are what the families still give: ood", async () => {
    expect(await readFrozen("ood")).toEqual(outOfDomainItems());
  });

  it(`share no prompt with the training mix (${TRAINING_ITEMS} items, seed ${SEED}, without the filter)`, async () => {
    const frozen = new Map<number, Item>();
    for (const split of FROZEN_SPLITS) {
      // Range items of families with few sizes may be drawn in training too: there the filter is what keeps them apart.
      for (const item of split === "range" ? [] : await readFrozen(split)) {
        frozen.set(promptHash(item.turns), item);
      }
    }
    const draw = trainingDraw(FAMILIES, new Set());
    const rng = createRng(SEED);
    const shared = Array.from({ length: TRAINING_ITEMS }, () => draw(rng)).filter((item) =>
      frozen.has(promptHash(item.turns)),
    );
    expect(shared).toEqual([]);
  });
});

describe("a frozen file that cannot be used", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "dyllm-frozen-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const line =
    '{"family":"facts","turns":[{"role":"user","content":"x"}],"answer":"y","check":{"kind":"exact","text":"y"}}';

  it("reads what is right", async () => {
    const path = join(folder, "right.gz");
    await writeFile(path, gzipSync(`${line}\n${line}\n`));
    expect(await readItems(path)).toEqual([JSON.parse(line), JSON.parse(line)]);
  });

  it.each([
    ["no gzip", Buffer.from(line), "not a whole gzip file"],
    ["cut off", gzipSync(line).subarray(0, 40), "not a whole gzip file"],
    ["no bytes", Buffer.alloc(0), "not a whole gzip file"],
    ["no items", gzipSync("\n"), "no items"],
    ["no JSON", gzipSync(`${line}\n{"family":`), "line 2 is no item"],
    ["another object", gzipSync('{"a":1}'), "line 1 is no item"],
    ["an unknown check", gzipSync(line.replace("exact", "guess")), "line 1 is no item"],
  ])("%s", async (name, bytes, why) => {
    const path = join(folder, `${name}.gz`);
    await writeFile(path, bytes);
    await expect(readItems(path)).rejects.toMatchObject({
      code: "frozen_damaged",
      message: expect.stringContaining(why),
    });
  });

  it("a shipped file cut in the middle", async () => {
    const path = join(folder, "half.gz");
    const whole = await readFile(frozenPath("iid"));
    await writeFile(path, whole.subarray(0, whole.length / 2));
    await expect(readItems(path)).rejects.toMatchObject({ code: "frozen_damaged" });
  });

  it("absent", async () => {
    await expect(readItems(join(folder, "none"))).rejects.toMatchObject({ code: "frozen_missing" });
  });
});
