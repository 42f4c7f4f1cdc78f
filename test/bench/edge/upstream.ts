/** The upstream of the bench, a process of its own: a node stub, and the same answers as an OpenAI server for Portkey. */
import { fork } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { readText, sendJson, startNodeStub } from "../../support/node-stub.ts";

/** How the answer of a request arises, told by its prompt: `pieces=<n> gap=<ms>`. */
const SHAPE = /pieces=(\d+) gap=(\d+)/;

interface Shape {
  readonly pieces: number;
  readonly gapMs: number;
}

/** The prompt that makes the upstream answer in `pieces` pieces, `gapMs` ms apart. */
export function promptFor(shape: Shape): string {
  return `pieces=${shape.pieces} gap=${shape.gapMs}`;
}

/** A piece says when it was sent (Unix ms with a fraction), so that a reader can tell how late it is. */
export function stampedPiece(): string {
  return `t=${(performance.timeOrigin + performance.now()).toFixed(3)} `;
}

export interface BenchUpstream {
  readonly url: string;
  stop(): void;
}

/** Starts this file as a process. */
export async function startUpstream(): Promise<BenchUpstream> {
  const child = fork(fileURLToPath(import.meta.url), ["--serve"], { execArgv: ["--import", "tsx"] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("message", (message) => resolve(String(message)));
    child.once("exit", () => reject(new Error("the upstream ended")));
  });
  return { url, stop: () => child.kill() };
}

function shapeOf(text: string): Shape {
  const [, pieces = "1", gap = "0"] = SHAPE.exec(text) ?? [];
  return { pieces: Number(pieces), gapMs: Number(gap) };
}

async function openAiAnswer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await readText(request);
  const { pieces, gapMs } = shapeOf(text);
  const base = { id: "chatcmpl-1", created: 1, model: "stub" };
  if (JSON.parse(text).stream !== true) {
    const message = { role: "assistant", content: "word ".repeat(pieces), refusal: null };
    sendJson(response, {
      ...base,
      object: "chat.completion",
      choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
      usage: { prompt_tokens: 11, completion_tokens: pieces, total_tokens: 11 + pieces },
    });
    return;
  }
  let open = true;
  response.once("close", () => {
    open = false;
  });
  const event = (delta: unknown, finish: string | null): void => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
    response.write(`data: ${JSON.stringify({ ...base, object: "chat.completion.chunk", choices })}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let i = 0; i < pieces && open; i++) {
    if (gapMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, gapMs));
    }
    event({ content: stampedPiece() }, null);
  }
  event({}, "stop");
  response.end("data: [DONE]\n\n");
}

if (process.argv.includes("--serve")) {
  const { url } = await startNodeStub({
    keepCalls: false,
    shape: (request) => shapeOf(JSON.stringify(request.input)),
    text: stampedPiece,
    intercept: (request, response) => {
      if (request.url === "/v1/chat/completions") {
        void openAiAnswer(request, response);
        return true;
      }
      return false;
    },
  });
  process.send?.(url);
  process.once("disconnect", () => process.exit(0));
}
