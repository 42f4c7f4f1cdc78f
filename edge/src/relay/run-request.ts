import { DyllmError, type GenerateRequest } from "@dyllm/shared";
import type { Candidate } from "../nodes/choose.ts";
import type { NodePool } from "../nodes/pool.ts";
import { type ChoiceFrame, type ChoiceRecord, emptyRecords, recordChoiceFrame } from "../stream/choice-record.ts";
import { ChoiceRun } from "./choice-run.ts";
import { mergeChoices } from "./merge-choices.ts";
import { stickyKeyOf } from "./sticky-key.ts";
import { REQUEST_TIMEOUT_MS } from "./to-generate-request.ts";

/** The node ends a request at its own deadline and says so; the gateway waits this much longer for that, in ms. */
const DEADLINE_GRACE_MS = 5_000;

/** A request under way on one or more nodes. */
export interface Run {
  /** Frames of all choices as they come; may be read once. Throws DyllmError when the answer cannot be completed. */
  readonly frames: AsyncIterable<ChoiceFrame>;
  /** What has come so far, one record for each choice; still right after a failure or a cancellation. */
  readonly records: readonly ChoiceRecord[];
  /** Resolves with the node of the first choice once all choices are accepted; rejects when one is refused. */
  readonly accepted: Promise<string>;
  /** Whether a choice waits at the gateway because all nodes are full. No node works for it then. */
  waiting(): boolean;
  /** Ends the work on all nodes. Harmless when it has ended. */
  cancel(): void;
}

/**
 * Starts all generations of a request at once, each on the best candidate that takes it; a node that is lost is replaced
 * (`choice-run.ts`). When one generation fails for good the others are cancelled: the caller gets a whole answer or an
 * error.
 *
 * @param client aborted by the runtime when the client resets the connection
 */
export function runRequest(
  pool: NodePool,
  candidates: readonly Candidate[],
  requests: readonly GenerateRequest[],
  client: AbortSignal,
): Run {
  const upstream = new AbortController();
  const release = (): void => {
    clearTimeout(deadline);
    client.removeEventListener("abort", cancel);
  };
  const stop = (error: DyllmError): void => {
    release();
    upstream.abort(error);
  };
  const cancel = (): void => stop(new DyllmError("cancelled", "The client left before the answer was complete."));
  client.addEventListener("abort", cancel, { once: true });
  const deadline = setTimeout(
    () => stop(new DyllmError("timeout", "The answer was not complete in time.")),
    REQUEST_TIMEOUT_MS + DEADLINE_GRACE_MS,
  );
  const inLine = new Set<number>();
  const choices = requests.map((request, index) => {
    const onWait = (waiting: boolean): void => void (waiting ? inLine.add(index) : inLine.delete(index));
    const search = { pool, signal: upstream.signal, stickyKey: stickyKeyOf(request), onWait };
    // The first choice goes where the request was admitted for; the others by what that has changed.
    return new ChoiceRun(search, request, index === 0 ? candidates : null);
  });
  const accepted = Promise.all(choices.map((choice) => choice.accepted)).then(([first]) => first ?? "");
  // Whoever reads the frames learns of a refusal there; `accepted` may never be looked at.
  accepted.catch(() => {});
  if (client.aborted) {
    // It left while its key was asked: nobody tells again.
    cancel();
  }
  const records = emptyRecords(requests.length);

  async function* frames(): AsyncGenerator<ChoiceFrame, void, undefined> {
    let complete = false;
    try {
      for await (const event of mergeChoices(choices.map((choice) => choice.frames()))) {
        recordChoiceFrame(records, event);
        yield event;
      }
      complete = true;
    } finally {
      // After the last frame nothing runs any more; whatever else ends this loop leaves work behind.
      (complete ? release : cancel)();
    }
  }
  return { frames: frames(), records, accepted, waiting: () => inLine.size > 0, cancel };
}
