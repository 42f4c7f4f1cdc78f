import { Agent, request } from "undici";
import { type FuzzContext, type FuzzedRequest, fuzzedRequest } from "./requests.ts";

/**
 * 5xx answers that say what they are: no room, no node, the time is over, or a model that did not write the JSON or the
 * arguments asked for. Anything else of that class is a bug.
 */
const DELIBERATE_CODES = new Set([
  "queue_full",
  "no_capacity",
  "node_lost",
  "timeout",
  "draining",
  "json_not_produced",
]);

const FIRST_ERROR_STATUS = 400;
const FIRST_SERVER_STATUS = 500;

export interface FuzzReport {
  /** Answers by status; `left` and `broken` where there is none. */
  readonly statuses: ReadonlyMap<string, number>;
  /** What must not be, each with the number that repeats it. */
  readonly problems: readonly string[];
}

/**
 * Sends requests `first` … `first + count` - 1 of a seed, several at a time, and judges every answer: no server error but a
 * deliberate one, every error in OpenAI's shape, every stream with an end.
 */
export async function fuzz(options: {
  readonly url: string;
  readonly context: FuzzContext;
  readonly seed: number;
  readonly first: number;
  readonly count: number;
  readonly concurrency: number;
}): Promise<FuzzReport> {
  const agent = new Agent({ connections: options.concurrency, pipelining: 1 });
  const statuses = new Map<string, number>();
  const problems: string[] = [];
  let next = options.first;
  const end = options.first + options.count;
  const worker = async (): Promise<void> => {
    while (next < end) {
      const index = next++;
      const fuzzed = fuzzedRequest(options.seed, index, options.context);
      const outcome = await send(options.url, agent, fuzzed);
      statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);
      if (outcome.problem !== null) {
        problems.push(`seed ${options.seed}, request ${index}, ${fuzzed.method} ${fuzzed.path}: ${outcome.problem}`);
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  await agent.close();
  return { statuses, problems };
}

interface Outcome {
  readonly status: string;
  readonly problem: string | null;
}

async function send(url: string, agent: Agent, fuzzed: FuzzedRequest): Promise<Outcome> {
  const abort = new AbortController();
  const timer = fuzzed.leaveAfterMs === null ? null : setTimeout(() => abort.abort(), fuzzed.leaveAfterMs);
  try {
    const answer = await request(`${url}${fuzzed.path}`, {
      dispatcher: agent,
      method: fuzzed.method as "POST",
      headers: fuzzed.headers,
      body: fuzzed.body,
      signal: abort.signal,
    });
    const text = await answer.body.text();
    const { statusCode, headers } = answer;
    return {
      status: String(statusCode),
      problem: judge(fuzzed, statusCode, String(headers["content-type"] ?? ""), text),
    };
  } catch (thrown) {
    if (abort.signal.aborted) {
      return { status: "left", problem: null };
    }
    const cause = thrown instanceof Error ? thrown : new Error("unknown");
    // A header that cannot be written is this client's own refusal: nothing was sent.
    return cause.message.includes("invalid") && cause.name === "InvalidArgumentError"
      ? { status: "unsent", problem: null }
      : { status: "broken", problem: `the connection broke: ${cause.message}` };
  } finally {
    if (timer !== null) {
      clearTimeout(timer);
    }
  }
}

/** What is wrong with an answer, or null. */
function judge(fuzzed: FuzzedRequest, status: number, type: string, text: string): string | null {
  if (fuzzed.method === "HEAD") {
    return status >= FIRST_SERVER_STATUS ? `status ${status}` : null;
  }
  if (status < FIRST_ERROR_STATUS) {
    return type.startsWith("text/event-stream") ? judgeStream(text) : null;
  }
  const error = errorIn(text);
  if (error === null) {
    return `status ${status} without an error object: ${text.slice(0, 100)}`;
  }
  if (status >= FIRST_SERVER_STATUS && !DELIBERATE_CODES.has(String(error.code))) {
    return `status ${status}, ${String(error.code)}`;
  }
  return null;
}

/** A stream ends with `[DONE]`, with the last event of a response, or with an error event that is deliberate. */
function judgeStream(text: string): string | null {
  const events = text.split("\n\n").filter((event) => /^(data|event): /m.test(event));
  const last = events.at(-1) ?? "";
  if (last.includes("[DONE]") || /"type":"response\.(completed|incomplete|failed)"/.test(last)) {
    return null;
  }
  const error = errorIn(/^data: (.*)$/m.exec(last)?.[1] ?? "");
  return error !== null && error.code !== "internal_error" ? null : `the stream has no end: ${last.slice(0, 100)}`;
}

function errorIn(text: string): { readonly code: unknown } | null {
  try {
    const { error } = JSON.parse(text);
    return typeof error === "object" && error !== null && "message" in error && "code" in error ? error : null;
  } catch {
    return null;
  }
}
