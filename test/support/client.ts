import OpenAI from "openai";
import { request } from "undici";
import { inject } from "vitest";
import { checkedFetch } from "./checked-fetch.ts";

/** The model every test asks. */
export const MODEL = "dyllm-demo";

/**
 * The official client, as a user would set it up; no retries, so that a test sees the first answer. Every answer is held
 * against the published schemas on its way.
 */
export function openai(apiKey: string = inject("apiKey")): OpenAI {
  return new OpenAI({ baseURL: `${inject("edgeUrl")}/v1`, apiKey, maxRetries: 0, fetch: checkedFetch });
}

/** Work that lasts: one token a step, dense, a long window, and the model's end tokens forbidden. */
export function slowRequest(content: string) {
  const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: "user", content }];
  return {
    model: MODEL,
    messages,
    temperature: 2,
    seed: 3,
    max_completion_tokens: 800,
    logit_bias: { 1: -100, 4: -100 },
    dyllm: { mode: "dense", confidence_threshold: null },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request below the client's level, for bodies and headers it would not send. */
export async function raw(
  path: string,
  options: {
    readonly method?: "GET" | "POST" | "PUT" | "DELETE";
    readonly body?: string | Uint8Array;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<RawAnswer> {
  const answer = await request(`${inject("edgeUrl")}${path}`, {
    method: options.method ?? "POST",
    headers: { authorization: `Bearer ${inject("apiKey")}`, "content-type": "application/json", ...options.headers },
    ...(options.body === undefined ? {} : { body: options.body }),
  });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
}

/** The OpenAI error object of an answer; throws when it is none. */
export function errorOf(answer: RawAnswer): {
  message: string;
  type: string;
  param: string | null;
  code: string | null;
} {
  const { error } = JSON.parse(answer.text);
  for (const key of ["message", "type", "param", "code"]) {
    if (!(key in error)) {
      throw new Error(`the error object lacks ${key}: ${answer.text}`);
    }
  }
  return error;
}

/** The value of one unlabelled Prometheus sample at the node. */
export async function nodeMetric(name: string): Promise<number> {
  const answer = await request(`${inject("nodeUrl")}/metrics`);
  const text = await answer.body.text();
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  if (line === undefined) {
    throw new Error(`no metric ${name}`);
  }
  return Number(line.slice(name.length + 1));
}

/** Polls until `condition` holds; returns the ms it took. Throws after `timeoutMs`. */
export async function until(condition: () => Promise<boolean>, timeoutMs: number): Promise<number> {
  const started = performance.now();
  while (!(await condition())) {
    if (performance.now() - started > timeoutMs) {
      throw new Error(`not within ${timeoutMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return performance.now() - started;
}
