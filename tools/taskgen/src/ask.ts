import { PRESETS } from "@dyllm/shared";
import OpenAI, { APIConnectionError, APIError } from "openai";
import { z } from "zod";
import type { Turn } from "./types.ts";

export interface Endpoint {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/**
 * What came of one question. `refused` and `unreachable` will not get better with the next question; `bad` is an answer
 * that is none (no choice, no text, no JSON, a 5xx).
 */
export type Asked =
  | { readonly kind: "answer"; readonly text: string; readonly tokens: number }
  | { readonly kind: "bad" | "refused" | "unreachable"; readonly why: string };

/** Asks one conversation, greedily; `mode` other than `default` is sent as our `dyllm.mode` extension. Never rejects. */
export type Ask = (turns: readonly Turn[], mode: string) => Promise<Asked>;

/** Longest answer asked for; the longest reference answers are below it. */
const MAX_ANSWER_TOKENS = 256;
/** A demo-sized model answers in seconds; a server that says nothing for this long is taken as gone. In ms. */
const TIMEOUT_MS = 120_000;
/** Not found, no key, no right: true of every question. */
const FATAL_STATUS = new Set([401, 403, 404]);

/** `usage` is left out by some servers. */
const completionSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z.object({ completion_tokens: z.number() }).optional().catch(undefined),
});

function failure(error: unknown): Asked {
  if (error instanceof APIConnectionError) {
    return { kind: "unreachable", why: error.message };
  }
  if (error instanceof APIError) {
    const status: unknown = error.status;
    return { kind: typeof status === "number" && FATAL_STATUS.has(status) ? "refused" : "bad", why: error.message };
  }
  return { kind: "bad", why: error instanceof Error ? error.message : String(error) };
}

/** What a request says to be answered in a mode: nothing for the server's default, else the preset or denoising mode. */
function settingsOf(mode: string): { readonly dyllm?: Readonly<Record<string, string>> } {
  if (mode === "default") {
    return {};
  }
  return { dyllm: PRESETS.some((preset) => preset === mode) ? { preset: mode } : { mode } };
}

/** A client of one OpenAI-compatible server. `maxRetries` counts further tries after a lost connection, 429 or 5xx. */
export function createAsk(endpoint: Endpoint, maxRetries = 2): Ask {
  const client = new OpenAI({
    baseURL: endpoint.baseUrl,
    // The client wants a key even where the server does not.
    apiKey: endpoint.apiKey === "" ? "none" : endpoint.apiKey,
    maxRetries,
    timeout: TIMEOUT_MS,
  });
  return async (turns, mode) => {
    try {
      const completion: unknown = await client.chat.completions.create({
        model: endpoint.model,
        messages: turns.map(({ role, content }) => ({ role, content })),
        temperature: 0,
        max_completion_tokens: MAX_ANSWER_TOKENS,
        ...settingsOf(mode),
      });
      const parsed = completionSchema.safeParse(completion);
      if (!parsed.success) {
        return { kind: "bad", why: "the answer is no chat completion" };
      }
      const text = parsed.data.choices[0]?.message.content ?? "";
      return { kind: "answer", text, tokens: parsed.data.usage?.completion_tokens ?? 0 };
    } catch (error) {
      return failure(error);
    }
  };
}
