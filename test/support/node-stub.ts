/** A node that speaks the protocol and computes nothing: for timing the gateway alone, and for nodes that misbehave. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import {
  encodeFrame,
  FRAMES_CONTENT_TYPE,
  type Frame,
  GENERATE_PATH,
  type GenerateRequest,
  KEEP_ALIVE_HEADER,
  type NodeStatus,
  STATUS_PATH,
  type UnnumberedFrame,
} from "@dyllm/shared";

export const STUB_MODEL = "stub";

/** Size of the canvas and its blocks, in tokens; no answer of a stub is longer. */
const CANVAS_TOKENS = 1_024;
const BLOCK_TOKENS = 32;

/** One generation as the stub got it, and when (`performance.now()` at both ends, in ms). */
export interface StubCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly request: GenerateRequest;
  readonly receivedMs: number;
  endedMs: number | null;
  /** Pieces handed to the connection so far; like a real node, the stub waits for its reader. */
  sent: number;
  /** The connection was closed before the answer was complete. */
  aborted: boolean;
}

/** What the stub answers; the defaults make an answer of one piece, at once. */
export interface StubOptions {
  readonly nodeId?: string;
  readonly model?: string;
  /** Pieces of the answer for a request, and the time before each of them in ms. Default: one piece, at once. */
  readonly shape?: (request: GenerateRequest) => { readonly pieces: number; readonly gapMs: number };
  /** Text of a piece; called when it is sent. */
  readonly text?: (index: number) => string;
  /** Answers by itself what it wants to; true when it did. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** False where calls would pile up (load tests). */
  readonly keepCalls?: boolean;
}

export interface NodeStub {
  readonly url: string;
  readonly server: Server;
  /** Every generation so far. */
  readonly calls: StubCall[];
  /** Generations under way. */
  open(): number;
  close(): Promise<void>;
}

/** Starts a stub on a free loopback port. Signatures are accepted as they are: what they protect is tested on real nodes. */
export async function startNodeStub(options: StubOptions = {}): Promise<NodeStub> {
  const calls: StubCall[] = [];
  let open = 0;
  const server = createServer((request, response) => {
    if (options.intercept?.(request, response) === true) {
      return;
    }
    if (request.url === STATUS_PATH) {
      sendJson(response, stubStatus(options));
      return;
    }
    if (request.url !== GENERATE_PATH) {
      response.writeHead(404).end();
      return;
    }
    open++;
    // A caller that goes away in mid-request leaves nothing to answer.
    void generate(request, response, options, calls)
      .catch(() => response.destroy())
      .finally(() => {
        open--;
      });
  });
  server.maxConnections = 20_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    calls,
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The status a stub gives: idle, with room for everything. */
export function stubStatus(options: StubOptions): NodeStatus {
  return {
    version: 1,
    nodeId: options.nodeId ?? "stub",
    software: "stub",
    backend: "cpu",
    models: [
      {
        id: options.model ?? STUB_MODEL,
        created: 1_790_000_000,
        ownedBy: "dyllm",
        contextLength: 4096,
        defaultMaxTokens: 64,
        denoising: {},
      },
    ],
    capacity: { running: 10_000, queued: 10_000 },
    running: 0,
    queued: 0,
    stepsPerSecond: 0,
    tokensPerSecond: 0,
    salientFraction: 0,
    draining: false,
  };
}

/** A connection that was closed is seen at the next write at the latest. */
async function generate(
  incoming: IncomingMessage,
  response: ServerResponse,
  options: StubOptions,
  calls: StubCall[],
): Promise<void> {
  const receivedMs = performance.now();
  const request: GenerateRequest = JSON.parse(await readText(incoming));
  const call: StubCall = {
    path: incoming.url ?? "",
    headers: incoming.headers,
    request,
    receivedMs,
    endedMs: null,
    sent: 0,
    aborted: false,
  };
  if (options.keepCalls !== false) {
    calls.push(call);
  }
  let wake = (): void => {};
  response.once("close", () => {
    call.aborted = !response.writableFinished;
    wake();
  });
  const { pieces: count, gapMs } = options.shape?.(request) ?? { pieces: 1, gapMs: 0 };
  const { keepAliveMs } = request;
  let seq = 0;
  const send = async (frames: readonly UnnumberedFrame[]): Promise<void> => {
    if (!response.write(frames.map((frame) => encodeFrame({ ...frame, seq: seq++ } as Frame)).join(""))) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        response.once("drain", resolve);
      });
    }
  };
  const promise = keepAliveMs === undefined ? {} : { [KEEP_ALIVE_HEADER]: String(keepAliveMs) };
  response.writeHead(200, { "content-type": FRAMES_CONTENT_TYPE, ...promise });
  await send([accepted(request, options)]);
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms);
    });
  for (let i = 0; i < count && !call.aborted; i++) {
    for (let leftMs = gapMs; leftMs > 0 && !call.aborted; leftMs -= keepAliveMs ?? gapMs) {
      await pause(Math.min(leftMs, keepAliveMs ?? gapMs));
      if (keepAliveMs !== undefined && leftMs > keepAliveMs) {
        // A sign of life, as a node gives it while a step takes long.
        response.write("\n");
      }
    }
    if (!call.aborted) {
      call.sent++;
      await send([
        { type: "committed", step: i + 1, positions: [i], tokens: [i + 1], confidences: [1] },
        { type: "text", text: options.text?.(i) ?? "word " },
      ]);
    }
  }
  if (!call.aborted) {
    await send([
      { type: "usage", promptTokens: 11, completionTokens: count, steps: count, salientFraction: 0.25 },
      { type: "done", finishReason: "stop" },
    ]);
    response.end();
  }
  call.endedMs = performance.now();
}

function accepted(request: GenerateRequest, options: StubOptions): UnnumberedFrame {
  return {
    type: "accepted",
    version: 1,
    requestId: request.requestId,
    nodeId: options.nodeId ?? "stub",
    model: request.model,
    promptTokens: 11,
    canvas: { length: CANVAS_TOKENS, blockLength: BLOCK_TOKENS },
  };
}

/** The whole body of a request as text. */
export async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Answers with a JSON value. */
export function sendJson(response: ServerResponse, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}
