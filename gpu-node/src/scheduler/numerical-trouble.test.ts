import type { Frame } from "@dyllm/shared";
import { afterEach, describe, expect, it } from "vitest";
import type { Backend, StepPlan } from "../backend/backend.ts";
import { createBackend } from "../backend/create-backend.ts";
import { loadModel } from "../model/load-model.ts";
import { blockNames, EMBEDDING } from "../model/tensor-names.ts";
import { TINY, withCheckpoint } from "../model/testing/temporary-checkpoint.ts";
import type { ModelInfo } from "../model/types.ts";
import { createMetrics, type NodeMetrics } from "../observe/metrics.ts";
import { Scheduler } from "./scheduler.ts";
import { collect, makeRequest } from "./testing/harness.ts";
import { poisonWeights } from "./testing/poison-weights.ts";

/** A token that no prompt here holds; its embedding is poisoned. */
const POISON = 255;
const DENOISING = { mode: "dyllm-exact", denseSteps: 1, steps: 16 } as const;

const metrics: NodeMetrics[] = [];
afterEach(() => {
  for (const each of metrics.splice(0)) {
    each.stop();
  }
});

/** Runs one request on the CPU over `wrap(backend)`; the frames, the plans' kinds and the counter as Prometheus shows it. */
async function answer(directory: string, wrap: (backend: Backend) => Backend = (backend) => backend) {
  const model: ModelInfo = await loadModel(directory);
  const backend = await createBackend({ directory, kind: "cpu", threads: 1 });
  const kinds: StepPlan["kind"][] = [];
  const recording: Backend = {
    ...forward(backend),
    step: (plans) => {
      kinds.push(...plans.map(({ kind }) => kind));
      return backend.step(plans);
    },
  };
  const counted = createMetrics();
  metrics.push(counted);
  const scheduler = new Scheduler({
    model,
    backend: wrap(recording),
    nodeId: "node-1",
    limits: { maxRunning: 1, maxQueued: 1 },
    observer: counted.observer,
  });
  const request = { ...makeRequest("a", { denoising: DENOISING }), model: model.id };
  const frames: Frame[] = await collect(scheduler.submit(request, new AbortController().signal));
  await scheduler.drain();
  await backend.dispose();
  const text = await counted.text();
  return { last: frames.at(-1), kinds, counters: text.split("\n").filter((line) => /^dyllm_numerical/.test(line)) };
}

function forward(backend: Backend): Backend {
  return {
    name: backend.name,
    threads: backend.threads,
    shape: backend.shape,
    open: (tokens) => backend.open(tokens),
    step: (plans) => backend.step(plans),
    warm: (slot, scope) => backend.warm(slot, scope),
    close: (slot, scope) => backend.close(slot, scope),
    usage: () => backend.usage(),
    dispose: () => backend.dispose(),
  };
}

/**
 * Writes the poisoned token to the canvas in every step whose number is in `calls`, so that keys, values and contexts in
 * the caches become NaN, and puts the right token back in the step after it.
 */
function poisoning(backend: Backend, calls: readonly number[]): Backend {
  let call = 0;
  let healing: StepPlan["changes"] | null = null;
  return {
    ...forward(backend),
    step: async (plans) => {
      call++;
      const changed = plans.map((plan): StepPlan => {
        if (calls.includes(call)) {
          healing = plan.changes;
          return { ...plan, changes: { ...plan.changes, tokens: plan.changes.tokens.map(() => POISON) } };
        }
        const changes = healing !== null && plan.kind === "dense" ? healing : plan.changes;
        healing = null;
        return { ...plan, changes };
      });
      return await backend.step(changed);
    },
  };
}

describe("NaN or infinity in a step", () => {
  it("ends a request with numerical_error, after one dense repetition, where a weight is infinite", async () => {
    await withCheckpoint({}, async (directory) => {
      await poisonWeights(directory, blockNames(1).down, 5);
      const { last, kinds, counters } = await answer(directory);
      expect(last).toMatchObject({ type: "error", code: "numerical_error" });
      expect(kinds).toEqual(["dense", "dense"]);
      expect(counters).toEqual(['dyllm_numerical_trouble_total{kind="dense"} 2']);
    });
  });

  it("is mended by one dense step where it came from a poisoned cache, and sparse steps go on", async () => {
    await withCheckpoint({}, async (directory) => {
      await poisonWeights(directory, EMBEDDING, POISON * TINY.hidden);
      const { last, kinds, counters } = await answer(directory, (backend) => poisoning(backend, [3]));
      expect(last?.type).toBe("done");
      expect(kinds.slice(0, 5)).toEqual(["dense", "sparse", "sparse", "dense", "sparse"]);
      expect(counters).toEqual(['dyllm_numerical_trouble_total{kind="sparse"} 1']);
    });
  });

  it("ends the request when it comes up again later", async () => {
    await withCheckpoint({}, async (directory) => {
      await poisonWeights(directory, EMBEDDING, POISON * TINY.hidden);
      const { last, kinds, counters } = await answer(directory, (backend) => poisoning(backend, [3, 6]));
      expect(last).toMatchObject({ type: "error", code: "numerical_error" });
      expect(kinds).toEqual(["dense", "sparse", "sparse", "dense", "sparse", "sparse"]);
      expect(counters).toEqual(['dyllm_numerical_trouble_total{kind="sparse"} 2']);
    });
  });

  it("is not counted in a request without any", async () => {
    await withCheckpoint({}, async (directory) => {
      const { last, counters } = await answer(directory);
      expect(last?.type).toBe("done");
      expect(counters).toEqual([]);
    });
  });
});
