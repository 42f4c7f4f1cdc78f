/** Nodes tell of themselves every few seconds; asking more often would show nothing new. */
export const LOOK_MS = 5_000;

/** Samples kept: ten minutes. */
const SAMPLES = 120;

/** A plot shows at least so many samples' time, so that the first ones do not look like a history: two minutes. */
const LEAST_SAMPLES = 24;

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

/** Samples that a plot of this history has room for: one time for all nodes, in whole minutes. */
export function plottedSamples(history: NodeHistory): number {
  const longest = Math.max(LEAST_SAMPLES, ...[...history.values()].map((samples) => samples.length - 1));
  const perMinute = 60_000 / LOOK_MS;
  return Math.ceil(longest / perMinute) * perMinute + 1;
}

/** The time such a plot shows, in minutes. */
export function plottedMinutes(samples: number): number {
  return Math.round(((samples - 1) * LOOK_MS) / 60_000);
}
