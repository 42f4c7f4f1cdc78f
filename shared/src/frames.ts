import { z } from "zod";
import { ERROR_CODES } from "./errors.ts";
import { protocolVersion } from "./version.ts";

/** Content type of a frame stream: one JSON object a line. */
export const FRAMES_CONTENT_TYPE = "application/x-ndjson";

/** A line longer than this is not a frame of ours: a committed frame of a whole 64k canvas stays below it. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Frames are numbered from 0 without gaps, so that a lost or repeated one is noticed. */
const seq = z.int().min(0);

const byte = z.int().min(0).max(255);

/** What a denoising step computed: every row, the sparse rule over all rows, or over the rows from the answer on. */
export const STEP_KINDS = ["dense", "whole", "response", "block"] as const;

/** A token that could have stood at a position: its raw UTF-8 bytes and its natural-log probability. */
const candidate = z.object({ bytes: z.array(byte), logprob: z.number().max(0) });

export type Candidate = z.infer<typeof candidate>;

/** The node took the request: what it made of it. Always the first frame unless the request is refused. */
const acceptedFrame = z.object({
  type: z.literal("accepted"),
  seq,
  version: protocolVersion,
  requestId: z.string(),
  nodeId: z.string(),
  model: z.string(),
  /** Prompt length in tokens, template included. */
  promptTokens: z.int().min(0),
  /** Answer window and block length in tokens, as used. */
  canvas: z.object({ length: z.int().min(1), blockLength: z.int().min(1) }),
  /** Only when asked for (`echo`): the raw UTF-8 bytes of each token of the text before the (first) gap. */
  promptBytes: z.array(z.array(byte)).optional(),
});

/** Positions that received their final token in one denoising step. Together they rebuild the canvas (`canvas.ts`). */
const committedFrame = z.object({
  type: z.literal("committed"),
  seq,
  /** Denoising step, from 1. */
  step: z.int().min(1),
  /** Positions within the answer, each committed once in the life of a request. */
  positions: z.array(z.int().min(0)),
  tokens: z.array(z.int().min(0)),
  /** Probability of each token at the moment of commitment, 0…1. */
  confidences: z.array(z.number().min(0).max(1)),
  /** Those of the positions that received an end token: what lies behind the first is no part of the answer. */
  ends: z.array(z.int().min(0)).optional(),
  /** Only with `trace`: text of each token decoded alone, for display. */
  pieces: z.array(z.string()).optional(),
  /** Only with `trace`: answer positions recomputed in at least one layer, ascending; absent in dense steps: all. */
  recomputed: z.array(z.int().min(0)).optional(),
  /** Only with `trace`: share of the active rows that were salient in this step, mean over the layers. */
  salientFraction: z.number().min(0).max(1).optional(),
  /** Only with `trace`. */
  kind: z.enum(STEP_KINDS).optional(),
  /** Only with `trace`: time of the backend call, in ms; sequences that share the call share its time. */
  ms: z.number().min(0).optional(),
  /** Only with `trace`: multiply-adds of all steps so far, as a share of dense steps over the whole canvas in their place. */
  computeShare: z.number().min(0).optional(),
  /** Only with `topLogprobs`: raw UTF-8 bytes of each token decoded alone (empty for a special one). */
  bytes: z.array(z.array(byte)).optional(),
  /** Only with `topLogprobs` above 0: by position, the likeliest tokens at this step, the likeliest first. */
  candidates: z.array(z.array(candidate)).optional(),
});

/** Answer text that is final from left to right; concatenated, the frames are the answer. */
const textFrame = z.object({
  type: z.literal("text"),
  seq,
  text: z.string(),
  /** Only with several gaps: the gap the text stands in. Absent on the newline between two gaps. */
  gap: z.int().min(0).optional(),
  /**
   * Only with `topLogprobs`: raw UTF-8 bytes of the tokens that were read for this text, from answer position `from` on. A
   * token read after the one before it may give other bytes than alone.
   */
  from: z.int().min(0).optional(),
  bytes: z.array(z.array(byte)).optional(),
});

/** What the request cost so far; the last one is exact. Sent before `done` and before `error`. */
const usageFrame = z.object({
  type: z.literal("usage"),
  seq,
  promptTokens: z.int().min(0),
  /** Answer tokens delivered; end-of-text fill and masked drafts are not counted. */
  completionTokens: z.int().min(0),
  steps: z.int().min(0),
  /** Mean share of active rows that were salient, over the sparse steps; 1 when there was none. */
  salientFraction: z.number().min(0).max(1),
  /** Floating-point operations spent, as a share of what dense steps in the same number would have taken. */
  computeShare: z.number().min(0).optional(),
  /** Prompt tokens whose keys and values were taken over from an earlier request (`prefixScope`); absent: none. */
  cachedTokens: z.int().min(0).optional(),
});

/** The answer is complete. */
const doneFrame = z.object({
  type: z.literal("done"),
  seq,
  /** `stop`: end of text or a stop string; `length`: the window is full. */
  finishReason: z.enum(["stop", "length"]),
});

/** The request ended without a complete answer. */
const errorFrame = z.object({
  type: z.literal("error"),
  seq,
  code: z.enum(ERROR_CODES),
  message: z.string(),
  /** The request field at fault, where there is one. */
  param: z.string().nullable(),
});

export const frame = z.discriminatedUnion("type", [
  acceptedFrame,
  committedFrame,
  textFrame,
  usageFrame,
  doneFrame,
  errorFrame,
]);

export type Frame = z.infer<typeof frame>;

/** A frame before the sender numbers it. */
export type UnnumberedFrame = Frame extends infer F ? (F extends Frame ? Omit<F, "seq"> : never) : never;

export type UsageFrame = z.infer<typeof usageFrame>;

/** One frame as a line of the stream, newline included. JSON keeps newlines escaped, so a line is a frame. */
export function encodeFrame(value: Frame): string {
  return `${JSON.stringify(value)}\n`;
}

/** Why a stream of frames cannot be read on. `version`: the peer speaks another protocol version. */
export class FrameError extends Error {
  readonly code: "malformed" | "out_of_order" | "too_long" | "truncated" | "version";

  constructor(code: FrameError["code"], message: string) {
    super(message);
    this.name = "FrameError";
    this.code = code;
  }
}

/**
 * Reads numbered frames from a byte stream, however it is cut into chunks.
 *
 * @param chunks UTF-8 bytes of `encodeFrame` lines
 * @throws FrameError on a line that is no frame, a gap or repetition in `seq`, a line over {@link MAX_FRAME_BYTES}, or an
 *   end in mid-line. What was yielded before is valid. A stream that ends without `done` or `error` ends normally here:
 *   whether that is a lost node is for the caller to say.
 */
export async function* decodeFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let rest = "";
  let expected = 0;
  for await (const chunk of chunks) {
    // Only the new text is searched, so that a long line costs no more than its length.
    const text = decodeChunk(decoder, chunk);
    let start = 0;
    for (let newline = text.indexOf("\n"); newline !== -1; newline = text.indexOf("\n", start)) {
      const line = rest + text.slice(start, newline);
      rest = "";
      // An empty line is a sign of life (`keepAliveMs`).
      if (line !== "") {
        yield parseLine(line, expected++);
      }
      start = newline + 1;
    }
    rest += text.slice(start);
    if (rest.length > MAX_FRAME_BYTES) {
      throw new FrameError("too_long", `a frame exceeds ${MAX_FRAME_BYTES} bytes`);
    }
  }
  if (rest !== "") {
    throw new FrameError("truncated", "the stream ended in the middle of a frame");
  }
}

function decodeChunk(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw new FrameError("malformed", "the stream is not UTF-8");
  }
}

function parseLine(line: string, expected: number): Frame {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new FrameError("malformed", "a frame is not JSON");
  }
  const parsed = frame.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const code = issue?.path[0] === "version" ? "version" : "malformed";
    throw new FrameError(code, issue?.message ?? "a frame does not match the protocol");
  }
  if (parsed.data.seq !== expected) {
    throw new FrameError("out_of_order", `frame ${parsed.data.seq} came where ${expected} was due`);
  }
  return parsed.data;
}
