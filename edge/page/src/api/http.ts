import { ProblemError, problemFrom, toProblem } from "./problem.ts";

export interface CallOptions {
  readonly key: string;
  readonly method?: "GET" | "POST" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Calls the gateway this page came from.
 *
 * @throws ProblemError when it cannot be reached or refuses; the signal's reason when aborted
 */
export async function call(path: string, options: CallOptions): Promise<Response> {
  const { key, method = "GET", body, signal } = options;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
      credentials: "omit",
      cache: "no-store",
    });
  } catch (thrown) {
    signal?.throwIfAborted();
    throw new ProblemError(toProblem(thrown, "unreachable"));
  }
  if (!response.ok) {
    throw new ProblemError(await problemFrom(response));
  }
  return response;
}

/** Calls and decodes a JSON answer. Throws as {@link call} does. */
export async function callJson(path: string, options: CallOptions): Promise<unknown> {
  const response = await call(path, options);
  try {
    return await response.json();
  } catch (thrown) {
    options.signal?.throwIfAborted();
    throw new ProblemError(toProblem(thrown, "disconnected"));
  }
}
