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
    return { running: 1, queued: 0, stepsPerSecond: 0, tokensPerSecond: 0, salientFraction: 0 };
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
