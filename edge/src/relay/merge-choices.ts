import type { ChoiceFrame } from "../stream/choice-record.ts";
import type { RelayFrame } from "./relay-frame.ts";

interface Next {
  readonly index: number;
  readonly result: IteratorResult<RelayFrame, void>;
}

/**
 * Interleaves the frames of several choices as they come; within a choice their order stands. The first failure ends all:
 * the caller must then cancel what the others wait for, since a source is not interrupted here.
 */
export async function* mergeChoices(
  sources: readonly AsyncGenerator<RelayFrame, void, undefined>[],
): AsyncGenerator<ChoiceFrame, void, undefined> {
  const [only] = sources;
  if (only !== undefined && sources.length === 1) {
    // Nothing to interleave: most requests have one choice, and a race for each frame would cost as much as the frame.
    for await (const frame of only) {
      yield { index: 0, frame };
    }
    return;
  }
  const pending = new Map<number, Promise<Next>>();
  const advance = (index: number, source: AsyncGenerator<RelayFrame, void, undefined>): void => {
    const next = source.next().then((result) => ({ index, result }));
    // A failure is thrown by the race; those that come after it have nobody to tell.
    next.catch(() => {});
    pending.set(index, next);
  };
  for (const [index, source] of sources.entries()) {
    advance(index, source);
  }
  while (pending.size > 0) {
    const { index, result } = await Promise.race(pending.values());
    const source = sources[index];
    if (result.done === true || source === undefined) {
      pending.delete(index);
      continue;
    }
    yield { index, frame: result.value };
    advance(index, source);
  }
}
