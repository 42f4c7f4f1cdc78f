/** A stream said nothing for longer than it had promised to. */
export class SilenceError extends Error {
  constructor(ms: number) {
    super(`nothing came for ${ms} ms`);
    this.name = "SilenceError";
  }
}

/** How often silence is looked for, as a share of its limit: a timer for each chunk would cost more than the chunk. */
const CHECKS = 4;

/**
 * Passes a stream's chunks on and ends it when none comes for `limitMs` while the reader waits for one. A reader that
 * takes its time is not silence.
 *
 * @throws SilenceError
 */
export async function* watchSilence(
  stream: ReadableStream<Uint8Array>,
  limitMs: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let waitingSinceMs: number | null = null;
  let silent = false;
  const timer = setInterval(() => {
    if (waitingSinceMs !== null && Date.now() - waitingSinceMs > limitMs) {
      silent = true;
      // Ends the read under way, and the node's work with it.
      reader.cancel().catch(() => {});
    }
  }, limitMs / CHECKS);
  try {
    for (;;) {
      waitingSinceMs = Date.now();
      const { done, value } = await reader.read();
      waitingSinceMs = null;
      if (silent) {
        throw new SilenceError(limitMs);
      }
      if (done) {
        return;
      }
      yield value;
    }
  } finally {
    clearInterval(timer);
    await reader.cancel().catch(() => {});
  }
}
