/**
 * `npm run bench:int8`: which of onnxruntime's products with int8 or int4 weights beats the float32 one, at the row counts
 * of sparse and dense steps. A chain of products with weights of their own, so that a product's weights are not still in the
 * nearest cache; the ways interleaved; the ratio to fp32 is the median over the rounds, the deviation that of one product.
 *
 *   npm run bench:int8 -- --threads 2 --rounds 30
 */
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import * as ort from "onnxruntime-node";
import { z } from "zod";
import { chain, WAYS } from "./int8/products.ts";
import { median } from "./statistics.ts";

/** Rows of a sparse step's feed-forward, of a block of the canvas with lookahead, of a dense step on a long canvas. */
const ROWS = [15, 64, 512];
const WIDTHS = [256, 512];
/** 24 matrices of 512 × 512 in float32 are 25 MB: as many weights as the default model has. */
const PRODUCTS = 24;

const { values } = parseArgs({
  options: {
    threads: { type: "string", default: String(availableParallelism()) },
    rounds: { type: "string", default: "30" },
  },
});
const integer = z.coerce.number().int().min(1);
const [threads, rounds] = [integer.parse(values.threads), integer.parse(values.rounds)];

/** Park and Miller's generator: the same weights in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const random = generator(5);
/** Roughly normal, variance 1. */
const normal = (): number => (random() + random() + random() + random() - 2) * Math.sqrt(3);

function open(graph: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(graph, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
    logSeverityLevel: 3,
  });
}

async function product(session: ort.InferenceSession, x: ort.Tensor): Promise<Float32Array> {
  const { y } = await session.run({ x });
  if (!(y?.data instanceof Float32Array)) {
    throw new TypeError("the product is not float32");
  }
  return y.data;
}

/** Root mean square of the difference over that of `expected`. */
function deviation(actual: Float32Array, expected: Float32Array): number {
  let [difference, size] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference += ((actual[i] ?? 0) - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(difference / size);
}

console.log(`${cpus()[0]?.model ?? "unknown"}, ${threads} threads, ${rounds} rounds, ${PRODUCTS} products\n`);
console.log("| d | rows | | µs a product | speed over fp32 | deviation |\n|---|---|---|---|---|---|");
for (const d of WIDTHS) {
  const matrices = Array.from({ length: PRODUCTS }, () =>
    Float32Array.from({ length: d * d }, () => normal() / Math.sqrt(d)),
  );
  const sessions = await Promise.all(WAYS.map((way) => open(chain(way, matrices, d))));
  const single = await Promise.all(WAYS.map((way) => open(chain(way, matrices.slice(0, 1), d))));
  for (const rows of ROWS) {
    const x = new ort.Tensor("float32", Float32Array.from({ length: rows * d }, normal), [rows, d]);
    const results = await Promise.all(single.map((session) => product(session, x)));
    const times: number[][] = WAYS.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [i, session] of sessions.entries()) {
        const started = performance.now();
        await session.run({ x });
        times[i]?.push(((performance.now() - started) * 1000) / PRODUCTS);
      }
    }
    const [base = []] = times;
    for (const [i, way] of WAYS.entries()) {
      const own = times[i] ?? [];
      const ratio = median(own.map((time, round) => (base[round] ?? 0) / time));
      const off = deviation(results[i] ?? new Float32Array(), results[0] ?? new Float32Array());
      console.log(
        `| ${d} | ${rows} | ${way.name} | ${median(own).toFixed(0)} | ${ratio.toFixed(2)}× | ${off.toFixed(4)} |`,
      );
    }
  }
  await Promise.all([...sessions, ...single].map((session) => session.release()));
}
