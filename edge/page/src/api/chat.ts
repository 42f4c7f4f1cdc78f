import { type CanvasEvent, canvasEventIn } from "./canvas-events.ts";
import { call } from "./http.ts";
import { ProblemError, problemIn, problemOf } from "./problem.ts";
import { list, number, record, text, texts } from "./read.ts";
import { sseData } from "./sse.ts";

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** What the answer cost, by the gateway's own count. */
export interface Usage {
  readonly completionTokens: number;
  readonly steps: number;
}

export type AnswerEvent =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "canvas"; readonly event: CanvasEvent }
  | { readonly type: "usage"; readonly usage: Usage }
  /** `gaps`: only of a text with gaps, what stands in each. */
  | { readonly type: "finish"; readonly reason: string; readonly gaps: readonly string[] | null };

/**
 * Posts a request with `stream: true` and reads its events as they come.
 *
 * @throws ProblemError when it is refused, fails half-way, or ends without its end mark; the signal's reason when aborted
 */
export async function* streamAnswer(
  path: "/v1/chat/completions" | "/v1/completions",
  body: Readonly<Record<string, unknown>>,
  key: string,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, undefined> {
  const request = { ...body, stream: true, stream_options: { include_usage: true } };
  const response = await call(path, { key, method: "POST", body: request, signal });
  if (response.body === null) {
    throw new ProblemError(problemOf("disconnected", null));
  }
  const chunks = sseData(response.body);
  for (;;) {
    const { done, value } = await chunks.next().catch(() => {
      signal.throwIfAborted();
      throw new ProblemError(problemOf("disconnected", null));
    });
    if (done === true) {
      if (value !== true) {
        signal.throwIfAborted();
        throw new ProblemError(problemOf("disconnected", null));
      }
      return;
    }
    const problem = problemIn(value);
    if (problem !== null) {
      throw new ProblemError(problem);
    }
    yield* eventsIn(value);
  }
}

function* eventsIn(chunk: unknown): Generator<AnswerEvent, void, undefined> {
  const event = canvasEventIn(chunk);
  if (event !== null) {
    yield { type: "canvas", event };
  }
  const { choices, usage } = record(chunk);
  for (const value of list(choices)) {
    const choice = record(value);
    const delta = text(record(choice.delta).content) ?? text(choice.text);
    if (delta !== null && delta !== "") {
      yield { type: "text", text: delta };
    }
    const reason = text(choice.finish_reason);
    if (reason !== null) {
      yield { type: "finish", reason, gaps: texts(choice.dyllm_gaps) };
    }
  }
  const counted = record(usage);
  const completionTokens = number(counted.completion_tokens);
  if (completionTokens !== null) {
    const cost = record(counted.dyllm);
    yield {
      type: "usage",
      usage: { completionTokens, steps: number(cost.steps) ?? 0 },
    };
  }
}
