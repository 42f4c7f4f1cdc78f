import type { GenerateRequest } from "@dyllm/shared";
import { check } from "../../../tools/taskgen/src/check/index.ts";
import type { Item } from "../../../tools/taskgen/src/types.ts";
import { requestFor } from "../request.ts";
import type { BenchEngine } from "./engines.ts";
import type { Method } from "./methods.ts";

/** One answer to one item by one method. */
export interface Answer {
  readonly solved: boolean;
  readonly tokens: number;
  readonly steps: number;
  /** From submission to the last frame, and to the first text, in ms. */
  readonly ms: number;
  readonly firstTextMs: number;
  readonly flops: number;
  /** Rows recomputed by layer, mean over the steps. */
  readonly rowsByLayer: readonly number[];
  readonly salientFraction: number;
  readonly text: string;
}

function requestOf(item: Item, method: Method, model: string): GenerateRequest {
  return requestFor(item, `bench-${method.name.replaceAll(/[^a-z-]/g, "_")}`, model, method.denoising);
}

/** Answers an item, greedily, on a machine that does nothing else. Throws where the answer ends with an error frame. */
export async function answer(
  { scheduler, backend }: BenchEngine,
  model: string,
  method: Method,
  item: Item,
): Promise<Answer> {
  const request = requestOf(item, method, model);
  backend.take();
  const started = performance.now();
  let text = "";
  let firstTextMs = Number.NaN;
  let usage = { completionTokens: 0, steps: 0, salientFraction: 1 };
  for await (const frame of scheduler.submit(request, new AbortController().signal)) {
    if (frame.type === "text") {
      firstTextMs = text === "" ? performance.now() - started : firstTextMs;
      text += frame.text;
    } else if (frame.type === "usage") {
      usage = frame;
    } else if (frame.type === "error") {
      throw new Error(`${method.name}: ${frame.code}: ${frame.message}`);
    }
  }
  const ms = performance.now() - started;
  const steps = backend.take();
  const layers = backend.shape.layers;
  return {
    solved: (await check(item.check, text)).ok,
    tokens: usage.completionTokens,
    steps: usage.steps,
    ms,
    firstTextMs,
    flops: steps.reduce((sum, step) => sum + step.flops, 0),
    rowsByLayer: Array.from(
      { length: layers },
      (_, l) => steps.reduce((sum, step) => sum + (step.salientRows[l] ?? 0), 0) / Math.max(steps.length, 1),
    ),
    salientFraction: usage.salientFraction,
    text,
  };
}

/** Mean divergence from dense on the canvas of this method's own answer, weighted by scored rows; null without any. */
export async function divergence(
  { scheduler, backend }: BenchEngine,
  model: string,
  method: Method,
  item: Item,
  probeEvery: number,
): Promise<{ readonly kl: number; readonly sameTop: number } | null> {
  backend.take();
  backend.probeEvery = probeEvery;
  try {
    for await (const frame of scheduler.submit(requestOf(item, method, model), new AbortController().signal)) {
      if (frame.type === "error") {
        throw new Error(`${method.name}: ${frame.code}: ${frame.message}`);
      }
    }
  } finally {
    backend.probeEvery = 0;
  }
  const probes = backend.take().flatMap((step) => (step.divergence === null ? [] : [step.divergence]));
  const rows = probes.reduce((sum, probe) => sum + probe.rows, 0);
  return rows === 0
    ? null
    : {
        kl: probes.reduce((sum, probe) => sum + probe.kl * probe.rows, 0) / rows,
        sameTop: probes.reduce((sum, probe) => sum + probe.sameTop * probe.rows, 0) / rows,
      };
}
