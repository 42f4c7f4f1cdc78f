import type { Frame, UsageFrame } from "./frames.ts";
import type { ResumePoint } from "./generate.ts";

/** The state of one generation as its frames tell it: all that another node needs to take it over. */
export interface CanvasRecord {
  /** Committed token id by answer position. */
  readonly committed: ReadonlyMap<number, number>;
  readonly steps: number;
  readonly text: string;
  readonly usage: UsageFrame | null;
  readonly end: "done" | "error" | null;
}

export const EMPTY_CANVAS: CanvasRecord = { committed: new Map(), steps: 0, text: "", usage: null, end: null };

/**
 * Adds one frame to the record. A position committed twice with different tokens is a protocol violation and throws
 * RangeError; repeated with the same token it is harmless (a resumed node may repeat what it was given).
 */
export function recordFrame(record: CanvasRecord, frame: Frame): CanvasRecord {
  switch (frame.type) {
    case "accepted":
      return record;
    case "committed": {
      const committed = new Map(record.committed);
      for (const [i, position] of frame.positions.entries()) {
        const token = frame.tokens[i];
        const known = committed.get(position);
        if (token === undefined || (known !== undefined && known !== token)) {
          throw new RangeError(`position ${position} was committed twice`);
        }
        committed.set(position, token);
      }
      return { ...record, committed, steps: Math.max(record.steps, frame.step) };
    }
    case "text":
      return { ...record, text: record.text + frame.text };
    case "usage":
      return { ...record, usage: frame };
    case "done":
      return { ...record, end: "done" };
    case "error":
      return { ...record, end: "error" };
    default:
      throw new Error(`unknown frame ${frame satisfies never}`);
  }
}

/** The `resume` field for the node that takes the canvas over. */
export function resumeFrom(record: CanvasRecord): ResumePoint {
  const entries = [...record.committed].sort(([a], [b]) => a - b);
  return {
    positions: entries.map(([position]) => position),
    tokens: entries.map(([, token]) => token),
    steps: record.steps,
    textLength: record.text.length,
  };
}
