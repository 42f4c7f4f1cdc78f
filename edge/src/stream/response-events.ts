import { toDyllmError } from "@dyllm/shared";
import { type ResponseEvent, type ResponsesRequest, type TokenLogprob, wantsLogprobs } from "@dyllm/shared/openai";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import { type ChoiceFrame, type ChoiceRecord, emptyRecords, recordChoiceFrame } from "./choice-record.ts";
import { paddingFor } from "./obfuscate.ts";
import { failedResponse, finalMessage, finalResponse, messageId, openResponse } from "./response-object.ts";
import { LogprobCursor, toTokenLogprob } from "./token-logprobs.ts";

/** An event before it is numbered. */
type Unnumbered = ResponseEvent extends infer E
  ? E extends ResponseEvent
    ? Omit<E, "sequence_number">
    : never
  : never;

/**
 * Frames → events of a streamed response, in the documented order: created, in progress, item and part added, deltas, text,
 * part and item done, completed or incomplete. When `frames` throws, `error` and `response.failed` come in place of what is
 * missing, and then it is thrown on.
 */
export async function* responseEvents(
  frames: AsyncIterable<ChoiceFrame>,
  meta: AnswerMeta,
  request: ResponsesRequest,
): AsyncGenerator<ResponseEvent, void, undefined> {
  let sequence = 0;
  // The number is all that an event lacks; the union of the numbered ones is the schema's.
  const numbered = (event: Unnumbered): ResponseEvent => ({ ...event, sequence_number: sequence++ }) as ResponseEvent;
  const records = emptyRecords(1);
  const record = (): ChoiceRecord => {
    const [first] = records;
    if (first === undefined) {
      throw new Error("a response has one choice");
    }
    return first;
  };
  const cursor = new LogprobCursor();
  const part = { item_id: messageId(meta), output_index: 0, content_index: 0 };
  try {
    for await (const event of frames) {
      recordChoiceFrame(records, event);
      const { frame } = event;
      if (frame.type === "accepted") {
        for (const opening of openingEvents(meta, request)) {
          yield numbered(opening);
        }
      } else if (frame.type === "text" && frame.text !== "") {
        const logprobs: TokenLogprob[] = wantsLogprobs(request)
          ? cursor.take(record().tokens, record().text.length).map(toTokenLogprob)
          : [];
        const obfuscated = request.stream_options?.include_obfuscation === true;
        yield numbered({
          type: "response.output_text.delta",
          ...part,
          delta: frame.text,
          logprobs,
          ...(obfuscated && { obfuscation: paddingFor(frame.text) }),
        });
      }
    }
    for (const closing of closingEvents(meta, request, record())) {
      yield numbered(closing);
    }
  } catch (thrown) {
    const problem = toDyllmError(thrown);
    const { code, message, param } = problem;
    yield numbered({ type: "error", code, message, param });
    yield numbered({ type: "response.failed", response: failedResponse(meta, request, record(), problem) });
    throw thrown;
  }
}

function openingEvents(meta: AnswerMeta, request: ResponsesRequest): Unnumbered[] {
  const response = openResponse(meta, request);
  const id = messageId(meta);
  return [
    { type: "response.created", response },
    { type: "response.in_progress", response },
    {
      type: "response.output_item.added",
      output_index: 0,
      item: { id, type: "message", role: "assistant", status: "in_progress", content: [] },
    },
    {
      type: "response.content_part.added",
      item_id: id,
      output_index: 0,
      content_index: 0,
      part: { type: "output_text", text: "", annotations: [], logprobs: [] },
    },
  ];
}

function closingEvents(meta: AnswerMeta, request: ResponsesRequest, record: ChoiceRecord): Unnumbered[] {
  const item = finalMessage(meta, request, record);
  const response = finalResponse(meta, request, record);
  const where = { item_id: item.id, output_index: 0, content_index: 0 };
  return [
    ...item.content.flatMap((part): Unnumbered[] => [
      { type: "response.output_text.done", ...where, text: part.text, logprobs: part.logprobs },
      { type: "response.content_part.done", ...where, part },
    ]),
    { type: "response.output_item.done", output_index: 0, item },
    { type: response.status === "completed" ? "response.completed" : "response.incomplete", response },
  ];
}
