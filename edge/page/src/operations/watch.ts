import { batch, signal } from "@preact/signals";
import { type ErrorView, fetchErrors } from "../api/admin-errors.ts";
import { fetchKeys, type KeyList } from "../api/admin-keys.ts";
import { type AdminNode, fetchNodes } from "../api/admin-nodes.ts";
import { type Problem, toProblem } from "../api/problem.ts";
import { adminKey } from "../session.ts";
import { type NodeHistory, withSamples } from "./history.ts";

const MS_PER_SECOND = 1000;

/** What the operations view shows; null: not known yet. */
export const nodes = signal<readonly AdminNode[] | null>(null);
export const history = signal<NodeHistory>(new Map());
export const keys = signal<KeyList | null>(null);
export const errors = signal<readonly ErrorView[] | null>(null);
/** When that was so, in Unix seconds. */
export const seenAt = signal(0);
/** Why the last look failed; null when it did not. What is shown is then the last that was known. */
export const watchProblem = signal<Problem | null>(null);

/** Pages of keys that are looked at. */
let keyPages = 1;

/** Looks at everything once. */
export async function look(abort: AbortSignal): Promise<void> {
  const key = adminKey.value;
  if (key === null) {
    return;
  }
  try {
    const [seenNodes, seenKeys, seenErrors] = await Promise.all([
      fetchNodes(key, abort),
      fetchKeys(key, keyPages, abort),
      fetchErrors(key, abort),
    ]);
    batch(() => {
      nodes.value = seenNodes;
      history.value = withSamples(history.value, new Map(seenNodes.map((node) => [node.id, node])));
      keys.value = seenKeys;
      errors.value = seenErrors;
      seenAt.value = Math.floor(Date.now() / MS_PER_SECOND);
      watchProblem.value = null;
    });
  } catch (thrown) {
    if (!abort.aborted) {
      watchProblem.value = toProblem(thrown, "unreachable");
    }
  }
}

/** Looks at one page of older keys more, from now on. */
export async function showMoreKeys(): Promise<void> {
  keyPages++;
  await look(new AbortController().signal);
}

/** Forgets everything, with the credential that showed it. */
export function forget(): void {
  keyPages = 1;
  nodes.value = null;
  history.value = new Map();
  keys.value = null;
  errors.value = null;
  watchProblem.value = null;
}
