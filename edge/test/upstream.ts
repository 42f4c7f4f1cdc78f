/** Nodes as the gateway's `fetch` meets them: real signatures, statuses and encoded frames, without a network. */
import {
  encodeFrame,
  type Frame,
  GENERATE_PATH,
  type GenerateRequest,
  type NodeStatus,
  type UnnumberedFrame,
} from "@dyllm/shared";
import { vi } from "vitest";

export const MODEL = "org/demo";

/** What a node does with a generation: answer with frames, refuse, or break off. */
export type NodeAnswer = (request: GenerateRequest) => Response | Promise<Response>;

/** Every request that reached a node, by its node's host. */
export interface SeenRequest {
  readonly host: string;
  readonly request: GenerateRequest;
  /** Aborted when the gateway gives the request up. */
  readonly signal: AbortSignal;
}

/**
 * Serves the given hosts for the rest of the test and returns what they are sent. Other hosts refuse to connect.
 *
 * @param statuses what a host says of itself in place of {@link nodeStatusOf}
 */
export function serveNodes(
  answers: Readonly<Record<string, NodeAnswer>>,
  statuses: Readonly<Record<string, NodeStatus>> = {},
): SeenRequest[] {
  const seen: SeenRequest[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const answer = answers[url.host];
    if (answer === undefined) {
      throw new TypeError("connection refused");
    }
    if (url.pathname !== GENERATE_PATH) {
      return Response.json(statuses[url.host] ?? nodeStatusOf(url.host));
    }
    const generation = await request.json<GenerateRequest>();
    seen.push({ host: url.host, request: generation, signal: request.signal });
    return await answer(generation);
  });
  return seen;
}

/** The body of an answer as it comes over the network: a byte stream of the runtime's own. */
export function nodeBody(source: UnderlyingSource<Uint8Array>): ReadableStream<Uint8Array> {
  const { readable, writable } = new IdentityTransformStream();
  // A reader that leaves, and a source that breaks, are what some tests are about.
  pump(new ReadableStream<Uint8Array>(source), writable.getWriter()).catch(() => {});
  return readable;
}

/** `pipeTo`, which in workerd also reports a broken source where nobody can catch it. */
async function pump(source: ReadableStream<Uint8Array>, sink: WritableStreamDefaultWriter<Uint8Array>): Promise<void> {
  const reader = source.getReader();
  // A reader that left is told to the source at once, not at its next piece.
  sink.closed.catch((problem: unknown) => reader.cancel(problem)).catch(() => {});
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      await sink.write(next.value);
    }
    await sink.close();
  } catch (problem) {
    await Promise.allSettled([sink.abort(problem), reader.cancel(problem)]);
  }
}

/** A node's whole answer, numbered and encoded as a node does it. `broken`: the connection dies after the last frame. */
export function frameResponse(frames: readonly UnnumberedFrame[], broken = false): Response {
  const lines = frames.map((frame, seq) => encodeFrame({ ...frame, seq } as Frame));
  const body = nodeBody({
    start(controller) {
      for (const line of lines) {
        controller.enqueue(new TextEncoder().encode(line));
      }
    },
    pull(controller) {
      if (broken) {
        controller.error(new Error("connection reset"));
      } else {
        controller.close();
      }
    },
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson" } });
}

/** The first frame at once, the others `ms` later; `broken` as in {@link frameResponse}. */
export function slowResponse(frames: readonly UnnumberedFrame[], ms: number, broken = false): Response {
  const [first, ...rest] = frames.map((frame, seq) => encodeFrame({ ...frame, seq } as Frame));
  const body = nodeBody({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode(first));
      await scheduler.wait(ms);
      if (broken) {
        controller.error(new Error("connection reset"));
      } else {
        controller.enqueue(new TextEncoder().encode(rest.join("")));
        controller.close();
      }
    },
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson" } });
}

/** The frames of an answer in the given pieces: one step and one token for each. */
export function answerFrames(request: { readonly requestId: string }, pieces: readonly string[]): UnnumberedFrame[] {
  return [
    {
      type: "accepted",
      version: 1,
      requestId: request.requestId,
      nodeId: "node",
      model: MODEL,
      promptTokens: 11,
      canvas: { length: 64, blockLength: 32 },
    },
    ...pieces.flatMap((text, i): UnnumberedFrame[] => [
      { type: "committed", step: i + 1, positions: [i], tokens: [i], confidences: [1] },
      { type: "text", text },
    ]),
    {
      type: "usage",
      promptTokens: 11,
      completionTokens: pieces.length,
      steps: pieces.length,
      salientFraction: 0.25,
      computeShare: 0.5,
      cachedTokens: 1,
    },
    { type: "done", finishReason: "stop" },
  ];
}

/** What an idle node says of itself. */
export function nodeStatusOf(nodeId: string): NodeStatus {
  return {
    version: 1,
    nodeId,
    software: "test",
    backend: "cpu",
    models: [
      { id: MODEL, created: 1_790_000_000, ownedBy: "dyllm", contextLength: 2048, defaultMaxTokens: 64, denoising: {} },
    ],
    capacity: { running: 4, queued: 8 },
    running: 0,
    queued: 0,
    stepsPerSecond: 0,
    tokensPerSecond: 0,
    salientFraction: 0,
    draining: false,
  };
}
