import { callJson } from "./http.ts";
import { ProblemError } from "./problem.ts";
import { list, number, record, text } from "./read.ts";

/** Errors of one kind that callers were told of. */
export interface ErrorView {
  readonly code: string;
  /** Pattern of the path that was called. */
  readonly route: string;
  readonly keyId: string | null;
  readonly node: string | null;
  readonly count: number;
  /** The latest of them: Unix seconds and the request's id, under which the gateway's log has it. */
  readonly lastAt: number;
  readonly lastRequestId: string;
}

/** The latest errors, the latest first; null when this gateway keeps none. Throws ProblemError. */
export async function fetchErrors(key: string, signal: AbortSignal): Promise<readonly ErrorView[] | null> {
  try {
    const body = record(await callJson("/admin/v1/errors", { key, signal }));
    return list(body.data).map(errorView);
  } catch (thrown) {
    if (thrown instanceof ProblemError && thrown.problem.code === "unknown_url") {
      return null;
    }
    throw thrown;
  }
}

function errorView(value: unknown): ErrorView {
  const error = record(value);
  return {
    code: text(error.code) ?? "",
    route: text(error.route) ?? "",
    keyId: text(error.key_id),
    node: text(error.node),
    count: number(error.count) ?? 0,
    lastAt: number(error.last_at) ?? 0,
    lastRequestId: text(error.last_request_id) ?? "",
  };
}
