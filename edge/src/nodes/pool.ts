import type { NodeModel, NodeStatus, SigningKey } from "@dyllm/shared";
import { type Candidate, chooseNodes, type NodeView } from "./choose.ts";
import { fetchStatus } from "./client.ts";
import type { NodeEntry } from "./registry.ts";

/** A status is asked for again after this many ms: load moves within seconds, and asking costs the node next to nothing. */
const STATUS_TTL_MS = 3_000;

interface Known {
  readonly node: NodeEntry;
  status: NodeStatus | null;
  reachable: boolean;
  assigned: number;
  /** Unix ms at which it was last asked, and at which the last asking ended, successful or not. */
  attemptedMs: number;
  settledMs: number;
}

/**
 * What this isolate knows of the nodes. Only results are kept, never a request under way: workerd forbids one request to
 * wait for another one's I/O. While one request refreshes a status, the others go by the last one.
 */
export class NodePool {
  readonly signingKey: SigningKey;
  readonly #known: readonly Known[];

  constructor(nodes: readonly NodeEntry[], signingKey: SigningKey) {
    this.signingKey = signingKey;
    this.#known = nodes.map((node) => ({
      node,
      status: null,
      reachable: false,
      assigned: 0,
      attemptedMs: 0,
      settledMs: 0,
    }));
  }

  /** The nodes for a model, best first. Throws as {@link chooseNodes} does. */
  async candidates(model: string): Promise<readonly Candidate[]> {
    return chooseNodes(await this.#views(), model, Math.random);
  }

  /** Every model that a reachable node serves, each id once, sorted by id. */
  async models(): Promise<readonly NodeModel[]> {
    const models = new Map<string, NodeModel>();
    for (const view of await this.#views()) {
      for (const model of view.reachable ? (view.status?.models ?? []) : []) {
        models.set(model.id, models.get(model.id) ?? model);
      }
    }
    return [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Notes that a generation went to a node, so that a burst spreads before the next status shows it. */
  assigned(node: NodeEntry): void {
    const known = this.#known.find((entry) => entry.node === node);
    if (known !== undefined) {
      known.assigned++;
    }
  }

  /** Notes that a node could not be reached: it is left out until a status succeeds again. */
  lost(node: NodeEntry): void {
    const known = this.#known.find((entry) => entry.node === node);
    if (known !== undefined) {
      known.reachable = false;
    }
  }

  async #views(): Promise<readonly NodeView[]> {
    const now = Date.now();
    await Promise.all(this.#known.filter((known) => isStale(known, now)).map((known) => this.#refresh(known, now)));
    return this.#known.map(({ node, status, reachable, assigned }) => ({ node, status, reachable, assigned }));
  }

  async #refresh(known: Known, now: number): Promise<void> {
    known.attemptedMs = now;
    try {
      known.status = await fetchStatus(known.node, this.signingKey);
      known.reachable = true;
      known.assigned = 0;
    } catch {
      // Unreachable, refusing and unreadable are one thing to the choice; its last models stay known.
      known.reachable = false;
    }
    known.settledMs = Date.now();
  }
}

/** Whether this request should ask: the answer is old, and no other request is asking (or there is none to go by). */
function isStale(known: Known, now: number): boolean {
  const old = now - known.settledMs > STATUS_TTL_MS;
  return old && (known.status === null || now - known.attemptedMs > STATUS_TTL_MS);
}
