import { toDyllmError } from "@dyllm/shared";
import { type ChatCompletionRequest, parseChatCompletionRequest } from "@dyllm/shared/openai";
import { configOf } from "../config.ts";
import type { AppContext } from "../context.ts";
import { type Run, runRequest } from "../relay/run-request.ts";
import { toGenerateRequests } from "../relay/to-generate-request.ts";
import { type AnswerMeta, chatChunks } from "../stream/chat-chunks.ts";
import { chatCompletion, collectChoices } from "../stream/chat-completion.ts";
import { type LiveFormat, liveBody } from "../stream/live-body.ts";
import { LIVE_JSON_FORMAT } from "../stream/live-json.ts";
import { obfuscate } from "../stream/obfuscate.ts";
import { SSE_FORMAT } from "../stream/sse.ts";
import { completionUsage } from "../stream/usage.ts";
import { readJsonBody } from "./read-json-body.ts";

/**
 * Headers are held back this long, in ms: a refusal by the node then still gets its own status, and a short answer is sent
 * whole. A client that closes in order cannot be noticed before the headers are out, so the wait is no longer than one
 * keep-alive.
 */
const HEADERS_WAIT_MS = 100;

const MS_PER_SECOND = 1000;

/** `POST /v1/chat/completions`. */
export async function chatCompletions(c: AppContext): Promise<Response> {
  const log = c.get("log");
  const body = await readJsonBody(c.req.raw);
  log.bodyBytes = body.bytes;
  const request = parseChatCompletionRequest(body.value);
  const { pool } = configOf(c.env);
  const candidates = await pool.candidates(request.model);
  const [best] = candidates;
  if (best === undefined) {
    throw new Error("a choice of nodes is never empty");
  }
  log.model = request.model;
  log.stream = request.stream === true;
  log.choices = request.n ?? 1;

  const requestId = c.get("requestId");
  const meta: AnswerMeta = {
    id: `chatcmpl-${requestId.slice("req_".length)}`,
    created: Math.floor(Date.now() / MS_PER_SECOND),
    model: request.model,
  };
  const [randomSeed = 0] = crypto.getRandomValues(new Uint32Array(1));
  const generations = toGenerateRequests(request, { requestId, model: best.model, randomSeed });
  const run = runRequest(pool, candidates, generations, c.req.raw.signal);
  return request.stream === true ? await stream(c, request, meta, run) : await complete(c, meta, run);
}

async function complete(c: AppContext, meta: AnswerMeta, run: Run): Promise<Response> {
  const log = c.get("log");
  const answer = collectChoices(run.frames, run.records.length).then((choices) => chatCompletion(meta, choices));
  // A failure is told by whoever waits for the answer below.
  answer.catch(() => {});
  const soon = await beforeHeaders(c, run, answer);
  if (soon !== null) {
    log.node = await run.accepted;
    settle(c, run);
    return c.json(soon);
  }
  return live(c, run, once(answer), LIVE_JSON_FORMAT);
}

async function stream(c: AppContext, request: ChatCompletionRequest, meta: AnswerMeta, run: Run): Promise<Response> {
  const node = await beforeHeaders(c, run, run.accepted);
  if (node !== null) {
    c.get("log").node = node;
  }
  const options = request.stream_options;
  const chunks = chatChunks(run.frames, meta, {
    choices: run.records.length,
    includeUsage: options?.include_usage === true,
  });
  return live(c, run, options?.include_obfuscation === true ? obfuscated(chunks) : chunks, SSE_FORMAT);
}

/** Sends the headers now and the values as they come; logs and settles when the last byte is out or the client is gone. */
function live(c: AppContext, run: Run, values: AsyncIterable<unknown>, format: LiveFormat): Response {
  const log = c.get("log");
  const { response, finished } = liveBody(values, format, c.req.raw.signal, run.cancel);
  log.finished = finished.then((problem) => {
    if (problem !== null) {
      log.error = problem.code;
    }
    settle(c, run);
  });
  return response;
}

/**
 * The promise's value, or null when it takes longer than {@link HEADERS_WAIT_MS}. When it fails in that time, the request is
 * ended and the failure gets a status of its own.
 */
async function beforeHeaders<T>(c: AppContext, run: Run, promise: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const wait = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), HEADERS_WAIT_MS);
  });
  try {
    return await Promise.race([promise, wait]);
  } catch (refusal) {
    run.cancel();
    settle(c, run);
    throw refusal;
  } finally {
    clearTimeout(timer);
  }
}

async function* once<T>(value: Promise<T>): AsyncGenerator<T, void, undefined> {
  yield await value;
}

async function* obfuscated(chunks: ReturnType<typeof chatChunks>): AsyncGenerator<unknown, void, undefined> {
  for await (const chunk of chunks) {
    yield obfuscate(chunk);
  }
}

/** Notes what the request cost in the log and, after the answer, in the key's object; also when it failed half-way. */
function settle(c: AppContext, run: Run): void {
  const log = c.get("log");
  const usage = completionUsage(run.records);
  log.promptTokens = usage.prompt_tokens;
  log.completionTokens = usage.completion_tokens;
  log.steps = usage.dyllm.steps;
  const recorded = c.env.API_KEY_OBJECTS.getByName(c.get("principal").keyId)
    .record({ promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens, atMs: Date.now() })
    .catch((thrown: unknown) => {
      log.error ??= toDyllmError(thrown).code;
    });
  c.executionCtx.waitUntil(recorded);
}
