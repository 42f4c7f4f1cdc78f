/** Ten minutes at one sample every five seconds. */
const SAMPLES = 120;

/** What is plotted of one node. */
export interface NodeSample {
  readonly queued: number;
  readonly stepsPerSecond: number;
  readonly salientFraction: number;
}

export type NodeHistory = ReadonlyMap<string, readonly NodeSample[]>;

/** The history with one sample more for each node; of nodes that are gone nothing is kept. */
export function withSamples(history: NodeHistory, now: ReadonlyMap<string, NodeSample>): NodeHistory {
  return new Map([...now].map(([id, sample]) => [id, [...(history.get(id) ?? []), sample].slice(-SAMPLES)]));
}
