import { isDeepStrictEqual } from "node:util";
import { Worker } from "node:worker_threads";
import type { Check } from "../types.ts";
import type { CheckResult } from "./result.ts";

/** Run time of the answer's code, in ms of the wall clock; the tasks need microseconds, the rest is for a busy machine. */
const TIME_LIMIT_MS = 3000;
/** The worker's own start comes on top of the run time; on a loaded two-core machine it can take seconds. */
const START_LIMIT_MS = 10_000;
/** Heap of the worker in MiB: a growing loop ends here rather than in the parent. */
const HEAP_MIB = 32;

/**
 * Runs in the worker. The answer's code sees an empty context without prototype: no require, no process, no timers. Only
 * JSON text goes in and out, so no object of the worker is reachable from inside.
 */
const WORKER_SOURCE = `
const { parentPort, workerData } = require("node:worker_threads");
const vm = require("node:vm");
try {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  const source = workerData.code + "\\n;JSON.stringify(" + workerData.cases +
    ".map((args) => { const value = " + workerData.name + "(...args); return { value: value === undefined ? null : value }; }))";
  const text = vm.runInContext(source, context, { timeout: workerData.limit });
  parentPort.postMessage({ text: typeof text === "string" ? text : "" });
} catch (error) {
  let why = "error";
  try { why = String(error && error.message); } catch {}
  parentPort.postMessage({ why });
}
`;

type Reply = { readonly text: string } | { readonly why: string };

function runInWorker(code: string, name: string, cases: string): Promise<Reply> {
  return new Promise((resolve) => {
    const worker = new Worker(WORKER_SOURCE, {
      eval: true,
      env: {},
      execArgv: [],
      stdout: true,
      stderr: true,
      workerData: { code, name, cases, limit: TIME_LIMIT_MS },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: HEAP_MIB, stackSizeMb: 4 },
    });
    const finish = (reply: Reply): void => {
      clearTimeout(timer);
      resolve(reply);
      void worker.terminate();
    };
    const timer = setTimeout(() => finish({ why: "time limit" }), START_LIMIT_MS + TIME_LIMIT_MS);
    worker.once("message", (reply: Reply) => finish(reply));
    worker.once("error", (error) => finish({ why: error instanceof Error ? error.message : String(error) }));
    worker.once("exit", () => finish({ why: "the worker ended without an answer" }));
  });
}

/**
 * Judges a JavaScript answer, with or without a code fence: it must define the function `spec.name`, and every call of
 * `spec.cases` must return the expected JSON value (`undefined` counts as null). Runs in a worker with an empty context,
 * a heap limit of 32 MiB and 500 ms.
 */
export async function checkJs(spec: Extract<Check, { kind: "js" }>, answer: string): Promise<CheckResult> {
  const fenced = /```(?:js|javascript)?\s*\n([\s\S]*?)```/i.exec(answer);
  const code = fenced?.[1] ?? answer;
  const reply = await runInWorker(code, spec.name, JSON.stringify(spec.cases.map(({ args }) => args)));
  if ("why" in reply) {
    return { ok: false, why: reply.why };
  }
  let values: unknown;
  try {
    values = JSON.parse(reply.text);
  } catch {
    return { ok: false, why: "the calls gave no values" };
  }
  const expected = JSON.parse(JSON.stringify(spec.cases.map((one) => ({ value: one.expected ?? null }))));
  return isDeepStrictEqual(values, expected) ? { ok: true } : { ok: false, why: "a call returned another value" };
}
