import { type Frame, type GenerateRequest, PROTOCOL_VERSION } from "@dyllm/shared";
import type { NodeContext } from "../context.ts";

/** What a {@link FrameSource} does with a request: the frames it sends, in order. */
export type FrameScript = (request: GenerateRequest, signal: AbortSignal) => AsyncIterable<Frame>;

/** Stands where the scheduler stands, with frames of the test's choosing: for failures a real scheduler does not have. */
export class FrameSource implements Pick<NodeContext["scheduler"], "submit" | "snapshot"> {
  readonly #script: FrameScript;

  constructor(script: FrameScript) {
    this.#script = script;
  }

  submit(request: GenerateRequest, signal: AbortSignal): AsyncIterable<Frame> {
    return this.#script(request, signal);
  }

  snapshot() {
    return { running: 1, queued: 2, stepsPerSecond: 12.5, tokensPerSecond: 40, salientFraction: 0.25 };
  }
}

/** The first frame of every accepted request. */
export function acceptedFrame(request: GenerateRequest): Frame {
  return {
    type: "accepted",
    seq: 0,
    version: PROTOCOL_VERSION,
    requestId: request.requestId,
    nodeId: "node-1",
    model: request.model,
    promptTokens: 4,
    canvas: { length: request.canvas.maxTokens, blockLength: 8 },
  };
}

/** A whole short answer. */
export async function* shortAnswer(request: GenerateRequest): AsyncGenerator<Frame> {
  yield acceptedFrame(request);
  yield { type: "committed", seq: 1, step: 1, positions: [0, 1], tokens: [104, 105], confidences: [0.9, 0.8] };
  yield { type: "text", seq: 2, text: "hi" };
  yield { type: "usage", seq: 3, promptTokens: 4, completionTokens: 2, steps: 1, salientFraction: 1 };
  yield { type: "done", seq: 4, finishReason: "stop" };
}
