import { setImmediate as nextTurn } from "node:timers/promises";
import type { Frame, GenerateRequest } from "@dyllm/shared";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeRequest, makeScheduler } from "./testing/harness.ts";

const SEED = 60_214;
const RUNS = 40;

const denoising = fc.record({
  mode: fc.constantFrom("dense", "dyllm", "dyllm-exact"),
  denseSteps: fc.integer({ min: 1, max: 3 }),
  fullEvery: fc.integer({ min: 1, max: 4 }),
  refreshEvery: fc.integer({ min: 0, max: 5 }),
  confidenceThreshold: fc.constantFrom(null, 0.5),
});
const requestParts = fc.record({
  denoising,
  maxTokens: fc.integer({ min: 1, max: 24 }),
  temperature: fc.constantFrom(0, 1),
  seed: fc.nat(),
  stop: fc.constantFrom<string[][]>([], ["a"], ["bc", " "]),
  /** Event-loop turns before it is submitted. */
  delay: fc.nat({ max: 12 }),
  /** Committed frames after which the reader leaves; null: stays. */
  leaveAfter: fc.constantFrom(null, null, 0, 1, 3),
});

type Parts = typeof requestParts extends fc.Arbitrary<infer T> ? T : never;

function toRequest(parts: Parts, id: number): GenerateRequest {
  return makeRequest(`r${id}`, {
    canvas: { maxTokens: parts.maxTokens },
    sampling: { temperature: parts.temperature, seed: parts.seed },
    denoising: parts.denoising,
    stop: parts.stop,
  });
}

async function readUntil(frames: AsyncIterable<Frame>, leaveAfter: number | null): Promise<Frame[]> {
  const seen: Frame[] = [];
  let committed = 0;
  for await (const frame of frames) {
    seen.push(frame);
    committed += frame.type === "committed" ? 1 : 0;
    if (leaveAfter !== null && committed >= leaveAfter) {
      break;
    }
  }
  return seen;
}

describe("what runs beside a request", () => {
  it(`does not change its frames, whatever comes, waits, goes or stays (seed ${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(requestParts, { minLength: 1, maxLength: 6 }), async (all) => {
        const busy = makeScheduler({}, { limits: { maxRunning: 3, maxQueued: 6 } });
        const together = await Promise.all(
          all.map(async (parts, id) => {
            for (let turn = 0; turn < parts.delay; turn++) {
              await nextTurn();
            }
            const signal = new AbortController().signal;
            return readUntil(busy.scheduler.submit(toRequest(parts, id), signal), parts.leaveAfter);
          }),
        );
        await busy.scheduler.drain();
        expect((await busy.backend.usage()).slots).toBe(0);
        for (const [id, parts] of all.entries()) {
          const alone = await makeScheduler().run(toRequest(parts, id));
          expect(alone.at(-1)?.type).toBe("done");
          expect(together[id]).toEqual(parts.leaveAfter === null ? alone : alone.slice(0, together[id]?.length ?? 0));
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it(`cancelled at any step it leaves no open slot and the others' frames alone (seed ${SEED})`, async () => {
    await fc.assert(
      fc.asyncProperty(requestParts, requestParts, fc.integer({ min: 1, max: 20 }), async (kept, gone, call) => {
        const controller = new AbortController();
        const { scheduler, backend, run, requests } = makeScheduler({
          beforeStep: (n) => (n === call ? controller.abort() : undefined),
        });
        const [frames, cut] = await Promise.all([run(toRequest(kept, 1)), run(toRequest(gone, 2), controller.signal)]);
        await scheduler.drain();
        expect((await backend.usage()).slots).toBe(0);
        expect(requests.length).toBe(2);
        const alone = await makeScheduler().run(toRequest(kept, 1));
        expect(frames).toEqual(alone);
        const last = cut.at(-1);
        expect(last?.type === "done" || (last?.type === "error" && last.code === "cancelled")).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
