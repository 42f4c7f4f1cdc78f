/**
 * `npm run bench:runtimes`: do the native runtime and WebAssembly give the same tokens, and how much slower is the latter.
 * Each item is answered by both, directly after each other and in turn first; the ratio is the median over the items.
 *
 *   npm run bench:runtimes -- --split iid --items 200 --threads 2
 */
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import { readFrozen } from "../../tools/taskgen/src/frozen.ts";
import { firstOfEach, openRuntime, type RuntimeAnswer, sameTokens } from "./runtimes/compare.ts";
import { median } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "models/dyllm-demo" },
    split: { type: "string", default: "dev" },
    /** Spread evenly over the families. */
    items: { type: "string", default: "200" },
    threads: { type: "string", default: String(availableParallelism()) },
  },
});
const count = z.coerce.number().int().min(1).parse(values.items);
const threads = z.coerce.number().int().min(1).parse(values.threads);
const all = await readFrozen(z.enum(["dev", "iid", "template", "range"]).parse(values.split));
const families = new Set(all.map(({ family }) => family)).size;
const items = firstOfEach(all, Math.ceil(count / families)).slice(0, count);

const native = await openRuntime(values.model, "cpu", threads);
const wasm = await openRuntime(values.model, "wasm", threads);
const ratios: number[] = [];
const different: string[] = [];
const stepMs: { native: number[]; wasm: number[] } = { native: [], wasm: [] };
for (const [i, item] of items.entries()) {
  const pair: { native?: RuntimeAnswer; wasm?: RuntimeAnswer } = {};
  for (const which of i % 2 === 0 ? (["native", "wasm"] as const) : (["wasm", "native"] as const)) {
    pair[which] = await (which === "native" ? native : wasm).answer(item);
  }
  if (pair.native === undefined || pair.wasm === undefined) {
    throw new Error("an item was not answered");
  }
  if (!sameTokens(pair.native, pair.wasm)) {
    different.push(`${item.family}[${i}]`);
  }
  // Time a step, so that an answer that went another way does not count as a slower one.
  stepMs.native.push(pair.native.ms / Math.max(pair.native.steps, 1));
  stepMs.wasm.push(pair.wasm.ms / Math.max(pair.wasm.steps, 1));
  ratios.push((stepMs.wasm.at(-1) ?? 0) / (stepMs.native.at(-1) ?? 1));
}
await native.close();
await wasm.close();

const { model: processor = "unknown" } = cpus()[0] ?? {};
console.log(
  `${processor}, ${threads} threads, ${values.model}, ${values.split}, ${items.length} items of ${families} families`,
);
console.log(`same tokens: ${items.length - different.length} of ${items.length}`);
if (different.length > 0) {
  console.log(`different: ${different.join(", ")}`);
}
const [fast, slow] = [median(stepMs.native), median(stepMs.wasm)];
console.log(`ms a step (medians): ${native.name} ${fast.toFixed(1)}, ${wasm.name} ${slow.toFixed(1)}`);
console.log(`${wasm.name} is slower by ${median(ratios).toFixed(2)} times (median of the items' ratios)`);
