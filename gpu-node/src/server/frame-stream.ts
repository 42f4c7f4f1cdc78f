import { type ErrorCode, encodeFrame, type Frame, toDyllmError } from "@dyllm/shared";

/** What became of one stream of frames, for the log. Tokens and steps are those of the last usage frame. */
export interface StreamSummary {
  readonly outcome: "done" | "error" | "cancelled";
  readonly code: ErrorCode | null;
  readonly frames: number;
  readonly bytes: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly steps: number;
}

export interface FrameStreamOptions {
  /** Aborted when the reader goes away; the source of the frames listens to its signal. */
  readonly abort: AbortController;
  /** How long a frame may wait for the reader, in ms. */
  readonly stalledMs: number;
  /** An empty line is written when no frame came for so long, in ms; null: never. */
  readonly keepAliveMs: number | null;
  /** The reader took nothing for `stalledMs`: the caller cuts the connection, which cancels the stream. */
  readonly onStalled: () => void;
  /** The source threw: a bug, since failures of a running request are frames. The reader gets an error frame. */
  readonly onUnexpected: (thrown: unknown) => void;
  /** Called once, when the source has ended. */
  readonly onEnd: (summary: StreamSummary) => void;
}

/**
 * Turns frames into NDJSON bytes. A frame is asked for only when the reader asks for bytes, so a slow reader slows this
 * stream and nothing else. When the reader leaves, the source is aborted and then read to its end, for its usage frame.
 * A stream that was not cancelled always ends with `done` or `error`: where the source throws or ends early, an error
 * frame takes the next number.
 */
export function frameStream(frames: AsyncIterable<Frame>, options: FrameStreamOptions): ReadableStream<Uint8Array> {
  const iterator = frames[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const counts = { frames: 0, bytes: 0, promptTokens: 0, completionTokens: 0, steps: 0 };
  let last: { readonly outcome: "done" | "error"; readonly code: ErrorCode | null } | null = null;
  let cancelled = false;
  let pulling: Promise<void> = Promise.resolve();
  /** The frame that was asked for and has not come yet. */
  let upcoming: Promise<Frame | null> | null = null;
  let stall: NodeJS.Timeout | undefined;

  function note(frame: Frame): Frame {
    counts.frames++;
    switch (frame.type) {
      case "usage":
        counts.promptTokens = frame.promptTokens;
        counts.completionTokens = frame.completionTokens;
        counts.steps = frame.steps;
        break;
      case "done":
        last = { outcome: "done", code: null };
        break;
      case "error":
        last = { outcome: "error", code: frame.code };
        break;
      case "accepted":
      case "committed":
      case "text":
        break;
      default:
        throw new Error(`unknown frame ${frame satisfies never}`);
    }
    return frame;
  }

  async function next(): Promise<Frame | null> {
    try {
      const result = await iterator.next();
      if (!result.done) {
        return note(result.value);
      }
    } catch (thrown) {
      options.onUnexpected(thrown);
      return last === null ? note(internalError(counts.frames, thrown)) : null;
    }
    return last === null && !cancelled ? note(internalError(counts.frames, null)) : null;
  }

  function end(): void {
    const known = last ?? { outcome: "error" as const, code: null };
    // A reader that leaves after `done` has all it wanted.
    const outcome = cancelled && known.outcome !== "done" ? "cancelled" : known.outcome;
    options.onEnd({ ...counts, code: known.code, outcome });
  }

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    clearTimeout(stall);
    upcoming ??= next();
    const frame = await frameOrSilence(upcoming, options.keepAliveMs);
    if (frame !== SILENCE) {
      upcoming = null;
    }
    if (cancelled) {
      return;
    }
    if (frame === null) {
      controller.close();
      end();
      return;
    }
    const bytes = encoder.encode(frame === SILENCE ? "\n" : encodeFrame(frame));
    counts.bytes += bytes.byteLength;
    stall = setTimeout(options.onStalled, options.stalledMs);
    controller.enqueue(bytes);
  }

  /** Reads what the aborted source still has to say, once the read in progress is over. */
  async function drain(): Promise<void> {
    await pulling;
    await upcoming;
    while ((await next()) !== null) {}
    end();
  }

  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulling = pull(controller);
        return pulling;
      },
      cancel() {
        cancelled = true;
        clearTimeout(stall);
        options.abort.abort();
        void drain();
      },
    },
    { highWaterMark: 0 },
  );
}

const SILENCE = Symbol("silence");

/** The frame, or {@link SILENCE} when it takes longer than `ms`. */
async function frameOrSilence(frame: Promise<Frame | null>, ms: number | null): Promise<Frame | null | typeof SILENCE> {
  if (ms === null) {
    return await frame;
  }
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<typeof SILENCE>((resolve) => {
    timer = setTimeout(resolve, ms, SILENCE);
  });
  return await Promise.race([frame, silence]).finally(() => clearTimeout(timer));
}

function internalError(seq: number, thrown: unknown): Frame {
  const { code, message, param } = toDyllmError(thrown);
  return { type: "error", seq, code, message, param };
}
