import { number, record, text } from "./read.ts";

const MS_PER_SECOND = 1000;

/** What a person can do about a problem. */
export type Remedy = "sign-in" | "retry" | "edit";

/** A failure in plain words. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: Remedy;
  /** When trying again makes sense, as `Date.now()` counts; null where there is no need to wait. */
  readonly retryAtMs: number | null;
}

/** A failed call, as an exception. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

interface Words {
  readonly title: string;
  /** Absent: the server's own message. */
  readonly detail?: string;
  readonly remedy: Remedy;
}

const WORDS: Readonly<Record<string, Words>> = {
  invalid_api_key: {
    title: "Your key was not accepted",
    detail: "It may be mistyped, expired or revoked. Sign in with another key; nothing you wrote is lost.",
    remedy: "sign-in",
  },
  permission_denied: { title: "Your key may not do this", remedy: "sign-in" },
  rate_limit_exceeded: { title: "The limit of your key is reached", remedy: "retry" },
  insufficient_quota: { title: "The budget of your key is spent", remedy: "retry" },
  context_length_exceeded: { title: "This is too long for the model", remedy: "edit" },
  request_too_large: { title: "This is too long to send", remedy: "edit" },
  queue_full: {
    title: "All nodes are busy",
    detail: "The queue is full. Nothing was lost: try again in a moment.",
    remedy: "retry",
  },
  no_capacity: { title: "No node is ready", detail: "None can take this model at the moment.", remedy: "retry" },
  draining: { title: "The node is shutting down", detail: "Another one may take over: try again.", remedy: "retry" },
  node_lost: {
    title: "The node went away in the middle",
    detail: "What had arrived is kept above. Try again to get a whole answer.",
    remedy: "retry",
  },
  timeout: { title: "The answer took too long", detail: "The node was stopped at its time limit.", remedy: "retry" },
  model_not_found: {
    title: "This model is not served",
    detail: "Choose another one, then try again.",
    remedy: "retry",
  },
  no_model: {
    title: "No model is served at the moment",
    detail: "The gateway knows of no node that is ready. This page keeps looking.",
    remedy: "retry",
  },
  disconnected: {
    title: "The connection broke",
    detail: "The answer is not complete. What had arrived is kept, and nothing you wrote is lost.",
    remedy: "retry",
  },
  unreachable: {
    title: "The gateway cannot be reached",
    detail: "Check your connection. Nothing you wrote is lost.",
    remedy: "retry",
  },
};

/** The end of the gateway's sentence about a limit; a countdown says it better. */
const SAID_BY_COUNTDOWN = / (Try again|It is renewed) in [\d.hms]+\.$/;

/** The problem a code stands for. `message`: the server's own words, used where ours would say less. */
export function problemOf(code: string, message: string | null, retryAfterMs: number | null = null): Problem {
  const words = WORDS[code] ?? { title: "That did not work", remedy: "retry" };
  return {
    code,
    title: words.title,
    detail: words.detail ?? message?.replace(SAID_BY_COUNTDOWN, "") ?? "The gateway gave no reason.",
    remedy: words.remedy,
    retryAtMs: retryAfterMs === null ? null : Date.now() + retryAfterMs,
  };
}

/** The problem in a decoded error body or error event; null when the value is none. */
export function problemIn(value: unknown, retryAfterMs: number | null = null): Problem | null {
  const body = record(value);
  if (!("error" in body)) {
    return null;
  }
  const error = record(body.error);
  return problemOf(text(error.code) ?? text(error.type) ?? "unknown", text(error.message), retryAfterMs);
}

/** What an answer that is no success says. */
export async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const waitMs = retryAfterMs(response.headers);
  return (
    problemIn(body, waitMs) ?? problemOf("unknown", `The gateway answered with status ${response.status}.`, waitMs)
  );
}

/** Whatever was thrown, as a problem. `fallback`: what a broken connection means at this point. */
export function toProblem(thrown: unknown, fallback: "unreachable" | "disconnected"): Problem {
  return thrown instanceof ProblemError ? thrown.problem : problemOf(fallback, null);
}

function retryAfterMs(headers: Headers): number | null {
  const ms = number(Number(headers.get("retry-after-ms") ?? Number.NaN));
  const seconds = number(Number(headers.get("retry-after") ?? Number.NaN));
  return ms ?? (seconds === null ? null : seconds * MS_PER_SECOND);
}
