import { type ChatMessage, DyllmError, MAX_STOP_STRINGS, type PromptInput } from "@dyllm/shared";
import type { FunctionChoice, OfferedFunction } from "@dyllm/shared/openai";
import { ATTEMPTS, type Judge } from "../relay/judged-answers.ts";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import { chooseFunction } from "./choose-function.ts";
import { type Field, saidIn } from "./field.ts";
import { type Form, filledForm, formOf } from "./form.ts";

/** Longest text in tokens where the request allows as much: a name, a place, a short sentence. */
const TEXT_TOKENS = 16;

/** The same of a number or boolean. Small vocabularies have a token for each digit, and room invites prose. */
const WORD_TOKENS = 6;

/** Ends of a text whose model goes on writing JSON by itself. */
const VALUE_ENDS = ['",', '"}'];

/** A call of one of the caller's functions, with arguments still to be filled in. */
export interface FunctionCall {
  readonly name: string;
  readonly input: Extract<PromptInput, { kind: "infill" }>;
  readonly stop: readonly string[];
  readonly judge: Judge;
}

/** What a request's conversation, functions and limits make of it. */
export interface CallRequest {
  readonly choice: FunctionChoice | null;
  readonly messages: readonly ChatMessage[];
  /** Whether the last message is the result of a call. */
  readonly answersResult: boolean;
  readonly maxTokens: number | null;
  /** Name of that limit, for errors. */
  readonly maxTokensParam: string;
  readonly stop: readonly string[];
}

/**
 * The call an answer consists of, or null when it is text. Its arguments are a form whose gaps the model fills, so they fit
 * the function's parameters whatever the model writes.
 *
 * @throws DyllmError `unsupported_parameter` for parameters that cannot be filled in, `integer_below_min_value` for a limit
 *   that leaves no token for each value
 */
export function functionCall(request: CallRequest): FunctionCall | null {
  const { choice, messages, answersResult, maxTokens, maxTokensParam, stop } = request;
  if (choice === null) {
    return null;
  }
  const said = saidIn(messages.at(-1)?.content ?? "");
  // All of them, called or not: what a request may hold must not depend on its words.
  const forms = new Map(choice.offered.map((offered) => [offered, formOfParameters(offered, said)]));
  const chosen = chooseFunction(choice, messages, answersResult);
  const form = chosen === null ? undefined : forms.get(chosen);
  if (chosen === null || form === undefined) {
    return null;
  }
  const fields = form.fields.length;
  const most = Math.floor((maxTokens ?? Number.POSITIVE_INFINITY) / fields);
  if (most < 1) {
    const message = `Invalid '${maxTokensParam}': integer below minimum value. The function has ${fields} values to fill in, each of which takes a token at least.`;
    throw new DyllmError("integer_below_min_value", message, { param: maxTokensParam });
  }
  const [first = "", ...rest] = form.segments;
  return {
    name: chosen.spec.name,
    input: {
      kind: "infill",
      segments: [{ messages: asksForValues(messages, form), answer: first }, ...rest],
      gapTokens: form.fields.map((field) => Math.min(tokensOf(field), most)),
    },
    stop: [...stop, ...VALUE_ENDS].slice(0, MAX_STOP_STRINGS),
    judge: formJudge(form),
  };
}

/** Most tokens a call's arguments can have. */
export function callTokens({ input }: FunctionCall): number {
  return input.gapTokens.reduce((sum, tokens) => sum + tokens, 0);
}

/** Id of the call of a choice. */
export function callId(meta: AnswerMeta, index: number): string {
  return `call_${meta.id.replace(/^[a-z]+[-_]/, "")}${index === 0 ? "" : index}`;
}

function formOfParameters({ spec, path }: OfferedFunction, said: string): Form {
  return formOf(spec.parameters, `${path}.parameters`, spec.strict === true, said);
}

function formJudge(form: Form): Judge {
  return {
    // The node tells gaps apart only where there are several.
    verdict: ({ gaps, text }) => filledForm(form, form.fields.length === 1 ? [text] : gaps),
    failure: {
      message: `The model filled in no arguments that fit the function's parameters in ${ATTEMPTS} attempts.`,
      param: "tools",
    },
  };
}

function tokensOf({ kind }: Field): number {
  switch (kind) {
    case "string":
    case "one-of":
      return TEXT_TOKENS;
    case "number":
    case "integer":
    case "boolean":
      return WORD_TOKENS;
    case "nothing":
      return 1;
    default:
      throw new Error(`unknown field ${kind satisfies never}`);
  }
}

/**
 * The conversation with its last message put as what a text model without training for tools can do: find values in a text.
 * The wording is one of those the default model was trained with.
 */
function asksForValues(messages: readonly ChatMessage[], { names }: Form): ChatMessage[] {
  const last = messages.at(-1);
  if (last === undefined || names.length === 0) {
    return [...messages];
  }
  return [
    ...messages.slice(0, -1),
    { role: "user", content: `${last.content} Extract ${names.join(" and ")} as JSON.` },
  ];
}
