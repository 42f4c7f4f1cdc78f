import type { NodeModel } from "@dyllm/shared";
import { type Candidate, chooseNodes, type NodeView } from "./choose.ts";
import { fetchStatus } from "./client.ts";
import type { Directory } from "./directory.ts";
import { type NodeLease, NodeState } from "./node-state.ts";
import type { NodeEntry } from "./registry.ts";
import type { RoutingOptions } from "./routing-options.ts";
import type { SendToNode } from "./send.ts";
import { WaitLine } from "./wait-line.ts";

/** A status is asked for again after this many ms: load moves within seconds, and asking costs the node next to nothing. */
export const STATUS_TTL_MS = 3_000;

/** The same while requests wait for room, or for a lost node to come back, in ms. */
export const WAITING_TTL_MS = 250;

/** The directory is read again after this many ms: nodes come and go more slowly than their load moves. */
const DIRECTORY_TTL_MS = 2_000;

export interface PoolOptions {
  /** Nodes named in configuration. */
  readonly nodes: readonly NodeEntry[];
  readonly send: SendToNode;
  readonly routing: RoutingOptions;
  /** Nodes that came by themselves, and what operators have drained; null: configuration is all there is. */
  readonly directory: Directory | null;
}

/**
 * What this isolate knows of the nodes. Only results are kept, never a request under way: workerd forbids one request to
 * wait for another one's I/O. While one request refreshes a status, the others go by the last one.
 */
export class NodePool {
  readonly send: SendToNode;
  readonly routing: RoutingOptions;
  readonly line = new WaitLine();
  readonly #static: readonly NodeEntry[];
  readonly #directory: Directory | null;
  readonly #known = new Map<string, NodeState>();
  #directoryAttemptedMs = 0;
  #directoryRead = false;

  constructor({ nodes, send, routing, directory }: PoolOptions) {
    this.send = send;
    this.routing = routing;
    this.#static = nodes;
    this.#directory = directory;
    for (const node of nodes) {
      this.#known.set(node.id, new NodeState(node));
    }
  }

  /**
   * The nodes for a model, in the order they should be asked. Throws as {@link chooseNodes} does.
   *
   * @param maxAgeMs a status older than this is asked for again first
   */
  async candidates(
    model: string,
    options: { readonly stickyKey?: string | undefined; readonly maxAgeMs?: number } = {},
  ): Promise<readonly Candidate[]> {
    await this.#refresh(options.maxAgeMs ?? STATUS_TTL_MS);
    return this.order(model, options.stickyKey);
  }

  /** The same by what is known already. */
  order(model: string, stickyKey?: string): readonly Candidate[] {
    const { stickyWeight } = this.routing;
    return chooseNodes(this.#views(), model, { random: Math.random, stickyKey, stickyWeight });
  }

  /** Every model that a reachable node serves, each id once, sorted by id. */
  async models(): Promise<readonly NodeModel[]> {
    const models = new Map<string, NodeModel>();
    for (const view of await this.views()) {
      for (const model of view.ready ? (view.status?.models ?? []) : []) {
        models.set(model.id, models.get(model.id) ?? model);
      }
    }
    return [...models.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** All nodes as they are now. */
  async views(): Promise<readonly NodeView[]> {
    await this.#refresh(STATUS_TTL_MS);
    return this.#views();
  }

  /** Notes that a generation goes to a node, so that a burst spreads before the next status shows it. */
  begin(node: NodeEntry): NodeLease {
    return this.#state(node).begin(Date.now());
  }

  /** Notes that a node could not be reached: it is left out until a status succeeds again, and is asked for one soon. */
  lost(node: NodeEntry): void {
    this.#state(node).lost();
  }

  /** Notes that a node had no room. */
  refused(node: NodeEntry): void {
    this.#state(node).refused(Date.now());
  }

  /** Whether configuration names this node. */
  isConfigured(id: string): boolean {
    return this.#static.some((node) => node.id === id);
  }

  /** The next use of the pool reads the directory again: it was changed through this isolate. */
  forgetDirectory(): void {
    this.#directoryAttemptedMs = 0;
  }

  #views(): readonly NodeView[] {
    const now = Date.now();
    return [...this.#known.values()].map((state) => state.view(now));
  }

  /** A node that has left the directory meanwhile gets a state nobody looks at. */
  #state(node: NodeEntry): NodeState {
    return this.#known.get(node.id) ?? new NodeState(node);
  }

  async #refresh(maxAgeMs: number): Promise<void> {
    await this.#readDirectory();
    const now = Date.now();
    const stale = [...this.#known.values()].filter((state) => isStale(state, now, maxAgeMs));
    await Promise.all(stale.map((state) => this.#ask(state, now)));
  }

  async #ask(state: NodeState, now: number): Promise<void> {
    state.attemptedMs = now;
    try {
      state.answered(await fetchStatus(state.node, this.send), Date.now());
    } catch {
      // Unreachable, refusing and unreadable are one thing to the choice.
      state.silent(Date.now());
    }
  }

  async #readDirectory(): Promise<void> {
    const now = Date.now();
    if (this.#directory === null || now - this.#directoryAttemptedMs <= DIRECTORY_TTL_MS) {
      return;
    }
    // Only the first reading is waited for by all; later ones are one request's, and the others go by the last.
    this.#directoryAttemptedMs = this.#directoryRead ? now : 0;
    const listing = await this.#directory.list().catch(() => null);
    if (listing === null) {
      return;
    }
    this.#directoryAttemptedMs = now;
    this.#directoryRead = true;
    const taken = new Set(this.#static.map((node) => node.id));
    const current = [...this.#static, ...listing.nodes.filter((node) => !taken.has(node.id))];
    const ids = new Set(current.map((node) => node.id));
    for (const id of this.#known.keys()) {
      if (!ids.has(id)) {
        this.#known.delete(id);
      }
    }
    const drained = new Set(listing.drained);
    for (const node of current) {
      const known = this.#known.get(node.id);
      const state = known ?? new NodeState(node);
      state.node = node;
      state.drained = drained.has(node.id);
      this.#known.set(node.id, state);
    }
  }
}

/** Whether this request should ask: the answer is old, and no other request is asking (or there is none to go by). */
function isStale(state: NodeState, now: number, maxAgeMs: number): boolean {
  const old = now - state.settledMs > maxAgeMs;
  return old && (state.status === null || now - state.attemptedMs > maxAgeMs);
}
