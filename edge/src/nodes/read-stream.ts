/** A stream said nothing for longer than it had promised to. */
export class SilenceError extends Error {
  constructor(ms: number) {
    super(`nothing came for ${ms} ms`);
    this.name = "SilenceError";
  }
}

/** How often silence is looked for, as a share of its limit: a timer for each chunk would cost more than the chunk. */
const CHECKS = 4;

/** Bytes read at once: some ten frames of one step each. A longer chunk comes in pieces. */
const CHUNK_BYTES = 4_096;

/**
 * Reads a byte stream chunk by chunk, all into the same buffer: a chunk is good until the next one is asked for. (A buffer
 * for each would be most of what a stream leaves to the garbage collector.) The stream ends by SilenceError when nothing
 * comes for `limitMs` while the reader waits. A reader that takes its time is not silence.
 *
 * @param limitMs null: the stream may be silent for ever
 * @throws SilenceError
 */
export async function* readStream(
  stream: ReadableStream<Uint8Array>,
  limitMs: number | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader({ mode: "byob" });
  let waitingSinceMs: number | null = null;
  let silentMs: number | null = null;
  const watch = (limit: number): void => {
    if (waitingSinceMs !== null && Date.now() - waitingSinceMs > limit) {
      silentMs = limit;
      // Ends the read under way, and the node's work with it.
      reader.cancel().catch(() => {});
    }
  };
  const timer = limitMs === null ? null : setInterval(watch, limitMs / CHECKS, limitMs);
  let view = new Uint8Array(CHUNK_BYTES);
  try {
    for (;;) {
      waitingSinceMs = Date.now();
      const { done, value } = await reader.read(view);
      waitingSinceMs = null;
      if (silentMs !== null) {
        throw new SilenceError(silentMs);
      }
      if (done) {
        return;
      }
      yield value;
      view = new Uint8Array(value.buffer);
    }
  } finally {
    clearInterval(timer);
    await reader.cancel().catch(() => {});
  }
}
