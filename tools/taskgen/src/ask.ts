import OpenAI from "openai";
import { z } from "zod";
import type { Turn } from "./types.ts";

export interface Endpoint {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/** Longest answer asked for; the longest reference answers are below it. */
const MAX_ANSWER_TOKENS = 256;

/** What the gateway adds to `usage`; other servers leave it out. */
const usage = z.object({ completion_tokens: z.number() });

/**
 * One greedy answer from an OpenAI-compatible server. `mode` other than `default` is sent as our `dyllm.mode` extension.
 * Throws the client's own error when the server refuses.
 */
export async function ask(
  endpoint: Endpoint,
  turns: readonly Turn[],
  mode: string,
): Promise<{ text: string; tokens: number }> {
  const client = new OpenAI({ baseURL: endpoint.baseUrl, apiKey: endpoint.apiKey, maxRetries: 2 });
  const extension = mode === "default" ? {} : { dyllm: { mode } };
  const completion = await client.chat.completions.create({
    model: endpoint.model,
    messages: turns.map(({ role, content }) => ({ role, content })),
    temperature: 0,
    max_completion_tokens: MAX_ANSWER_TOKENS,
    ...extension,
  });
  const tokens = usage.safeParse(completion.usage).data?.completion_tokens ?? 0;
  return { text: completion.choices[0]?.message.content ?? "", tokens };
}
