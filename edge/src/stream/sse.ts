import { DyllmError, toDyllmError, toOpenAiError } from "@dyllm/shared";

/**
 * How often a comment is written while nothing else flows, in ms. An orderly close by the client is noticed only when a
 * write fails, so this bounds how long a node works for nobody; proxies that drop idle connections are kept happy too.
 */
export const KEEP_ALIVE_MS = 200;

const KEEP_ALIVE = ": keep-alive\n\n";
const DONE = "data: [DONE]\n\n";

const SSE_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, must-revalidate",
  // Proxies of the nginx family would otherwise collect the stream before passing it on.
  "x-accel-buffering": "no",
};

/** A stream of server-sent events under way. */
export interface EventStream {
  readonly response: Response;
  /** Resolves when the last byte is written or the client is gone: null, or what ended the stream early. */
  readonly finished: Promise<DyllmError | null>;
}

/** One event; blank line included, so that it is written in one piece (some clients lose an event cut in two). */
export function sseEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/**
 * Answers at once with an event stream: a first comment, one event per value, `[DONE]`. When `values` throws, an error
 * event takes the place of `[DONE]`.
 *
 * @param values read until they end, throw, or the client leaves
 * @param client aborted by the runtime when the client resets the connection
 * @param cancel called once the client is gone; must make `values` end
 */
export function eventStream(values: AsyncIterable<unknown>, client: AbortSignal, cancel: () => void): EventStream {
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const leave = (): void => {
    cancel();
    // A write that waits for a client that is gone would wait for ever.
    writer.abort().catch(() => {});
  };
  client.addEventListener("abort", leave, { once: true });
  writer.closed.catch(leave);
  const finished = pump(values, writer, leave).finally(() => client.removeEventListener("abort", leave));
  return { response: new Response(readable, { headers: SSE_HEADERS }), finished };
}

async function pump(
  values: AsyncIterable<unknown>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  leave: () => void,
): Promise<DyllmError | null> {
  const encoder = new TextEncoder();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing = false;
  let left = false;
  const send = async (text: string): Promise<void> => {
    clearTimeout(timer);
    writing = true;
    try {
      await writer.write(encoder.encode(text));
    } catch {
      left = true;
      leave();
    }
    writing = false;
    timer = setTimeout(beat, KEEP_ALIVE_MS);
  };
  const beat = (): void => {
    if (!writing && !left) {
      void send(KEEP_ALIVE);
    }
  };
  let problem: DyllmError | null = null;
  try {
    await send(KEEP_ALIVE);
    for await (const value of values) {
      await send(sseEvent(value));
      if (left) {
        break;
      }
    }
    await send(DONE);
  } catch (thrown) {
    problem = toDyllmError(thrown);
    await send(sseEvent(toOpenAiError(problem)));
  }
  left ||= writer.desiredSize === null;
  clearTimeout(timer);
  await writer.close().catch(() => {});
  return left ? new DyllmError("cancelled", "The client left before the answer was complete.") : problem;
}
