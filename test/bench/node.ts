/**
 * `npm run bench:node`: dense against DyLLM, interleaved in one process, medians. First the step costs of a random model at
 * 5 % and 20 % salient rows and where their time goes, then tokens/s of the default model on frozen evaluation items, alone
 * and several at a time.
 *
 *   npm run bench:node -- --parts steps,profile --shares 0.2
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { z } from "zod";
import { measureConcurrency } from "./concurrency.ts";
import { longestItems, measureDefaultModel } from "./default-model.ts";
import { type BoundedCost, measureStepCosts, PROMPT_ROWS, ROWS, SALIENT_SHARES } from "./step-costs.ts";
import { profileSteps } from "./step-profile.ts";

const { values } = parseArgs({
  options: {
    threads: { type: "string" },
    backend: { type: "string", default: "cpu" },
    items: { type: "string", default: "24" },
    model: { type: "string", default: "models/dyllm-demo" },
    shares: { type: "string", default: SALIENT_SHARES.join() },
    parts: { type: "string", default: "steps,profile,model,concurrency" },
  },
});
const part = z.enum(["steps", "profile", "model", "concurrency"]);
const parts = new Set(z.array(part).parse(values.parts.split(",")));
const shares = z.array(z.coerce.number().gt(0).lt(1)).parse(values.shares.split(","));

/** A mode whose steps are packed, and one whose are not. */
const CONCURRENT_MODES = ["delayed-cache", "dyllm-exact"] as const;
/** As many as run together at most, twice. */
const CONCURRENT_ITEMS = 16;
/** One block: what the default preset shows. */
const LOOKAHEAD = 32;

const kind = values.backend === "wasm" ? "wasm" : "cpu";
const threads = values.threads === undefined ? null : Number(values.threads);

const RULES = ["dyllm", "dyllm-exact"] as const;

/** Kinds of operators that the profile names one by one. */
const NAMED_OPERATORS = 12;

async function costs(): Promise<void> {
  console.log(`
Random model: d 512, 8 layers, 8 heads, FFN 1536, vocabulary 8192; 512 rows; ${kind}

| rule | prompt + answer rows | 1024³ product, GFLOP/s | dense ms | of the product | response-only ms | × dense | of the product | its products alone | whole ms | × dense | of the product | its products alone | three to one × dense | salient, of active rows |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|`);
  const cases = shares.flatMap((share) =>
    PROMPT_ROWS.flatMap((prompt) => RULES.map((rule) => ({ prompt, rule, share }))),
  );
  for (const { prompt, rule, share } of cases) {
    const c = await measureStepCosts(kind, threads, rule, prompt, share);
    const ofProduct = (gflops: number): string => `${((100 * gflops) / c.gemmGflops).toFixed(0)} %`;
    const sparse = (cost: BoundedCost | null): string[] =>
      cost === null
        ? ["", "", "", ""]
        : [
            cost.ms.toFixed(1),
            (c.denseMs / cost.ms).toFixed(2),
            ofProduct(cost.gflops),
            cost.ceilingGflops === null ? "" : ofProduct(cost.ceilingGflops),
          ];
    const cells = [
      `${rule}, ${c.threads} threads`,
      `${prompt} + ${ROWS - prompt}`,
      c.gemmGflops.toFixed(0),
      c.denseMs.toFixed(1),
      ofProduct(c.denseGflops),
      ...sparse(c.response),
      ...sparse(c.whole),
      c.response === null || c.whole === null ? "" : ((4 * c.denseMs) / (3 * c.response.ms + c.whole.ms)).toFixed(2),
      [c.response, c.whole]
        .map((cost) => (cost === null ? "not met" : `${(100 * cost.share).toFixed(1)} %`))
        .join(" / "),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  console.log("\n(medians of interleaved steps)\n");
}

async function profile(): Promise<void> {
  for (const rule of RULES) {
    const [prompt] = PROMPT_ROWS;
    const [share = 0] = shares;
    const times = await profileSteps(threads ?? availableParallelism(), rule, prompt, share);
    const total = times.reduce((sum, { ms }) => sum + ms, 0);
    const named = times.slice(0, NAMED_OPERATORS);
    const others = {
      operator: "others",
      ms: total - named.reduce((sum, { ms }) => sum + ms, 0),
      nodes: times.slice(NAMED_OPERATORS).reduce((sum, { nodes }) => sum + nodes, 0),
    };
    console.log(
      `\nTime by operator, ${rule}, response-only step, ${prompt} rows of prompt, ${(100 * share).toFixed(0)} % salient\n`,
    );
    console.log("| operator | ms | share | nodes |\n|---|---|---|---|");
    for (const { operator, ms, nodes } of [...named, others]) {
      console.log(`| ${operator} | ${ms.toFixed(2)} | ${((100 * ms) / total).toFixed(0)} % | ${nodes} |`);
    }
  }
}

async function defaultModel(): Promise<void> {
  const { rows, longestGapMs } = await measureDefaultModel({
    directory: values.model,
    kind,
    threads,
    items: Number(values.items),
  });
  console.log("\nDefault model, frozen `dev` items with the longest answers, one request at a time\n");
  console.log("| mode | schedule | tokens/s (median) | × dense | steps per answer | salient | solved |");
  console.log("|---|---|---|---|---|---|---|");
  for (const row of rows) {
    console.log(
      `| ${row.mode} | ${row.schedule} | ${row.tokensPerSecond.toFixed(0)} | ${row.ratio.toFixed(2)} | ${row.steps.toFixed(1)} | ${(100 * row.salient).toFixed(0)} % | ${row.solved}/${row.items} |`,
    );
  }
  console.log(`\nlongest gap of the server's event loop meanwhile: ${longestGapMs.toFixed(1)} ms`);
}

async function concurrency(): Promise<void> {
  console.log("\nDefault model, several requests at a time, one token a step\n");
  console.log("| mode | running | tokens/s of all | × one at a time |\n|---|---|---|---|");
  const items = await longestItems(CONCURRENT_ITEMS);
  for (const mode of CONCURRENT_MODES) {
    const denoising = { mode, confidenceThreshold: null, lookahead: LOOKAHEAD };
    for (const row of await measureConcurrency({ directory: values.model, kind, threads }, denoising, items)) {
      console.log(`| ${mode} | ${row.running} | ${row.tokensPerSecond.toFixed(0)} | ${row.ratio.toFixed(2)} |`);
    }
  }
}

const PARTS = { steps: costs, profile, model: defaultModel, concurrency };
for (const wanted of part.options.filter((name) => parts.has(name))) {
  await PARTS[wanted]();
}
