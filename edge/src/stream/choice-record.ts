import type { Frame, UsageFrame } from "@dyllm/shared";
import type { FinishReason } from "@dyllm/shared/openai";

/** A frame of one of a request's choices. */
export interface ChoiceFrame {
  /** Index of the choice, from 0. */
  readonly index: number;
  readonly frame: Frame;
}

/** What the frames of one choice add up to. */
export interface ChoiceRecord {
  readonly text: string;
  readonly promptTokens: number;
  /** Tokens committed so far: what an unfinished choice is counted at. */
  readonly committedTokens: number;
  /** Denoising steps seen so far. */
  readonly steps: number;
  readonly usage: UsageFrame | null;
  readonly finishReason: FinishReason | null;
}

const EMPTY: ChoiceRecord = {
  text: "",
  promptTokens: 0,
  committedTokens: 0,
  steps: 0,
  usage: null,
  finishReason: null,
};

/** Records for `n` choices that have not begun. */
export function emptyRecords(n: number): ChoiceRecord[] {
  return Array.from({ length: n }, () => EMPTY);
}

/** Adds a frame to the record of its choice, in place. Throws RangeError for a choice that is none of the request's. */
export function recordChoiceFrame(records: ChoiceRecord[], { index, frame }: ChoiceFrame): void {
  const record = records[index];
  if (record === undefined) {
    throw new RangeError(`choice ${index} of ${records.length}`);
  }
  records[index] = withFrame(record, frame);
}

function withFrame(record: ChoiceRecord, frame: Frame): ChoiceRecord {
  switch (frame.type) {
    case "accepted":
      return { ...record, promptTokens: frame.promptTokens };
    case "committed": {
      const committedTokens = record.committedTokens + frame.positions.length;
      return { ...record, committedTokens, steps: Math.max(record.steps, frame.step) };
    }
    case "text":
      return { ...record, text: record.text + frame.text };
    case "usage":
      return { ...record, usage: frame, steps: frame.steps };
    case "done":
      return { ...record, finishReason: frame.finishReason };
    case "error":
      return record;
    default:
      throw new Error(`unknown frame ${frame satisfies never}`);
  }
}
