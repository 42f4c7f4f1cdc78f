import OpenAI from "openai";

/** One request of a drill; the same question has the same undisturbed answer every time. */
export interface Question {
  readonly prompt: string;
  readonly mode: "dense" | "dyllm" | "dyllm-exact";
  readonly temperature: number;
  readonly seed: number;
  readonly maxTokens: number;
}

/** What a client has at the end of a stream. */
export interface Heard {
  readonly text: string;
  readonly finishReason: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly steps: number;
}

/**
 * Asks over the official client and reads the stream to its end. One token a step, so that there is a middle to break.
 *
 * @param onText called with each piece of text as it comes
 * @throws OpenAI.APIError when the answer fails
 */
export async function ask(client: OpenAI, question: Question, onText: () => void = () => {}): Promise<Heard> {
  const stream = await client.chat.completions.create({
    model: "dyllm-demo",
    messages: [{ role: "user", content: question.prompt }],
    temperature: question.temperature,
    seed: question.seed,
    max_completion_tokens: question.maxTokens,
    stream: true,
    stream_options: { include_usage: true },
    // The model's end tokens are forbidden: the answer fills its window, so that there is time to break it.
    logit_bias: { 1: -100, 4: -100 },
    // @ts-expect-error the project's extension is none of the official client's fields
    dyllm: { mode: question.mode, confidence_threshold: null },
  });
  let text = "";
  let finishReason: string | null = null;
  let usage: { prompt_tokens: number; completion_tokens: number; dyllm?: { steps: number } } | null = null;
  for await (const chunk of stream) {
    const piece = chunk.choices[0]?.delta.content ?? "";
    if (piece !== "") {
      text += piece;
      onText();
    }
    finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
    usage = chunk.usage ?? usage;
  }
  return {
    text,
    finishReason,
    promptTokens: usage?.prompt_tokens ?? -1,
    completionTokens: usage?.completion_tokens ?? -1,
    steps: usage?.dyllm?.steps ?? -1,
  };
}

/** A client that never retries by itself: a drill sees every failure. */
export function drillClient(edgeUrl: string, apiKey: string): OpenAI {
  return new OpenAI({ baseURL: `${edgeUrl}/v1`, apiKey, maxRetries: 0, timeout: 120_000 });
}
