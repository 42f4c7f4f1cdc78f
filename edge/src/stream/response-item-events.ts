import { type ResponseEvent, type ResponsesRequest, type TokenLogprob, wantsLogprobs } from "@dyllm/shared/openai";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import type { ChoiceRecord } from "./choice-record.ts";
import { paddingFor } from "./obfuscate.ts";
import { callItem, finalMessage, messageId } from "./response-object.ts";
import { LogprobCursor, toTokenLogprob } from "./token-logprobs.ts";

/** An event before it is numbered. */
export type Unnumbered = ResponseEvent extends infer E
  ? E extends ResponseEvent
    ? Omit<E, "sequence_number">
    : never
  : never;

/** The events of a response's one item: before its text, for each piece of text, and behind it. */
export interface ItemEvents {
  opening(): Unnumbered[];
  piece(text: string, record: ChoiceRecord): Unnumbered;
  closing(record: ChoiceRecord): Unnumbered[];
}

/** Events of a message: item and part added, deltas, text, part and item done. */
export function messageEvents(meta: AnswerMeta, request: ResponsesRequest): ItemEvents {
  const id = messageId(meta);
  const where = { item_id: id, output_index: 0, content_index: 0 };
  const cursor = new LogprobCursor();
  return {
    opening: () => [
      {
        type: "response.output_item.added",
        output_index: 0,
        item: { id, type: "message", role: "assistant", status: "in_progress", content: [] },
      },
      {
        type: "response.content_part.added",
        ...where,
        part: { type: "output_text", text: "", annotations: [], logprobs: [] },
      },
    ],
    piece: (text, record) => {
      const logprobs: TokenLogprob[] = wantsLogprobs(request)
        ? cursor.take(record.tokens, record.text.length).map(toTokenLogprob)
        : [];
      return { type: "response.output_text.delta", ...where, delta: text, logprobs, ...padding(request, text) };
    },
    closing: (record) => {
      const item = finalMessage(meta, request, record);
      return [
        ...item.content.flatMap((part): Unnumbered[] => [
          { type: "response.output_text.done", ...where, text: part.text, logprobs: part.logprobs },
          { type: "response.content_part.done", ...where, part },
        ]),
        { type: "response.output_item.done", output_index: 0, item },
      ];
    },
  };
}

/** Events of a call: item added, arguments (in one piece, as they were judged whole), arguments and item done. */
export function callEvents(meta: AnswerMeta, request: ResponsesRequest, name: string): ItemEvents {
  const announced = callItem(meta, name, null);
  const where = { item_id: announced.id, output_index: 0 };
  return {
    opening: () => [{ type: "response.output_item.added", output_index: 0, item: announced }],
    piece: (text) => ({
      type: "response.function_call_arguments.delta",
      ...where,
      delta: text,
      ...padding(request, text),
    }),
    closing: ({ text }) => [
      { type: "response.function_call_arguments.done", ...where, name, arguments: text },
      { type: "response.output_item.done", output_index: 0, item: callItem(meta, name, text) },
    ],
  };
}

function padding(request: ResponsesRequest, text: string): { obfuscation?: string } {
  return request.stream_options?.include_obfuscation === true ? { obfuscation: paddingFor(text) } : {};
}
