import { DyllmError, type Frame } from "@dyllm/shared";
import { toClientError, toStreamError } from "./client-error.ts";
import type { Generation } from "./start-generation.ts";

/**
 * The frames of a generation up to and including `done`. Whatever else may happen is thrown: an `error` frame, a broken
 * stream, an end without `done`. So who reads to the end has a complete answer.
 *
 * @throws DyllmError as a caller may be told it
 */
export async function* answerFrames(
  starting: Promise<Generation>,
  signal: AbortSignal,
): AsyncGenerator<Frame, void, undefined> {
  const { frames } = await starting;
  try {
    for await (const frame of frames) {
      if (frame.type === "error") {
        throw new DyllmError(frame.code, frame.message, { param: frame.param });
      }
      yield frame;
      if (frame.type === "done") {
        return;
      }
    }
  } catch (thrown) {
    throw thrown instanceof DyllmError && !signal.aborted ? toClientError(thrown) : toStreamError(thrown, signal);
  }
  throw new DyllmError("node_lost", "The node was lost before the answer was complete.");
}
