/**
 * `npm run bench:node`: dense against DyLLM, interleaved in one process, medians. First the step costs of a random model at
 * 5 % and 20 % salient rows, then tokens/s of the default model on frozen evaluation items, alone and several at a time.
 */
import { parseArgs } from "node:util";
import { measureConcurrency } from "./concurrency.ts";
import { longestItems, measureDefaultModel } from "./default-model.ts";
import { measureStepCosts, PROMPT_ROWS, ROWS, SALIENT_SHARES, type SparseCost } from "./step-costs.ts";

const { values } = parseArgs({
  options: {
    threads: { type: "string" },
    backend: { type: "string", default: "cpu" },
    items: { type: "string", default: "24" },
    model: { type: "string", default: "models/dyllm-demo" },
  },
});

/** A mode whose steps are packed, and one whose are not. */
const CONCURRENT_MODES = ["delayed-cache", "dyllm-exact"] as const;
/** As many as run together at most, twice. */
const CONCURRENT_ITEMS = 16;
/** One block: what the default preset shows. */
const LOOKAHEAD = 32;

const kind = values.backend === "wasm" ? "wasm" : "cpu";
const threads = values.threads === undefined ? null : Number(values.threads);

console.log(`
Random model: d 512, 8 layers, 8 heads, FFN 1536, vocabulary 8192; 512 rows; ${kind}

| rule | prompt + answer rows | 1024³ product, GFLOP/s | dense ms | of the product | response-only ms | × dense | of the product | whole ms | × dense | of the product | three to one × dense | salient, of active rows |
|---|---|---|---|---|---|---|---|---|---|---|---|---|`);
const cases = SALIENT_SHARES.flatMap((share) =>
  PROMPT_ROWS.flatMap((prompt) => (["dyllm", "dyllm-exact"] as const).map((rule) => ({ prompt, rule, share }))),
);
for (const { prompt, rule, share } of cases) {
  const c = await measureStepCosts(kind, threads, rule, prompt, share);
  const ofProduct = (gflops: number): string => `${((100 * gflops) / c.gemmGflops).toFixed(0)} %`;
  const sparse = (cost: SparseCost | null): string[] =>
    cost === null ? ["", "", ""] : [cost.ms.toFixed(1), (c.denseMs / cost.ms).toFixed(2), ofProduct(cost.gflops)];
  const cells = [
    `${rule}, ${c.threads} threads`,
    `${prompt} + ${ROWS - prompt}`,
    c.gemmGflops.toFixed(0),
    c.denseMs.toFixed(1),
    ofProduct(c.denseGflops),
    ...sparse(c.response),
    ...sparse(c.whole),
    c.response === null || c.whole === null ? "" : ((4 * c.denseMs) / (3 * c.response.ms + c.whole.ms)).toFixed(2),
    [c.response, c.whole].map((cost) => (cost === null ? "not met" : `${(100 * cost.share).toFixed(1)} %`)).join(" / "),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
console.log("\n(medians of interleaved steps)\n");

const { rows, longestGapMs } = await measureDefaultModel({
  directory: values.model,
  kind,
  threads,
  items: Number(values.items),
});
console.log("Default model, frozen `dev` items with the longest answers, one request at a time\n");
console.log("| mode | schedule | tokens/s (median) | × dense | steps per answer | salient | solved |");
console.log("|---|---|---|---|---|---|---|");
for (const row of rows) {
  console.log(
    `| ${row.mode} | ${row.schedule} | ${row.tokensPerSecond.toFixed(0)} | ${row.ratio.toFixed(2)} | ${row.steps.toFixed(1)} | ${(100 * row.salient).toFixed(0)} % | ${row.solved}/${row.items} |`,
  );
}
console.log("\nDefault model, several requests at a time, one token a step\n");
console.log("| mode | running | tokens/s of all | × one at a time |\n|---|---|---|---|");
const concurrent = await longestItems(CONCURRENT_ITEMS);
for (const mode of CONCURRENT_MODES) {
  const denoising = { mode, confidenceThreshold: null, lookahead: LOOKAHEAD };
  for (const row of await measureConcurrency({ directory: values.model, kind, threads }, denoising, concurrent)) {
    console.log(`| ${mode} | ${row.running} | ${row.tokensPerSecond.toFixed(0)} | ${row.ratio.toFixed(2)} |`);
  }
}

console.log(`\nlongest gap of the server's event loop meanwhile: ${longestGapMs.toFixed(1)} ms`);
