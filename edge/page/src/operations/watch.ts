import { signal } from "@preact/signals";
import { fetchErrorCounts } from "../api/admin-errors.ts";
import { fetchKeys, type KeyView } from "../api/admin-keys.ts";
import { type AdminNode, fetchNodes } from "../api/admin-nodes.ts";
import { type Problem, toProblem } from "../api/problem.ts";
import { adminKey } from "../session.ts";
import { type ErrorEntry, withCounts } from "./error-log.ts";
import { type NodeHistory, withSamples } from "./history.ts";

/** What the operations view shows; null: not known yet. */
export const nodes = signal<readonly AdminNode[] | null>(null);
export const history = signal<NodeHistory>(new Map());
export const keys = signal<readonly KeyView[] | null>(null);
export const errors = signal<readonly ErrorEntry[] | null>(null);
/** Why the last look failed; null when it did not. What is shown is then the last that was known. */
export const watchProblem = signal<Problem | null>(null);

/** Looks at everything once. */
export async function look(abort: AbortSignal): Promise<void> {
  const key = adminKey.value;
  if (key === null) {
    return;
  }
  try {
    const [seenNodes, seenKeys, counts] = await Promise.all([
      fetchNodes(key, abort),
      fetchKeys(key, abort),
      fetchErrorCounts(key, abort),
    ]);
    nodes.value = seenNodes;
    history.value = withSamples(history.value, new Map(seenNodes.map((node) => [node.id, node])));
    keys.value = seenKeys;
    errors.value = withCounts(errors.value ?? [], counts, errors.value === null, Date.now());
    watchProblem.value = null;
  } catch (thrown) {
    if (!abort.aborted) {
      watchProblem.value = toProblem(thrown, "unreachable");
    }
  }
}

/** Forgets everything, with the credential that showed it. */
export function forget(): void {
  nodes.value = null;
  history.value = new Map();
  keys.value = null;
  errors.value = null;
  watchProblem.value = null;
}
