import type { NodeStatus } from "@dyllm/shared";
import { Breaker } from "./breaker.ts";
import type { NodeView } from "./choose.ts";
import type { NodeEntry } from "./registry.ts";

/** A node that came (back) gets its full share after this long, in ms: its caches, its JIT and our picture of it are cold. */
export const WARM_UP_MS = 10_000;

/** Share of a node that has this moment come back. */
export const COLD_SHARE = 0.25;

/** A node that refused for want of room is believed for this long, in ms; then its status counts again. */
export const FULL_MS = 250;

/** A generation under way on a node. Ends once; what it ends with is what the breaker learns. */
export interface NodeLease {
  readonly node: NodeEntry;
  /** The node has begun to compute. */
  progressed(): void;
  /** `served`: the node did its part. `failed`: it was lost. `left`: nothing is to be learnt. */
  end(verdict: "served" | "failed" | "left"): void;
}

/** What this isolate knows of one node. Plain data and arithmetic on the clock; asking is the pool's. */
export class NodeState {
  node: NodeEntry;
  status: NodeStatus | null = null;
  reachable = false;
  /** An operator keeps new work from it. */
  drained = false;
  /** Unix ms at which it was last asked, and at which the last asking ended, successful or not. */
  attemptedMs = 0;
  settledMs = 0;
  readonly breaker = new Breaker();
  #inFlight = 0;
  #inFlightAtStatus = 0;
  #stepsPerSecond: number | null = null;
  /** Since when it is reachable; null for a node that was there when this isolate first looked. */
  #backSinceMs: number | null = null;
  #everSettled = false;
  #fullUntilMs = 0;

  constructor(node: NodeEntry) {
    this.node = node;
  }

  /** The node has said how it is. */
  answered(status: NodeStatus, nowMs: number): void {
    if (!this.reachable && this.#everSettled) {
      this.#backSinceMs = nowMs;
    }
    this.status = status;
    this.reachable = true;
    this.#inFlightAtStatus = this.#inFlight;
    this.#fullUntilMs = 0;
    if (status.stepsPerSecond > 0) {
      this.#stepsPerSecond = status.stepsPerSecond;
    }
    this.#settled(nowMs);
  }

  /** The node did not answer; its last models stay known. */
  silent(nowMs: number): void {
    this.reachable = false;
    this.#settled(nowMs);
  }

  /** The node broke off. Whether that was it or the connection, the next request finds out. */
  lost(): void {
    this.reachable = false;
    this.attemptedMs = 0;
    this.settledMs = 0;
  }

  /** The node refused for want of room. */
  refused(nowMs: number): void {
    this.#fullUntilMs = nowMs + FULL_MS;
  }

  /** A generation is sent to it. */
  begin(nowMs: number): NodeLease {
    this.#inFlight++;
    this.breaker.started(nowMs);
    let open = true;
    return {
      node: this.node,
      progressed: () => this.breaker.progressed(Date.now()),
      end: (verdict) => {
        if (!open) {
          return;
        }
        open = false;
        this.#inFlight--;
        this.#learn(verdict);
      },
    };
  }

  view(nowMs: number): NodeView {
    const load = this.#load();
    return {
      node: this.node,
      status: this.status,
      reachable: this.reachable,
      drained: this.drained,
      breaker: this.breaker.state(nowMs),
      ready: this.reachable && !this.drained && this.breaker.allows(nowMs),
      load,
      full: this.#isFull(load, nowMs),
      stepsPerSecond: this.#stepsPerSecond,
      warmth: this.#warmth(nowMs),
    };
  }

  #learn(verdict: "served" | "failed" | "left"): void {
    switch (verdict) {
      case "served":
        this.breaker.succeeded(Date.now());
        return;
      case "failed":
        this.breaker.failed(Date.now());
        return;
      case "left":
        this.breaker.abandoned();
        return;
      default:
        throw new Error(`unknown verdict ${verdict satisfies never}`);
    }
  }

  /** What the status said, moved by what this isolate has sent and seen end since; a lease that leaks corrects itself. */
  #load(): number {
    const reported = (this.status?.running ?? 0) + (this.status?.queued ?? 0);
    return Math.max(0, reported + this.#inFlight - this.#inFlightAtStatus);
  }

  #isFull(load: number, nowMs: number): boolean {
    const { status, node } = this;
    const room = status === null ? Number.POSITIVE_INFINITY : status.capacity.running + status.capacity.queued;
    const ours = node.maxConcurrent ?? Number.POSITIVE_INFINITY;
    return nowMs < this.#fullUntilMs || load >= room || this.#inFlight >= ours;
  }

  #warmth(nowMs: number): number {
    if (this.#backSinceMs === null) {
      return 1;
    }
    const share = (nowMs - this.#backSinceMs) / WARM_UP_MS;
    return Math.min(1, COLD_SHARE + (1 - COLD_SHARE) * share);
  }

  #settled(nowMs: number): void {
    this.#everSettled = true;
    this.settledMs = nowMs;
  }
}
