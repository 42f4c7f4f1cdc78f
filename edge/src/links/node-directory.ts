import { DurableObject } from "cloudflare:workers";
import { LEASE_MS } from "@dyllm/shared";
import type { Env } from "../env.ts";
import type { DirectoryListing } from "../nodes/directory.ts";

/** Nodes that may stand in the directory: bounds what a holder of the node key can store. */
export const MAX_NODES = 1_000;

/** A stamp is remembered this long after its node was last seen, in ms: far longer than a signature is valid. */
const STAMP_LIFETIME_MS = 3_600_000;

/** What became of a node's wish to come in. */
export type Admission = "admitted" | "replayed" | "removed" | "full";

type NodeRow = { id: string; origin: string | null; lease_until_ms: number | null };

/**
 * Which nodes came by themselves, and what operators decided: one object for the gateway. Asked every few seconds by each
 * isolate, written when a node comes, beats or goes.
 */
export class NodeDirectory extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    // A registered node has an origin and a lease; a linked one has neither: its connection is its lease.
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS nodes (
      id TEXT PRIMARY KEY, origin TEXT, lease_until_ms INTEGER)`);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS stamps (id TEXT PRIMARY KEY, stamp_ms INTEGER NOT NULL)`);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS decisions (
      id TEXT PRIMARY KEY, decision TEXT NOT NULL CHECK (decision IN ('drained', 'removed')))`);
  }

  /**
   * Lets a node in by the timestamp it signed, which must be later than any before: a signed request that is sent twice
   * is refused the second time, also after this object was restarted.
   *
   * @param origin where the node is reached; null when it has dialled out
   */
  admit(id: string, stampMs: number, origin: string | null, nowMs: number): Admission {
    const { sql } = this.ctx.storage;
    this.#expire(nowMs);
    const [last] = sql.exec<{ stamp_ms: number }>("SELECT stamp_ms FROM stamps WHERE id = ?", id).toArray();
    if (last !== undefined && stampMs <= last.stamp_ms) {
      return "replayed";
    }
    if (this.#decision(id) === "removed") {
      return "removed";
    }
    const known = sql.exec("SELECT id FROM nodes WHERE id = ?", id).toArray().length > 0;
    const { count } = sql.exec<{ count: number }>("SELECT count(*) AS count FROM nodes").one();
    if (!known && count >= MAX_NODES) {
      return "full";
    }
    sql.exec("INSERT OR REPLACE INTO stamps VALUES (?, ?)", id, stampMs);
    const until = origin === null ? null : nowMs + LEASE_MS;
    sql.exec("INSERT OR REPLACE INTO nodes VALUES (?, ?, ?)", id, origin, until);
    return "admitted";
  }

  /** A linked node's connection is gone. A node that has registered an address meanwhile stays. */
  unlinked(id: string): void {
    this.ctx.storage.sql.exec("DELETE FROM nodes WHERE id = ? AND origin IS NULL", id);
  }

  /** All nodes that are here now, and those that operators keep work from. */
  list(nowMs: number): DirectoryListing {
    const { sql } = this.ctx.storage;
    const rows = sql
      .exec<NodeRow>("SELECT * FROM nodes WHERE lease_until_ms IS NULL OR lease_until_ms > ?", nowMs)
      .toArray();
    const drained = sql.exec<{ id: string }>("SELECT id FROM decisions").toArray();
    return {
      nodes: rows.map(({ id, origin }) => ({
        id,
        kind: origin === null ? ("linked" as const) : ("registered" as const),
        origin,
        maxConcurrent: null,
      })),
      drained: drained.map(({ id }) => id),
    };
  }

  /** Keeps new work from a node; what runs there ends in its own time. */
  drain(id: string): void {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO decisions VALUES (?, 'drained')", id);
  }

  /** Takes back {@link drain} and {@link remove}. */
  undrain(id: string): void {
    this.ctx.storage.sql.exec("DELETE FROM decisions WHERE id = ?", id);
  }

  /** Forgets a node and lets it in no more until {@link undrain}. Returns whether it was here. */
  remove(id: string): boolean {
    const { sql } = this.ctx.storage;
    const removed = sql.exec("DELETE FROM nodes WHERE id = ? RETURNING id", id).toArray().length > 0;
    if (removed) {
      sql.exec("INSERT OR REPLACE INTO decisions VALUES (?, 'removed')", id);
    }
    return removed;
  }

  #decision(id: string): string | null {
    const [row] = this.ctx.storage.sql
      .exec<{ decision: string }>("SELECT decision FROM decisions WHERE id = ?", id)
      .toArray();
    return row?.decision ?? null;
  }

  #expire(nowMs: number): void {
    const { sql } = this.ctx.storage;
    sql.exec("DELETE FROM nodes WHERE lease_until_ms <= ?", nowMs);
    sql.exec("DELETE FROM stamps WHERE stamp_ms < ?", nowMs - STAMP_LIFETIME_MS);
  }
}

/** The gateway's directory of nodes. */
export function nodeDirectory(env: Env): DurableObjectStub<NodeDirectory> {
  return env.NODE_DIRECTORY.getByName("nodes");
}
