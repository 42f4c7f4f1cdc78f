/**
 * `npm run bench:node`: dense against DyLLM, interleaved in one process, medians. First the step costs of a random model at
 * 5 % salient rows, then tokens/s of the default model on frozen evaluation items.
 */
import { parseArgs } from "node:util";
import { measureDefaultModel } from "./default-model.ts";
import { measureStepCosts } from "./step-costs.ts";

const { values } = parseArgs({
  options: {
    threads: { type: "string" },
    backend: { type: "string", default: "cpu" },
    items: { type: "string", default: "24" },
    model: { type: "string", default: "models/dyllm-demo" },
  },
});

const kind = values.backend === "wasm" ? "wasm" : "cpu";
const threads = values.threads === undefined ? null : Number(values.threads);

const costs = await measureStepCosts(kind, threads);
const mixMs = (3 * costs.response.ms + costs.whole.ms) / 4;
console.log(`
Random model: d 512, 8 layers, 8 heads, FFN 1536, vocabulary 8192; 512 rows, 256 of them answer; ${kind}, ${costs.threads} threads

| step | ms (median) | × dense | note |
|---|---|---|---|
| matrix product 1024³ | | | ${costs.gemmGflops.toFixed(0)} GFLOP/s |
| dense | ${costs.denseMs.toFixed(1)} | 1 | ${costs.denseGflops.toFixed(0)} GFLOP/s, ${((100 * costs.denseGflops) / costs.gemmGflops).toFixed(0)} % of the product |
| DyLLM, response-only | ${costs.response.ms.toFixed(1)} | ${(costs.denseMs / costs.response.ms).toFixed(2)} | ${(100 * costs.response.share).toFixed(1)} % of the active rows salient |
| DyLLM, whole sequence | ${costs.whole.ms.toFixed(1)} | ${(costs.denseMs / costs.whole.ms).toFixed(2)} | ${(100 * costs.whole.share).toFixed(1)} % |
| DyLLM, three to one | ${mixMs.toFixed(1)} | ${(costs.denseMs / mixMs).toFixed(2)} | |
`);

const rows = await measureDefaultModel({ directory: values.model, kind, threads, items: Number(values.items) });
console.log("Default model, frozen `dev` items with the longest answers, one request at a time\n");
console.log("| mode | schedule | tokens/s (median) | × dense | steps per answer | salient | solved |");
console.log("|---|---|---|---|---|---|---|");
for (const row of rows) {
  console.log(
    `| ${row.mode} | ${row.schedule} | ${row.tokensPerSecond.toFixed(0)} | ${row.ratio.toFixed(2)} | ${row.steps.toFixed(1)} | ${(100 * row.salient).toFixed(0)} % | ${row.solved}/${row.items} |`,
  );
}
