import { DENOISING_MODES, type Frame, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../../gpu-node/src/backend/backend.ts";
import { createBackend } from "../../gpu-node/src/backend/create-backend.ts";
import { WebGpuBackend } from "../../gpu-node/src/backend/webgpu/webgpu-backend.ts";
import { loadModel } from "../../gpu-node/src/model/load-model.ts";
import type { ModelInfo } from "../../gpu-node/src/model/types.ts";
import { Scheduler } from "../../gpu-node/src/scheduler/scheduler.ts";
import { DEVICE_START_MS, withoutVulkan } from "../support/software-vulkan.ts";
import { TINY_DIRECTORY } from "./fixture.ts";
import { randomInt, seededRandom } from "./rng.ts";

const SEED = 4_711;
const PROMPTS = 200;
/** Sequences in one packed step. */
const RUNNING = 8;

const skipped = await withoutVulkan();

/** Prompts of different length and mode, by turns. */
function request(random: () => number, id: number): GenerateRequest {
  const letters = Array.from({ length: 4 + randomInt(random, 30) }, () => "abcdefghinorstu ,"[randomInt(random, 17)]);
  return {
    version: PROTOCOL_VERSION,
    requestId: `prompt-${id}`,
    model: "tiny-llada",
    input: { kind: "chat", messages: [{ role: "user", content: letters.join("") }] },
    canvas: { maxTokens: 12, blockLength: 6 },
    sampling: { temperature: 0, seed: id },
    denoising: {
      mode: DENOISING_MODES[id % DENOISING_MODES.length] ?? "dense",
      steps: 6,
      tau: 0.99,
      denseSteps: 1,
      fullEvery: 3,
    },
    stop: [],
    timeoutMs: 600_000,
  };
}

async function collect(frames: AsyncIterable<Frame>): Promise<Frame[]> {
  const received: Frame[] = [];
  for await (const frame of frames) {
    received.push(frame);
  }
  return received;
}

/** Which tokens were committed where, in which step. */
function commits(frames: readonly Frame[]): string {
  return frames
    .flatMap((frame) => (frame.type === "committed" ? [`${frame.step}:${frame.positions}=${frame.tokens}`] : []))
    .join(" ");
}

describe.skipIf(skipped !== null)("decoding on the WebGPU backend", () => {
  let model: ModelInfo;
  let webgpu: Backend;
  let cpu: Backend;
  const limits = { maxRunning: RUNNING, maxQueued: PROMPTS };
  const scheduler = (backend: Backend): Scheduler => new Scheduler({ model, backend, nodeId: "decode-test", limits });
  const random = seededRandom(SEED);
  const requests = Array.from({ length: PROMPTS }, (_, id) => request(random, id));
  const decode = (on: Scheduler, asked: readonly GenerateRequest[]): Promise<string[]> =>
    Promise.all(asked.map(async (one) => commits(await collect(on.submit(one, new AbortController().signal)))));

  beforeAll(async () => {
    model = await loadModel(TINY_DIRECTORY);
    const directory = TINY_DIRECTORY;
    [cpu, webgpu] = await Promise.all([
      createBackend({ directory, kind: "cpu", threads: 1, maxSlots: RUNNING }),
      createBackend({ directory, kind: "webgpu", threads: null, maxSlots: RUNNING, precision: "fp32" }),
    ]);
  }, DEVICE_START_MS);

  afterAll(async () => {
    await Promise.all([webgpu.dispose(), cpu.dispose()]);
  });

  it(`commits the CPU backend's tokens, step by step, for ${PROMPTS} prompts run 8 at a time (seed ${SEED})`, async () => {
    const [ours, theirs] = [await decode(scheduler(webgpu), requests), await decode(scheduler(cpu), requests)];
    const wrong = requests.flatMap(({ requestId }, i) =>
      ours[i] === theirs[i] ? [] : [`${requestId}: ${ours[i]} instead of ${theirs[i]}`],
    );
    expect(wrong).toEqual([]);
    expect(new Set(theirs).size, "prompts that all give one answer prove nothing").toBeGreaterThan(PROMPTS / 4);
  });

  it("gives a request the same tokens whatever runs beside it, comes and goes", async () => {
    const alone = await decode(scheduler(webgpu), requests.slice(0, 1));
    const busy = scheduler(webgpu);
    const leaving = new AbortController();
    const others = requests
      .slice(1, 12)
      .map((one, i) => collect(busy.submit(one, i % 2 ? leaving.signal : new AbortController().signal)));
    const [watched] = requests;
    const together = watched === undefined ? [] : decode(busy, [watched]);
    setTimeout(() => leaving.abort(), 100);
    expect(await together).toEqual(alone);
    await Promise.all(others);
    await busy.drain();
    expect(await webgpu.usage()).toEqual({ slots: 0, cacheBytes: 0 });
  });

  it("frees a cancelled request's rows of the pool within a step", async () => {
    const on = scheduler(webgpu);
    const abort = new AbortController();
    const [first] = requests;
    if (first === undefined) {
      throw new Error("no request");
    }
    let committed = 0;
    for await (const frame of on.submit({ ...first, canvas: { maxTokens: 60 } }, abort.signal)) {
      committed += frame.type === "committed" ? 1 : 0;
      if (committed === 2) {
        abort.abort();
      }
    }
    await on.drain();
    expect(await webgpu.usage()).toEqual({ slots: 0, cacheBytes: 0 });
  });
});

describe.skipIf(skipped !== null)("a device that is lost", () => {
  it("is replaced once, the running answers go on; a second loss is reported, and the node lives", async () => {
    const model = await loadModel(TINY_DIRECTORY);
    const notices: string[] = [];
    const backend = await createBackend({
      directory: TINY_DIRECTORY,
      kind: "webgpu",
      threads: null,
      maxSlots: 2,
      precision: "fp32",
      notice: (message) => notices.push(message),
    });
    if (!(backend instanceof WebGpuBackend)) {
      throw new TypeError("not the WebGPU backend");
    }
    const kill = (): void => {
      process.kill(backend.pid ?? 0, "SIGKILL");
    };
    const scheduler = new Scheduler({ model, backend, nodeId: "loss-test", limits: { maxRunning: 2, maxQueued: 8 } });
    const random = seededRandom(SEED);
    /** Ends the device process at each of these numbers of committed frames. */
    const generate = async (id: number, killAt: number | null): Promise<Frame[]> => {
      const frames: Frame[] = [];
      let committed = 0;
      const asked = { ...request(random, id), canvas: { maxTokens: 24, blockLength: 8 } };
      for await (const frame of scheduler.submit(asked, new AbortController().signal)) {
        frames.push(frame);
        committed += frame.type === "committed" ? 1 : 0;
        if (frame.type === "committed" && committed === killAt) {
          kill();
        }
      }
      return frames;
    };
    const [lost, beside] = await Promise.all([generate(1, 2), generate(2, null)]);
    expect(lost?.at(-1)?.type).toBe("done");
    expect(beside?.at(-1)?.type).toBe("done");
    expect(notices.at(-1)).toMatch(/^the device was lost and has been replaced, [12] canvases go on: .*SIGKILL/);
    const again = await generate(3, 1);
    expect(again.at(-1)).toMatchObject({ type: "error" });
    await expect(backend.usage()).rejects.toMatchObject({ code: "unavailable" });
    await scheduler.close();
    await backend.dispose();
  });
});
