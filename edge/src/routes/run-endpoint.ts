import { DyllmError, formatTraceparent, type GenerateRequest } from "@dyllm/shared";
import { configOf } from "../config.ts";
import type { AppContext } from "../context.ts";
import { admitRequest, type RouteDemand, settleRequest } from "../limits/admission.ts";
import type { TokensUsed } from "../limits/key-limiter.ts";
import { lowerPreset } from "../limits/lower-preset.ts";
import { type Judge, judgedAnswers } from "../relay/judged-answers.ts";
import { type Run, runRequest } from "../relay/run-request.ts";
import type { RequestContext } from "../relay/to-generate-request.ts";
import { type ChoiceFrame, type ChoiceRecord, emptyRecords, recordChoiceFrame } from "../stream/choice-record.ts";
import { type LiveFormat, liveBody } from "../stream/live-body.ts";
import { LIVE_JSON_FORMAT } from "../stream/live-json.ts";
import { completionUsage } from "../stream/usage.ts";
import { readJsonBody } from "./read-json-body.ts";

/**
 * Headers are held back this long for a node to take the request, in ms: a refusal then still gets its own status. A client
 * that closes in order cannot be noticed before the headers are out, but no node works for it yet.
 */
const ACCEPT_WAIT_MS = 1_000;

/**
 * And this long since the request began, in ms, for a short answer to be sent whole: no longer than one keep-alive, since a
 * node is at work now.
 */
const ANSWER_WAIT_MS = 100;

/** An answer that may not pass its judge is waited for so long, in ms, as its failure needs a status. */
const JUDGED_ANSWER_WAIT_MS = 20_000;

/** How often a request that waits in the line looks whether it still does, in ms. */
const LINE_LOOK_MS = 20;

const MS_PER_SECOND = 1000;

/** What all parts of one answer have in common. */
export interface AnswerMeta {
  readonly id: string;
  /** Unix seconds; the same on every chunk. */
  readonly created: number;
  readonly model: string;
}

/** A checked request of one endpoint: all that the common path needs to know of it. */
export interface EndpointRequest {
  /** The endpoint's name in a key's scopes. */
  readonly endpoint: RouteDemand["endpoint"];
  readonly model: string;
  readonly stream: boolean;
  /** Choices of the answer, over all prompts. */
  readonly choices: number;
  /** Tokens asked for each choice; null leaves it to the model's default. */
  readonly maxTokens: number | null;
  /** Consecutive choices that share a prompt, whose tokens count once; null: all of them. */
  readonly choicesPerPrompt: number | null;
  /** Before the request's number in the answer's id, such as `chatcmpl-`. */
  readonly idPrefix: string;
  /** This endpoint's names for parameters, by those of chat completions, in which nodes and limits know them. */
  readonly paramNames: Readonly<Record<string, string>>;
  /** What every choice must be; tried again with other seeds, and an error where none is. Null: any text. */
  readonly judge: Judge | null;
  /** What the nodes are asked, one for each choice of the answer. */
  generations(context: RequestContext): GenerateRequest[];
  /** The answer that is not streamed, of choices that have all ended. Throws `node_lost` where one has not. */
  body(meta: AnswerMeta, records: readonly ChoiceRecord[]): unknown;
  /** Events of the streamed answer. */
  events(meta: AnswerMeta, frames: AsyncIterable<ChoiceFrame>, choices: number): AsyncIterable<unknown>;
  /** How those events are written. */
  readonly format: LiveFormat;
}

/**
 * A route that generates. All of them take this one path: read, check, choose nodes, run, answer, settle.
 *
 * @param parse checks a decoded body; throws DyllmError
 */
export function generatingRoute(parse: (body: unknown) => EndpointRequest): (c: AppContext) => Promise<Response> {
  return async (c) => {
    const log = c.get("log");
    const body = await readJsonBody(c.req.raw);
    log.bodyBytes = body.bytes;
    const request = parse(body.value);
    return await runEndpoint(c, request, body.bytes);
  };
}

async function runEndpoint(c: AppContext, request: EndpointRequest, bodyBytes: number): Promise<Response> {
  const log = c.get("log");
  const { pool } = configOf(c.env);
  const candidates = await pool.candidates(request.model);
  const [best] = candidates;
  if (best === undefined) {
    throw new Error("a choice of nodes is never empty");
  }
  const requestId = c.get("requestId");
  const meta: AnswerMeta = {
    id: `${request.idPrefix}${requestId.slice("req_".length)}`,
    created: Math.floor(Date.now() / MS_PER_SECOND),
    model: request.model,
  };
  log.model = request.model;
  log.stream = request.stream;
  log.choices = request.choices;
  const admission = await admitRequest(c, {
    endpoint: request.endpoint,
    model: request.model,
    // Every token of a prompt takes at least one byte of the body, and its template less than the message's own JSON.
    promptTokens: Math.min(
      bodyBytes,
      best.model.contextLength * (request.choices / (request.choicesPerPrompt ?? request.choices)),
    ),
    choices: request.choices,
    askedMaxTokens: request.maxTokens,
    defaultMaxTokens: best.model.defaultMaxTokens,
  });
  const [randomSeed = 0] = crypto.getRandomValues(new Uint32Array(1));
  const asked = request.generations({
    requestId,
    model: { ...best.model, defaultMaxTokens: admission.maxTokens },
    randomSeed,
    prefixScope: c.get("claim").claim.keyId,
    traceparent: formatTraceparent(log.span),
  });
  const generations = await lowerPreset(c, asked, () => pool.views());
  const start = (requests: readonly GenerateRequest[]): Run => runRequest(pool, candidates, requests, c.req.raw.signal);
  const run = request.judge === null ? start(generations) : judgedAnswers(start, generations, request.judge);
  admission.watch(() => tokensUsed(request, run));
  return request.stream ? await stream(c, request, meta, run) : await complete(c, request, meta, run);
}

async function complete(c: AppContext, request: EndpointRequest, meta: AnswerMeta, run: Run): Promise<Response> {
  const answer = collect(run.frames, run.records.length).then((records) => request.body(meta, records));
  // A failure is told by whoever waits for the answer below.
  answer.catch(() => {});
  const startedMs = performance.now();
  await noteNode(c, request, run);
  const waitMs = request.judge !== null ? JUDGED_ANSWER_WAIT_MS : ANSWER_WAIT_MS;
  const soon = await beforeHeaders(c, request, run, answer, Math.max(waitMs - (performance.now() - startedMs), 0));
  if (soon !== null) {
    settle(c, request, run);
    return c.body(JSON.stringify(soon), 200, { "content-type": "application/json" });
  }
  return live(c, request, run, once(answer), LIVE_JSON_FORMAT);
}

async function stream(c: AppContext, request: EndpointRequest, meta: AnswerMeta, run: Run): Promise<Response> {
  await noteNode(c, request, run);
  return live(c, request, run, request.events(meta, run.frames, run.records.length), request.format);
}

/** Waits for a node to take the request, and throws its refusal. */
async function noteNode(c: AppContext, request: EndpointRequest, run: Run): Promise<void> {
  const node = await beforeHeaders(c, request, run, run.accepted, ACCEPT_WAIT_MS);
  if (node !== null) {
    c.get("log").node = node;
  }
}

/** Reads all frames of a request's choices. What `frames` throws passes through. */
async function collect(frames: AsyncIterable<ChoiceFrame>, choices: number): Promise<readonly ChoiceRecord[]> {
  const records = emptyRecords(choices);
  for await (const event of frames) {
    recordChoiceFrame(records, event);
  }
  return records;
}

/** Sends the headers now and the values as they come; logs and settles when the last byte is out or the client is gone. */
function live(
  c: AppContext,
  request: EndpointRequest,
  run: Run,
  values: AsyncIterable<unknown>,
  format: LiveFormat,
): Response {
  const log = c.get("log");
  const { response, finished } = liveBody(values, format, c.req.raw.signal, run.cancel);
  log.finished = finished.then((problem) => {
    if (problem !== null) {
      log.error = problem.code;
    }
    settle(c, request, run);
  });
  return response;
}

/**
 * The promise's value, or null when it takes longer than `waitMs`. When it fails in that time, the request is
 * ended and the failure gets a status of its own.
 */
async function beforeHeaders<T>(
  c: AppContext,
  request: EndpointRequest,
  run: Run,
  promise: Promise<T>,
  waitMs: number,
): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const wait = new Promise<null>((resolve) => {
    // In the line no node works for the client, and a wait that ends in vain gets its 503. Whoever leaves it has waited
    // enough: the client may have left meanwhile, which only its headers can show.
    const look = (ms: number): void => {
      timer = setTimeout(() => (run.waiting() ? look(LINE_LOOK_MS) : resolve(null)), ms);
    };
    look(waitMs);
  });
  const waitingSince = performance.now();
  try {
    return await Promise.race([promise, wait]);
  } catch (refusal) {
    run.cancel();
    settle(c, request, run);
    throw renamed(refusal, request.paramNames);
  } finally {
    clearTimeout(timer);
    const log = c.get("log");
    log.waitedMs = (log.waitedMs ?? 0) + performance.now() - waitingSince;
  }
}

function renamed(refusal: unknown, names: EndpointRequest["paramNames"]): unknown {
  const param = refusal instanceof DyllmError && refusal.param !== null ? names[refusal.param] : undefined;
  if (!(refusal instanceof DyllmError) || param === undefined) {
    return refusal;
  }
  const { code, message, retryAfterMs } = refusal;
  return new DyllmError(code, message, { param, ...(retryAfterMs !== null && { retryAfterMs }) });
}

async function* once<T>(value: Promise<T>): AsyncGenerator<T, void, undefined> {
  yield await value;
}

/** Notes what the request cost in the log and, after the answer, in the key's object; also when it failed half-way. */
function settle(c: AppContext, request: EndpointRequest, run: Run): void {
  const log = c.get("log");
  const used = tokensUsed(request, run);
  log.promptTokens = used.promptTokens;
  log.completionTokens = used.completionTokens;
  log.steps = completionUsage(run.records).dyllm.steps;
  settleRequest(c, used);
}

function tokensUsed(request: EndpointRequest, run: Run): TokensUsed {
  const usage = completionUsage(run.records, request.choicesPerPrompt ?? run.records.length);
  return { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens };
}
