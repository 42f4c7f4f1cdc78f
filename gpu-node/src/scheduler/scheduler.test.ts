import { setImmediate as nextTurn } from "node:timers/promises";
import { DyllmError, EMPTY_CANVAS, type Frame, frame as frameSchema, recordFrame } from "@dyllm/shared";
import { describe, expect, it, vi } from "vitest";
import { BackendError, type StepPlan } from "../backend/backend.ts";
import { BYTE_MODEL, bytesOf, EOS } from "../denoiser/testing/byte-model.ts";
import { fixedScript } from "../denoiser/testing/scripted-slot.ts";
import { collect, makeRequest, makeScheduler } from "./testing/harness.ts";

const types = (frames: readonly Frame[]) => frames.map((frame) => frame.type);
const never = new AbortController().signal;

function refusal(submit: () => unknown): DyllmError {
  try {
    submit();
  } catch (error) {
    if (error instanceof DyllmError) {
      return error;
    }
    throw error;
  }
  throw new Error("the request was not refused");
}

/** A gate the scripted backend waits at in its steps. */
function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, wait: () => opened };
}

describe("Scheduler", () => {
  it("answers with valid, numbered frames: accepted first, usage and done last", async () => {
    const { run, backend, requests } = makeScheduler({ script: fixedScript([...bytesOf("Hi, é!"), EOS]) });
    const frames = await run(makeRequest("r1"));
    for (const [i, frame] of frames.entries()) {
      expect(frameSchema.parse(frame)).toEqual(frame);
      expect(frame.seq).toBe(i);
    }
    expect(frames[0]).toEqual({
      type: "accepted",
      seq: 0,
      version: 1,
      requestId: "r1",
      nodeId: "node-1",
      model: "byte-model",
      promptTokens: 9,
      canvas: { length: 16, blockLength: 8 },
    });
    expect(types(frames).slice(-2)).toEqual(["usage", "done"]);
    expect(frames.reduce(recordFrame, EMPTY_CANVAS)).toMatchObject({ text: "Hi, é!", end: "done" });
    expect(requests).toMatchObject([{ outcome: "stop", tokens: 7 }]);
    await nextTurn();
    await nextTurn();
    expect((await backend.usage()).slots).toBe(0);
  });

  it("runs up to maxRunning sequences in one backend call and takes the others first come first served", async () => {
    const { scheduler, backend, run } = makeScheduler({}, { limits: { maxRunning: 2, maxQueued: 8 } });
    const order: string[] = [];
    await Promise.all(["a", "b", "c", "d", "e"].map((id) => run(makeRequest(id)).then(() => order.push(id))));
    await scheduler.drain();
    expect(Math.max(...backend.calls.map((plans) => plans.length))).toBe(2);
    expect(backend.peakSlots).toBe(2);
    const firstCall = (slot: number) => backend.calls.findIndex((plans) => plans.some((plan) => plan.slot === slot));
    const begins = [1, 2, 3, 4, 5].map(firstCall);
    expect(begins).toEqual(begins.toSorted((a, b) => a - b));
    expect(order.length).toBe(5);
  });

  it("lets running sequences take turns where all together would take longer than a step's target", async () => {
    let now = 0;
    const deps = { clock: () => now, limits: { maxRunning: 4, maxQueued: 8, stepTargetMs: 25 } };
    const beforeStep = (_: number, plans: readonly StepPlan[]) => {
      now += 10 * plans.length;
    };
    const { scheduler, backend, run } = makeScheduler({ beforeStep }, deps);
    const alone = await run(makeRequest("a"));
    const before = backend.calls.length;
    const ids = ["a", "b", "c", "d"];
    const [together] = await Promise.all(ids.map((id) => run(makeRequest(id))));
    await scheduler.drain();
    const calls = backend.calls.slice(before).map((plans) => plans.map(({ slot }) => slot));
    expect(Math.max(...calls.map((slots) => slots.length))).toBeLessThanOrEqual(2);
    expect(new Set(calls.slice(0, 6).flat()).size).toBe(4);
    const text = (frames: readonly Frame[]) => frames.reduce(recordFrame, EMPTY_CANVAS).text;
    expect(text(together ?? [])).toBe(text(alone));
  });

  it.each([
    ["another model", makeRequest("x", { model: "other" }), "model_not_found"],
    ["a canvas over the limit", makeRequest("x", { canvas: { maxTokens: 256 } }), "context_length_exceeded"],
    ["contradictory options", makeRequest("x", { denoising: { steps: 2, confidenceThreshold: 0.5 } }), "invalid_value"],
    [
      "a resume record that does not fit",
      makeRequest("x", { resume: { positions: [99], tokens: [1], steps: 1, textLength: 0 } }),
      "invalid_value",
    ],
  ])("refuses %s before the first frame", async (_what, request, code) => {
    const { scheduler, requests } = makeScheduler();
    expect(refusal(() => scheduler.submit(request, never)).code).toBe(code);
    expect([scheduler.snapshot().queued, requests]).toEqual([0, []]);
  });

  it("refuses with queue_full and a time to come back when all places are taken", async () => {
    const held = gate();
    const { scheduler, run } = makeScheduler({ beforeStep: held.wait }, { limits: { maxRunning: 1, maxQueued: 1 } });
    const taken = [run(makeRequest("a")), run(makeRequest("b"))];
    const error = refusal(() => scheduler.submit(makeRequest("c"), never));
    expect([error.code, (error.retryAfterMs ?? 0) > 0]).toEqual(["queue_full", true]);
    await nextTurn();
    expect(scheduler.snapshot()).toMatchObject({ running: 1, queued: 1 });
    held.open();
    expect((await Promise.all(taken)).map((frames) => frames.at(-1)?.type)).toEqual(["done", "done"]);
    expect((await run(makeRequest("c"))).at(-1)?.type).toBe("done");
  });

  it("keeps no queue with maxQueued 0, yet fills every running place", async () => {
    const { scheduler, run } = makeScheduler({}, { limits: { maxRunning: 2, maxQueued: 0 } });
    const taken = [run(makeRequest("a")), run(makeRequest("b"))];
    expect(refusal(() => scheduler.submit(makeRequest("c"), never)).code).toBe("queue_full");
    await Promise.all(taken);
  });

  it("buffers for a reader that comes when all is over", async () => {
    const { scheduler } = makeScheduler();
    const stream = scheduler.submit(makeRequest("slow"), never);
    const other = await collect(scheduler.submit(makeRequest("slow"), never));
    await scheduler.drain();
    expect(await collect(stream)).toEqual(other);
  });

  it("ends an aborted request with usage and an error, and gives it no further step", async () => {
    const controller = new AbortController();
    const { backend, run, requests, scheduler } = makeScheduler({
      beforeStep: (call) => (call === 3 ? controller.abort() : undefined),
    });
    const frames = await run(makeRequest("a"), controller.signal);
    expect(types(frames).slice(-2)).toEqual(["usage", "error"]);
    expect(frames.at(-1)).toMatchObject({ code: "cancelled", param: null });
    await scheduler.drain();
    expect([backend.calls.length, (await backend.usage()).slots]).toEqual([3, 0]);
    expect(requests).toMatchObject([{ outcome: "cancelled", steps: 2 }]);
  });

  it("takes nothing on for a request that is aborted before it is submitted", async () => {
    const { backend, run } = makeScheduler();
    expect(types(await run(makeRequest("a"), AbortSignal.abort()))).toEqual(["accepted", "usage", "error"]);
    expect(backend.peakSlots).toBe(0);
  });

  it("cancels when the reader leaves", async () => {
    const { backend, scheduler, requests } = makeScheduler();
    for await (const frame of scheduler.submit(makeRequest("a"), never)) {
      if (frame.type === "committed") {
        break;
      }
    }
    await scheduler.drain();
    expect(backend.calls.length).toBeLessThan(5);
    expect((await backend.usage()).slots).toBe(0);
    expect(requests).toMatchObject([{ outcome: "cancelled" }]);
  });

  it("takes an aborted request off the queue at once", async () => {
    const held = gate();
    const { scheduler, run } = makeScheduler({ beforeStep: held.wait }, { limits: { maxRunning: 1, maxQueued: 1 } });
    const first = run(makeRequest("a"));
    const controller = new AbortController();
    const second = run(makeRequest("b"), controller.signal);
    controller.abort();
    expect((await second).at(-1)).toMatchObject({ type: "error", code: "cancelled" });
    expect(scheduler.snapshot().queued).toBe(0);
    held.open();
    expect((await first).at(-1)?.type).toBe("done");
  });

  it("counts queue time against the deadline, on its own clock", async () => {
    let now = 0;
    const work = () => {
      now += 10;
    };
    const { run, backend, requests, scheduler } = makeScheduler(
      { beforeStep: work },
      { clock: () => now, limits: { maxRunning: 1, maxQueued: 4 } },
    );
    const [first, second] = await Promise.all([run(makeRequest("a")), run(makeRequest("b", { timeoutMs: 15 }))]);
    expect(first.at(-1)?.type).toBe("done");
    expect(types(second)).toEqual(["accepted", "usage", "error"]);
    expect(second.at(-1)).toMatchObject({ code: "timeout" });
    expect(backend.peakSlots).toBe(1);
    const third = await run(makeRequest("c", { timeoutMs: 25 }));
    expect(third.at(-2)).toMatchObject({ type: "usage", steps: 3 });
    await scheduler.drain();
    expect(requests.map(({ outcome }) => outcome).slice(-1)).toEqual(["timeout"]);
  });

  it("tells the reader of a timeout while a step hangs", async () => {
    const held = gate();
    const { run, backend, scheduler } = makeScheduler({ beforeStep: held.wait });
    const frames = await run(makeRequest("a", { timeoutMs: 30 }));
    expect(frames.at(-1)).toMatchObject({ type: "error", code: "timeout" });
    held.open();
    await scheduler.drain();
    expect((await backend.usage()).slots).toBe(0);
  });

  it("leaves no timer and no abort listener behind, however requests end", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { run, scheduler } = makeScheduler({}, { limits: { maxRunning: 1, maxQueued: 4 } });
      const controller = new AbortController();
      const remove = vi.spyOn(controller.signal, "removeEventListener");
      const done = run(makeRequest("a"), controller.signal);
      const left = scheduler.submit(makeRequest("b"), controller.signal)[Symbol.asyncIterator]();
      expect(vi.getTimerCount()).toBe(2);
      await left.return?.();
      await done;
      expect([vi.getTimerCount(), remove.mock.calls.length]).toEqual([0, 2]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("ends the requests of a failed step with an error and goes on with the next", async () => {
    const failure = new BackendError("failed", "secret detail");
    const { run, backend, failures, scheduler } = makeScheduler({
      beforeStep: (call) => (call === 4 ? Promise.reject(failure) : undefined),
    });
    const broken = await Promise.all([run(makeRequest("a")), run(makeRequest("b"))]);
    for (const frames of broken) {
      expect(types(frames).slice(-2)).toEqual(["usage", "error"]);
      expect(frames.at(-1)).toMatchObject({ code: "internal_error" });
      expect(JSON.stringify(frames)).not.toContain("secret detail");
    }
    expect(failures).toEqual([failure]);
    expect((await run(makeRequest("c"))).at(-1)?.type).toBe("done");
    await scheduler.drain();
    expect((await backend.usage()).slots).toBe(0);
  });

  it("ends only the sequence whose numbers break down", async () => {
    const { run } = makeScheduler({
      onResult: (result, plan) => void (plan.slot === 1 && result.confidences.fill(Number.NaN)),
    });
    const [broken, sound] = await Promise.all([run(makeRequest("a")), run(makeRequest("b"))]);
    expect(broken.at(-1)).toMatchObject({ type: "error", code: "numerical_error" });
    expect(sound.at(-1)?.type).toBe("done");
  });

  it("ends a sequence that is given another one's result", async () => {
    const { run, failures } = makeScheduler({ onResult: (result) => void Object.assign(result, { slot: 99 }) });
    expect((await run(makeRequest("a"))).at(-1)).toMatchObject({ code: "internal_error" });
    expect(failures.length).toBe(1);
  });

  it("lets a request wait for memory while others hold it, and refuses it when nothing is left to wait for", async () => {
    const { run, backend } = makeScheduler({ maxSlots: 1 });
    const all = await Promise.all(["a", "b", "c"].map((id) => run(makeRequest(id))));
    expect(all.map((frames) => frames.at(-1)?.type)).toEqual(["done", "done", "done"]);
    expect(backend.peakSlots).toBe(1);
    const none = makeScheduler({ maxSlots: 0 });
    expect((await none.run(makeRequest("a"))).at(-1)).toMatchObject({ type: "error", code: "no_capacity" });
  });

  it("resumes where another node stopped and repeats nothing", async () => {
    const whole = await makeScheduler().run(makeRequest("a"));
    const resume = { positions: [0, 1], tokens: [97, 98], steps: 2, textLength: 1 };
    const rest = await makeScheduler().run(makeRequest("a", { resume }));
    expect(whole.at(-1)?.type).toBe("done");
    expect(types(rest).slice(0, 3)).toEqual(["accepted", "text", "committed"]);
    expect(rest[1]).toMatchObject({ text: "b" });
    expect(rest[2]).toMatchObject({ step: 3 });
    const positions = rest.flatMap((frame) => (frame.type === "committed" ? frame.positions : []));
    expect(positions.filter((position) => position < 2)).toEqual([]);
  });

  it("closes a resumed request that was complete without asking the backend", async () => {
    const { run, backend } = makeScheduler();
    const resume = { positions: [0, 1], tokens: [97, EOS], steps: 2, textLength: 0 };
    expect(types(await run(makeRequest("a", { resume })))).toEqual(["accepted", "text", "usage", "done"]);
    expect(backend.peakSlots).toBe(0);
  });

  it("drains: finishes what it took in, the queue too, and refuses what comes", async () => {
    const { scheduler, run, backend } = makeScheduler({}, { limits: { maxRunning: 1, maxQueued: 4 } });
    const taken = Promise.all([run(makeRequest("a")), run(makeRequest("b"))]);
    const drained = scheduler.drain();
    expect(refusal(() => scheduler.submit(makeRequest("c"), never)).code).toBe("draining");
    await drained;
    expect((await backend.usage()).slots).toBe(0);
    expect((await taken).map((frames) => frames.at(-1)?.type)).toEqual(["done", "done"]);
  });

  it("closes: ends running and queued requests with an error and frees their slots", async () => {
    const { scheduler, run, backend } = makeScheduler({}, { limits: { maxRunning: 1, maxQueued: 4 } });
    const taken = Promise.all([run(makeRequest("a")), run(makeRequest("b"))]);
    await nextTurn();
    await scheduler.close();
    expect((await taken).map((frames) => frames.at(-1))).toMatchObject([{ code: "draining" }, { code: "draining" }]);
    expect((await backend.usage()).slots).toBe(0);
    await scheduler.drain();
  });

  it("observes every round and shows its rates", async () => {
    let now = 0;
    const work = () => {
      now += 50;
    };
    const { scheduler, run, steps, backend } = makeScheduler(
      { beforeStep: work, script: fixedScript(bytesOf("abcdefghijklmnop")) },
      { clock: () => now },
    );
    await Promise.all([run(makeRequest("a")), run(makeRequest("b", { denoising: { mode: "dyllm", denseSteps: 1 } }))]);
    await scheduler.drain();
    expect(steps.length).toBe(backend.calls.length);
    expect(steps.map((step) => step.kind)).toContain("mixed");
    expect(steps.every((step) => step.ms === 50 && step.salient <= step.active && step.active > 0)).toBe(true);
    const { stepsPerSecond, tokensPerSecond, salientFraction } = scheduler.snapshot();
    expect([stepsPerSecond, tokensPerSecond]).toEqual([32 / (0.05 * steps.length), 32 / (0.05 * steps.length)]);
    expect(salientFraction).toBeGreaterThan(0);
    expect(salientFraction).toBeLessThan(1);
    now += 120_000;
    expect(scheduler.snapshot()).toEqual({
      running: 0,
      queued: 0,
      stepsPerSecond: 0,
      tokensPerSecond: 0,
      salientFraction: 0,
    });
  });

  it("does not take a mask id in a prompt for a position to fill", async () => {
    const tokenizer = { ...BYTE_MODEL.tokenizer, encode: () => [1, BYTE_MODEL.config.maskToken, 2] };
    const { run, backend } = makeScheduler({}, { model: { ...BYTE_MODEL, tokenizer } });
    const frames = await run(makeRequest("a"));
    expect(frames.at(-1)?.type).toBe("done");
    expect(backend.calls.flat().every((plan) => plan.score.every((row) => row >= 3))).toBe(true);
  });
});
