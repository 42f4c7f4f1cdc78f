import { toDyllmError } from "@dyllm/shared";
import type { ResponseEvent, ResponsesRequest } from "@dyllm/shared/openai";
import type { AnswerMeta } from "../routes/run-endpoint.ts";
import { type ChoiceFrame, type ChoiceRecord, emptyRecords, recordChoiceFrame } from "./choice-record.ts";
import { callEvents, messageEvents, type Unnumbered } from "./response-item-events.ts";
import { failedResponse, finalResponse, openResponse } from "./response-object.ts";

/**
 * Frames → events of a streamed response, in the documented order: created, in progress, those of its item, completed or
 * incomplete. When `frames` throws, `error` and `response.failed` come in place of what is missing, and then it is thrown on.
 *
 * @param called the function that is called, of which the text is the arguments; null for text
 */
export async function* responseEvents(
  frames: AsyncIterable<ChoiceFrame>,
  meta: AnswerMeta,
  request: ResponsesRequest,
  called: string | null,
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
  const item = called === null ? messageEvents(meta, request) : callEvents(meta, request, called);
  try {
    for await (const event of frames) {
      recordChoiceFrame(records, event);
      const { frame } = event;
      if (frame.type === "accepted") {
        const response = openResponse(meta, request);
        yield numbered({ type: "response.created", response });
        yield numbered({ type: "response.in_progress", response });
        for (const opening of item.opening()) {
          yield numbered(opening);
        }
      } else if (frame.type === "text" && frame.text !== "") {
        yield numbered(item.piece(frame.text, record()));
      }
    }
    const response = finalResponse(meta, request, record(), called);
    for (const closing of item.closing(record())) {
      yield numbered(closing);
    }
    yield numbered({
      type: response.status === "completed" ? "response.completed" : "response.incomplete",
      response,
    });
  } catch (thrown) {
    const problem = toDyllmError(thrown);
    const { code, message, param } = problem;
    yield numbered({ type: "error", code, message, param });
    yield numbered({ type: "response.failed", response: failedResponse(meta, request, record(), problem) });
    throw thrown;
  }
}
