/**
 * Writes the frozen evaluation sets: up to 200 items a family and split, no prompt twice. Run once per version of the
 * families: `node --import tsx tools/taskgen/src/freeze.ts`. They are the first of the items that `dataset.ts` keeps out of
 * training. `--out DIR` writes them to a folder that exists, to be compared with those in the repository.
 */
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { check } from "./check/index.ts";
import { HELD_OUT_SPLITS, heldOutItems } from "./dataset.ts";
import { outOfDomainItems } from "./families/refusal.ts";
import { type FrozenSplit, frozenPath } from "./frozen.ts";
import { FAMILIES } from "./registry.ts";
import type { Item } from "./types.ts";

const ITEMS_PER_CELL = 200;

const { values } = parseArgs({ options: { out: { type: "string" } } });

async function writeFrozen(split: FrozenSplit, items: readonly Item[]): Promise<void> {
  for (const item of items) {
    const result = await check(item.check, item.answer);
    if (!result.ok) {
      throw new Error(`${item.family}/${split}: the reference answer fails its own check: ${result.why}`);
    }
  }
  const bytes = gzipSync(items.map((item) => `${JSON.stringify(item)}\n`).join(""), { level: 9 });
  const path = frozenPath(split);
  await writeFile(values.out === undefined ? path : join(values.out, basename(path)), bytes);
  console.log(`${split}: ${items.length} items, ${bytes.length} bytes`);
}

for (const split of HELD_OUT_SPLITS) {
  const items = FAMILIES.flatMap((family) => {
    const drawn = heldOutItems(family, split, ITEMS_PER_CELL);
    if (drawn.length < ITEMS_PER_CELL) {
      console.log(`${family.name}/${split}: only ${drawn.length} distinct prompts`);
    }
    return drawn;
  });
  await writeFrozen(split, items);
}
await writeFrozen("ood", outOfDomainItems());
