import { DyllmError, type GenerateRequest } from "@dyllm/shared";
import { type ChoiceFrame, type ChoiceRecord, emptyRecords, recordChoiceFrame } from "../stream/choice-record.ts";
import type { Run } from "./run-request.ts";

/**
 * How often a choice is generated before the request fails: as asked, then with other seeds. What a model does not write in
 * so many tries it rarely writes at all.
 */
export const ATTEMPTS = 4;

/** A greedy answer would be the same each time: later attempts draw at least this much noise. */
const RETRY_TEMPERATURE = 0.4;

/** Step between the seeds of one choice's attempts; apart from the one between choices. */
const ATTEMPT_SEED_STEP = 0x85ebca6b;

const SEED_RANGE = 2 ** 32;

/** What a whole answer must be. */
export interface Judge {
  /** What is delivered in the place of an answer's text; null: it is none, try again. */
  verdict(answer: ChoiceRecord): string | null;
  /** A further attempt beyond its other seed and temperature; default: the same request. */
  again?(request: GenerateRequest): GenerateRequest;
  /** What to say, and of which parameter, when no attempt gives one. */
  readonly failure: { readonly message: string; readonly param: string };
}

/** The answer is a JSON object (`response_format: {type: "json_object"}`), or holds one. */
export const JSON_OBJECT: Judge = {
  verdict: ({ text }) => jsonObjectOf(text),
  again: (request) => ({ ...request, answerStart: "{" }),
  failure: {
    message: `The model wrote no JSON object in ${ATTEMPTS} attempts. Ask for JSON in the messages, or allow more tokens.`,
    param: "response_format",
  },
};

/**
 * Runs generations whose answers must each pass a judge. A model's text cannot be held to a grammar while its tokens are
 * found in any order, so an answer is judged when it is complete: nothing of it goes out before.
 *
 * The frames of a choice come when it is settled. The usage is that of the delivered attempts: drafts are not charged.
 *
 * @param start runs generations; called once for each round of attempts
 * @returns frames throw DyllmError `json_not_produced` when a choice has no attempts left
 */
export function judgedAnswers(
  start: (requests: readonly GenerateRequest[]) => Run,
  requests: readonly GenerateRequest[],
  judge: Judge,
): Run {
  const first = start(requests);
  const records = emptyRecords(requests.length);
  let running = first;
  let cancelled = false;

  async function* frames(): AsyncGenerator<ChoiceFrame, void, undefined> {
    let open = requests.map((_, index) => index);
    for (let attempt = 0; open.length > 0; attempt++) {
      if (attempt > 0) {
        running = start(open.flatMap((index) => retryOf(requests[index], attempt, judge)));
        if (cancelled) {
          running.cancel();
        }
      }
      const seen = new Map<number, ChoiceFrame[]>();
      const answers = emptyRecords(open.length);
      const failed: number[] = [];
      for await (const event of running.frames) {
        recordChoiceFrame(answers, event);
        const index = open[event.index] ?? 0;
        const events = seen.get(index) ?? [];
        seen.set(index, events);
        events.push({ ...event, index });
        const answer = answers[event.index];
        if (event.frame.type !== "done" || answer === undefined) {
          continue;
        }
        const delivered = judge.verdict(answer);
        if (delivered === null) {
          failed.push(index);
          continue;
        }
        for (const told of withText(events, delivered)) {
          recordChoiceFrame(records, told);
          yield told;
        }
      }
      if (failed.length > 0 && attempt + 1 >= ATTEMPTS) {
        const { message, param } = judge.failure;
        throw new DyllmError("json_not_produced", message, { param });
      }
      open = failed.sort((a, b) => a - b);
    }
  }
  return {
    ...first,
    frames: frames(),
    records,
    waiting: () => running.waiting(),
    cancel: () => {
      cancelled = true;
      running.cancel();
    },
  };
}

/**
 * The JSON object a text holds: the whole of it, or the first `{` up to a `}` from which on it parses. Null for none.
 */
export function jsonObjectOf(text: string): string | null {
  const start = text.indexOf("{");
  if (start === -1) {
    return null;
  }
  for (let end = text.lastIndexOf("}"); end > start; end = text.lastIndexOf("}", end - 1)) {
    const candidate = text.slice(start, end + 1);
    if (isJsonObject(candidate)) {
      return candidate;
    }
  }
  return null;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function retryOf(request: GenerateRequest | undefined, attempt: number, judge: Judge): GenerateRequest[] {
  if (request === undefined) {
    return [];
  }
  const { sampling } = request;
  const again: GenerateRequest = {
    ...request,
    requestId: `${request.requestId}:json${attempt}`,
    sampling: {
      ...sampling,
      temperature: Math.max(sampling.temperature, RETRY_TEMPERATURE),
      seed: (sampling.seed + attempt * ATTEMPT_SEED_STEP) % SEED_RANGE,
    },
  };
  return [judge.again?.(again) ?? again];
}

/** The same frames with the whole text in the first text frame's place, and none in the others'; before the end if there is none. */
function withText(events: readonly ChoiceFrame[], text: string): ChoiceFrame[] {
  let placed = false;
  return events.flatMap((event): ChoiceFrame[] => {
    const { index, frame } = event;
    if (frame.type === "text" || (frame.type === "done" && !placed)) {
      const kept: ChoiceFrame[] = placed ? [] : [{ index, frame: { type: "text", seq: frame.seq, text } }];
      placed = true;
      return frame.type === "text" ? kept : [...kept, event];
    }
    return [event];
  });
}
