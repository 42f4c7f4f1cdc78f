import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";

/** Most keys in one answer: each is asked of its own object, and a Worker may make a limited number of calls. */
export const MAX_KEY_PAGE = 40;

/** One issued key in the directory. */
export interface DirectoryEntry {
  /** Rises with each key; the place to go on from. */
  readonly seq: number;
  readonly id: string;
}

/** The index of all issued keys, one object for the gateway. What a key is and may do is in the key's own object. */
export class KeyDirectory extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS keys (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, tenant TEXT)`);
  }

  /** Adds a key. False when its id is taken. */
  add(id: string, tenant: string | null): boolean {
    return (
      this.ctx.storage.sql.exec("INSERT OR IGNORE INTO keys (id, tenant) VALUES (?, ?)", id, tenant).rowsWritten > 0
    );
  }

  /** Notes a change of tenant. */
  setTenant(id: string, tenant: string | null): void {
    this.ctx.storage.sql.exec("UPDATE keys SET tenant = ? WHERE id = ?", tenant, id);
  }

  /** Keys before `before` (null: from the newest on), newest first; of one tenant or of all (null). */
  list(before: number | null, tenant: string | null, limit: number): DirectoryEntry[] {
    return this.ctx.storage.sql
      .exec<{ seq: number; id: string }>(
        "SELECT seq, id FROM keys WHERE seq < ?1 AND (?2 IS NULL OR tenant = ?2) ORDER BY seq DESC LIMIT ?3",
        ...[before ?? Number.MAX_SAFE_INTEGER, tenant, Math.min(limit, MAX_KEY_PAGE)],
      )
      .toArray();
  }
}

/** The gateway's directory of keys. */
export function keyDirectory(env: Env): DurableObjectStub<KeyDirectory> {
  return env.KEY_DIRECTORY.getByName("keys");
}
