import type { Frame, GenerateRequest } from "@dyllm/shared";
import { BYTE_MODEL } from "../../denoiser/testing/byte-model.ts";
import { hashedScript } from "../../denoiser/testing/scripted-slot.ts";
import { Scheduler, type SchedulerDeps } from "../scheduler.ts";
import type { RequestObservation, SchedulerObserver, StepObservation } from "../types.ts";
import { ScriptedBackend, type ScriptedBackendOptions } from "./scripted-backend.ts";

/** No answer of a test model takes this long. */
const AMPLE_MS = 20_000;

/** A request for the byte model with a prompt of its own. */
export function makeRequest(id: string, changes: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    version: 1,
    requestId: id,
    model: BYTE_MODEL.id,
    input: { kind: "text", text: `prompt ${id}` },
    canvas: { maxTokens: 16 },
    sampling: { temperature: 0, seed: 1 },
    denoising: {},
    stop: [],
    timeoutMs: AMPLE_MS,
    ...changes,
  };
}

/** A scheduler over a scripted backend, with all it observed. */
export function makeScheduler(
  backendOptions: Partial<ScriptedBackendOptions> = {},
  deps: Partial<Omit<SchedulerDeps, "backend" | "observer">> = {},
  observer: Pick<SchedulerObserver, "trace"> = {},
) {
  const backend = new ScriptedBackend({ script: hashedScript(40), ...backendOptions });
  const steps: StepObservation[] = [];
  const requests: RequestObservation[] = [];
  const failures: unknown[] = [];
  const scheduler = new Scheduler({
    model: BYTE_MODEL,
    backend,
    nodeId: "node-1",
    limits: { maxRunning: 4, maxQueued: 8 },
    observer: {
      ...observer,
      stepFinished: (step) => steps.push(step),
      requestFinished: (request) => requests.push(request),
      backendFailed: (error) => failures.push(error),
    },
    ...deps,
  });
  const run = (request: GenerateRequest, signal: AbortSignal = new AbortController().signal) =>
    collect(scheduler.submit(request, signal));
  return { scheduler, backend, steps, requests, failures, run };
}

/** All frames of a stream. */
export async function collect(frames: AsyncIterable<Frame>): Promise<Frame[]> {
  const all: Frame[] = [];
  for await (const frame of frames) {
    all.push(frame);
  }
  return all;
}
