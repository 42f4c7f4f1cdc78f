/** Answers of `POST /v1/chat/completions`. Keys are OpenAI's; what the specification requires is always present. */

export type FinishReason = "stop" | "length";

export interface CompletionUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly completion_tokens_details: { readonly reasoning_tokens: number };
  /** This server's extension: denoising steps spent, and the mean share of active rows that were salient (0…1). */
  readonly dyllm: { readonly steps: number; readonly salient_fraction: number };
}

export interface ChatCompletionChoice {
  readonly index: number;
  readonly message: {
    readonly role: "assistant";
    readonly content: string;
    readonly refusal: null;
    readonly annotations: readonly [];
  };
  readonly logprobs: null;
  readonly finish_reason: FinishReason;
}

export interface ChatCompletion {
  readonly id: string;
  readonly object: "chat.completion";
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
  readonly choices: readonly ChatCompletionChoice[];
  readonly usage: CompletionUsage;
  readonly service_tier: "default";
  readonly system_fingerprint: null;
}

export interface ChatCompletionDelta {
  readonly role?: "assistant";
  readonly content?: string;
  readonly refusal?: null;
}

export interface ChatCompletionChunkChoice {
  readonly index: number;
  readonly delta: ChatCompletionDelta;
  readonly logprobs: null;
  readonly finish_reason: FinishReason | null;
}

export interface ChatCompletionChunk {
  readonly id: string;
  readonly object: "chat.completion.chunk";
  readonly created: number;
  readonly model: string;
  readonly service_tier: "default";
  readonly system_fingerprint: null;
  readonly choices: readonly ChatCompletionChunkChoice[];
  /** Only with `include_usage`: null on every chunk but the last. */
  readonly usage?: CompletionUsage | null;
  /** Only with `include_obfuscation`: random characters that even out the length of the event. */
  readonly obfuscation?: string;
}
