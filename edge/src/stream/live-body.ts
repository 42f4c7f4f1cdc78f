import { DyllmError, toDyllmError } from "@dyllm/shared";

/**
 * How often something is written while nothing else flows, in ms. An orderly close by the client is noticed only when a
 * write fails, so this bounds how long a node works for nobody; proxies that drop idle connections are kept happy too.
 */
export const KEEP_ALIVE_MS = 200;

/**
 * The second write comes this soon after the first, in ms, if nothing else does: the first one to a client that has closed
 * in order only provokes its reset, and it takes another to see that. A client may have left while its request waited.
 */
const SECOND_WRITE_MS = 50;

/** A keep-alive may come this much earlier than it is due, in ms: sooner than looking again. */
const EARLY_MS = 10;

/**
 * Keep-alives a second that an isolate writes at most, for all of its bodies together: half of what a core can write. From
 * 400 silent bodies on each gets fewer, and a client that has left in order is noticed later in proportion.
 */
const MAX_KEEP_ALIVES_PER_SECOND = 2_000;

const MS_PER_SECOND = 1_000;

/** Bodies under way in this isolate. */
let openBodies = 0;

/** How a body that is written while the answer arises looks. */
export interface LiveFormat {
  readonly headers: Readonly<Record<string, string>>;
  /** Written at once and whenever nothing else flows; must mean nothing to the reader. */
  readonly keepAlive: string;
  /** One value, in one piece. */
  value(value: unknown): string;
  /** After the last value. */
  readonly end: string;
  /** What tells the reader that the answer failed; null breaks the connection, where the format has no way to say it. */
  failure(problem: DyllmError): string | null;
}

/** A body under way. */
export interface LiveBody {
  readonly response: Response;
  /** Resolves when the last byte is written or the client is gone: null, or what ended the body early. */
  readonly finished: Promise<DyllmError | null>;
}

/**
 * Answers at once with a body that stays alive: a first keep-alive, each value as it comes, the end. When `values` throws,
 * the format's failure takes the place of the end.
 *
 * @param values read until they end, throw, or the client leaves
 * @param client aborted by the runtime when the client resets the connection
 * @param cancel called once the client is gone; must make `values` end
 */
export function liveBody(
  values: AsyncIterable<unknown>,
  format: LiveFormat,
  client: AbortSignal,
  cancel: () => void,
): LiveBody {
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const leave = (): void => {
    cancel();
    // A write that waits for a client that is gone would wait for ever.
    writer.abort().catch(() => {});
  };
  client.addEventListener("abort", leave, { once: true });
  writer.closed.catch(leave);
  if (client.aborted) {
    // It left while its answer was waited for: that event is over, and the first write would never end.
    leave();
  }
  openBodies++;
  const finished = pump(values, format, writer, leave).finally(() => {
    openBodies--;
    client.removeEventListener("abort", leave);
  });
  return { response: new Response(readable, { headers: format.headers }), finished };
}

async function pump(
  values: AsyncIterable<unknown>,
  format: LiveFormat,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  leave: () => void,
): Promise<DyllmError | null> {
  const encoder = new TextEncoder();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing = false;
  let writes = 0;
  let writtenMs = 0;
  let left = false;
  let over = false;
  const send = async (text: string): Promise<void> => {
    writing = true;
    try {
      await writer.write(encoder.encode(text));
    } catch {
      left = true;
      leave();
    }
    writing = false;
    writes++;
    writtenMs = Date.now();
    if (timer === null && !over) {
      timer = setTimeout(beat, silenceMs(writes));
    }
  };
  // The timer is not set anew by every write, which would cost as much as the write: it looks when it comes round.
  const beat = (): void => {
    timer = null;
    if (over || left) {
      return;
    }
    const waitMs = silenceMs(writes) - (Date.now() - writtenMs);
    if (writing || waitMs > EARLY_MS) {
      timer = setTimeout(beat, Math.max(waitMs, EARLY_MS));
    } else {
      void send(format.keepAlive);
    }
  };
  let problem: DyllmError | null = null;
  let last: string | null = format.end;
  try {
    await send(format.keepAlive);
    for await (const value of values) {
      await send(format.value(value));
      if (left) {
        break;
      }
    }
  } catch (thrown) {
    problem = toDyllmError(thrown);
    last = format.failure(problem);
  }
  over = true;
  clearTimeout(timer);
  if (last !== null && last !== "") {
    await send(last);
  }
  left ||= writer.desiredSize === null;
  await (last === null ? writer.abort(problem) : writer.close()).catch(() => {});
  return left ? new DyllmError("cancelled", "The client left before the answer was complete.") : problem;
}

/** How long a body may be silent after so many writes, in ms. */
function silenceMs(writes: number): number {
  if (writes === 1) {
    return SECOND_WRITE_MS;
  }
  return Math.max(KEEP_ALIVE_MS, (openBodies / MAX_KEEP_ALIVES_PER_SECOND) * MS_PER_SECOND);
}
