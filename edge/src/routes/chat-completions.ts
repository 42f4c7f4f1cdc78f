import { toDyllmError } from "@dyllm/shared";
import { type ChatCompletionRequest, parseChatCompletionRequest } from "@dyllm/shared/openai";
import { configOf } from "../config.ts";
import type { AppContext } from "../context.ts";
import { type Run, runRequest } from "../relay/run-request.ts";
import { toGenerateRequests } from "../relay/to-generate-request.ts";
import { type AnswerMeta, chatChunks } from "../stream/chat-chunks.ts";
import { chatCompletion, collectChoices } from "../stream/chat-completion.ts";
import { obfuscate } from "../stream/obfuscate.ts";
import { eventStream } from "../stream/sse.ts";
import { completionUsage } from "../stream/usage.ts";
import { readJsonBody } from "./read-json-body.ts";

/**
 * A streamed request waits this long for its nodes to accept it, in ms: a refusal then still gets its own status. A
 * client that leaves cannot be noticed before the headers are out, so the wait is as short as one keep-alive.
 */
const ACCEPT_WAIT_MS = 200;

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
  try {
    const answer = chatCompletion(meta, await collectChoices(run.frames, run.records.length));
    c.get("log").node = await run.accepted;
    return c.json(answer);
  } finally {
    settle(c, run);
  }
}

async function stream(c: AppContext, request: ChatCompletionRequest, meta: AnswerMeta, run: Run): Promise<Response> {
  const log = c.get("log");
  const node = await acceptedSoon(run).catch((refusal: unknown) => {
    run.cancel();
    settle(c, run);
    throw refusal;
  });
  if (node !== null) {
    log.node = node;
  }
  const options = request.stream_options;
  const chunks = chatChunks(run.frames, meta, {
    choices: run.records.length,
    includeUsage: options?.include_usage === true,
  });
  const values = options?.include_obfuscation === true ? obfuscated(chunks) : chunks;
  const { response, finished } = eventStream(values, c.req.raw.signal, run.cancel);
  log.finished = finished.then((problem) => {
    if (problem !== null) {
      log.error = problem.code;
    }
    settle(c, run);
  });
  return response;
}

/** The first node's id once all choices are accepted, or null when that takes longer than {@link ACCEPT_WAIT_MS}. */
async function acceptedSoon(run: Run): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ACCEPT_WAIT_MS);
  });
  try {
    return await Promise.race([run.accepted, wait]);
  } finally {
    clearTimeout(timer);
  }
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
