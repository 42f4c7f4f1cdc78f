import type { Candidate, UsageFrame } from "@dyllm/shared";
import type { FinishReason } from "@dyllm/shared/openai";
import type { RelayFrame } from "../relay/relay-frame.ts";

/** A frame of one of a request's choices. */
export interface ChoiceFrame {
  /** Index of the choice, from 0. */
  readonly index: number;
  readonly frame: RelayFrame;
}

/** A committed token, as `topLogprobs` asks for it. */
export interface TokenDetail {
  /** Raw UTF-8, which may be part of a character; empty for a special token. */
  readonly bytes: readonly number[];
  /** Probability at the step at which its position was committed, 0…1. */
  readonly confidence: number;
  /** The likeliest tokens at that step. */
  readonly candidates: readonly Candidate[];
}

/** What the frames of one choice add up to. */
export interface ChoiceRecord {
  readonly text: string;
  /** Text of each gap, where there are several. */
  readonly gaps: readonly string[];
  readonly promptTokens: number;
  /** Tokens committed so far before any end of text: what an unfinished choice is counted at. */
  readonly committedTokens: number;
  /** Committed positions, and the first of them with an end token. */
  readonly positions: ReadonlySet<number>;
  readonly end: number;
  /** Denoising steps seen so far. */
  readonly steps: number;
  readonly usage: UsageFrame | null;
  readonly finishReason: FinishReason | null;
  /** By answer position; filled only where the frames carry the bytes of their tokens. */
  readonly tokens: ReadonlyMap<number, TokenDetail>;
  /** Raw UTF-8 of each prompt token; null unless the request asked for an echo. */
  readonly promptBytes: readonly (readonly number[])[] | null;
}

function emptyRecord(): ChoiceRecord {
  return {
    text: "",
    gaps: [],
    promptTokens: 0,
    committedTokens: 0,
    positions: new Set(),
    end: Number.POSITIVE_INFINITY,
    steps: 0,
    usage: null,
    finishReason: null,
    tokens: new Map(),
    promptBytes: null,
  };
}

/** Records for `n` choices that have not begun. */
export function emptyRecords(n: number): ChoiceRecord[] {
  return Array.from({ length: n }, emptyRecord);
}

/** Adds a frame to the record of its choice, in place. Throws RangeError for a choice that is none of the request's. */
export function recordChoiceFrame(records: ChoiceRecord[], { index, frame }: ChoiceFrame): void {
  const record = records[index];
  if (record === undefined) {
    throw new RangeError(`choice ${index} of ${records.length}`);
  }
  records[index] = withFrame(record, frame);
}

function withFrame(record: ChoiceRecord, frame: RelayFrame): ChoiceRecord {
  switch (frame.type) {
    case "accepted":
      return { ...record, promptTokens: frame.promptTokens, promptBytes: frame.promptBytes ?? null };
    case "committed": {
      return {
        ...record,
        ...withPositions(record, frame),
        steps: Math.max(record.steps, frame.step),
        tokens: withTokens(record, frame),
      };
    }
    case "text":
      return {
        ...record,
        text: record.text + frame.text,
        gaps: withGapText(record.gaps, frame),
        tokens: withTextBytes(record, frame),
      };
    case "usage":
      return { ...record, usage: frame, steps: frame.steps };
    case "done":
      return { ...record, finishReason: frame.finishReason };
    case "resumed":
    case "error":
      return record;
    default:
      throw new Error(`unknown frame ${frame satisfies never}`);
  }
}

type FrameOf<Type extends RelayFrame["type"]> = Extract<RelayFrame, { type: Type }>;

/** Counts in place, as {@link withTokens} does. */
function withPositions(
  record: ChoiceRecord,
  frame: FrameOf<"committed">,
): Pick<ChoiceRecord, "committedTokens" | "positions" | "end"> {
  const positions = record.positions as Set<number>;
  let { committedTokens } = record;
  for (const position of frame.positions) {
    positions.add(position);
    committedTokens += position < record.end ? 1 : 0;
  }
  const end = Math.min(record.end, ...(frame.ends ?? []));
  if (end < record.end) {
    committedTokens = [...positions].filter((position) => position < end).length;
  }
  return { committedTokens, positions, end };
}

/** The same map with the frame's tokens added: a copy for each step would cost the square of the answer's length. */
function withTokens(record: ChoiceRecord, frame: FrameOf<"committed">): ChoiceRecord["tokens"] {
  if (frame.bytes === undefined) {
    return record.tokens;
  }
  const tokens = record.tokens as Map<number, TokenDetail>;
  for (const [i, position] of frame.positions.entries()) {
    tokens.set(position, {
      bytes: frame.bytes[i] ?? [],
      confidence: frame.confidences[i] ?? 0,
      candidates: frame.candidates?.[i] ?? [],
    });
  }
  return tokens;
}

/**
 * Tokens that have become text with the bytes they have there. What a token loses at its beginning after the one before it
 * (some vocabularies drop a space), its candidates would have lost too.
 */
function withTextBytes(record: ChoiceRecord, frame: FrameOf<"text">): ChoiceRecord["tokens"] {
  const tokens = record.tokens as Map<number, TokenDetail>;
  for (const [i, bytes] of (frame.bytes ?? []).entries()) {
    const position = (frame.from ?? 0) + i;
    const token = tokens.get(position);
    if (token !== undefined) {
      const lost = token.bytes.slice(0, Math.max(token.bytes.length - bytes.length, 0));
      const candidates = token.candidates.map((candidate) =>
        lost.length > 0 && lost.every((byte, at) => candidate.bytes[at] === byte)
          ? { ...candidate, bytes: candidate.bytes.slice(lost.length) }
          : candidate,
      );
      tokens.set(position, { ...token, bytes, candidates });
    }
  }
  return tokens;
}

function withGapText(gaps: readonly string[], { gap, text }: FrameOf<"text">): readonly string[] {
  if (gap === undefined) {
    return gaps;
  }
  const longer = Array.from({ length: Math.max(gaps.length, gap + 1) }, (_, i) => gaps[i] ?? "");
  longer[gap] = (longer[gap] ?? "") + text;
  return longer;
}
