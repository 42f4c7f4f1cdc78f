/**
 * Every answer in the tests is held against the schemas that the gateway publishes; here the compiler holds those schemas
 * against the types of the official `openai` package, so that the two cannot agree with each other and be wrong. Nothing of
 * it runs: `npm run typecheck` fails where a schema allows an answer that the client's types do not.
 */
import type {
  ChatCompletion,
  ChatCompletionChunk,
  OpenAiModel,
  ResponseEvent,
  ResponseObject,
  TextCompletion,
  TextCompletionChunk,
} from "@dyllm/shared/openai";
import type OpenAI from "openai";

/** A value as it comes out of JSON, in the client's way of writing it: no `readonly`, and what is optional is absent. */
type Wire<T> = T extends object ? { -readonly [K in keyof T]: Wire<Exclude<T[K], undefined>> } : T;

/** Compiles only where `Ours` can stand wherever `Theirs` is expected. */
type Fits<Ours extends Theirs, Theirs> = Ours;

/** Null in every recorded answer of OpenAI's, though its types do not say so. */
type Unprinted<T> = Omit<T, "system_fingerprint">;

/**
 * A response without the text that the client adds to it. Open Responses wants every field, null where there is no value,
 * which the client's types call optional.
 */
type Sent<R> = OrNull<Omit<R, "output_text">>;
type OrNull<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | null : T[K] };
type SentEvent<E> = E extends { response: infer R } ? Omit<E, "response"> & { response: Sent<R> } : E;

/**
 * A completion without what the client's types leave out of it: a stream has no finish reason and no usage before its end,
 * and tokens of an echoed prompt have no probability.
 */
type Choice<C> = Omit<C, "finish_reason" | "logprobs">;
type Completion<T> = T extends { choices: (infer C)[] }
  ? Omit<Unprinted<T>, "choices" | "usage"> & { choices: Choice<C>[] }
  : never;

type TextLogprobs = NonNullable<TextCompletion["choices"][number]["logprobs"]>;
type OfficialLogprobs = NonNullable<OpenAI.CompletionChoice["logprobs"]>;

export type Checked = [
  Fits<Unprinted<Wire<ChatCompletion>>, Unprinted<OpenAI.Chat.ChatCompletion>>,
  Fits<Unprinted<Wire<ChatCompletionChunk>>, Unprinted<OpenAI.Chat.ChatCompletionChunk>>,
  Fits<Completion<Wire<TextCompletion>>, Completion<OpenAI.Completion>>,
  Fits<Completion<Wire<TextCompletionChunk>>, Completion<OpenAI.Completion>>,
  Fits<TextCompletion["usage"], OpenAI.CompletionUsage>,
  Fits<TextCompletion["choices"][number]["finish_reason"], OpenAI.CompletionChoice["finish_reason"]>,
  Fits<Wire<Pick<TextLogprobs, "tokens" | "text_offset">>, Pick<OfficialLogprobs, "tokens" | "text_offset">>,
  Fits<Wire<OpenAiModel>, OpenAI.Model>,
  Fits<Wire<ResponseObject>, Sent<OpenAI.Responses.Response>>,
  Fits<NonNullable<ResponseObject["usage"]>, OpenAI.Responses.ResponseUsage>,
  Fits<Wire<ResponseEvent>, SentEvent<OpenAI.Responses.ResponseStreamEvent>>,
];
