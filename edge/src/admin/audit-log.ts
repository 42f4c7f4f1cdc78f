import { DurableObject } from "cloudflare:workers";
import type { AppContext } from "../context.ts";
import type { Env } from "../env.ts";

/** Entries kept; the oldest go first. Bounds the object's storage to some tens of MB. */
const MAX_ENTRIES = 100_000;

/** Most entries in one answer. */
export const MAX_AUDIT_PAGE = 200;

/** What an administrator set out to do. */
export interface AuditAction {
  readonly admin: string;
  /** `key.create`, `node.drain`, … */
  readonly action: string;
  /** Id of what it was done to. */
  readonly target: string;
  /** What was asked for, as JSON; never a secret or a digest of one. */
  readonly detail: string;
  readonly requestId: string;
}

export interface AuditEntry extends AuditAction {
  readonly id: number;
  readonly atMs: number;
  /** `ok`, an error code, or `begun` when its end was never reported. */
  readonly outcome: string;
}

type Row = {
  id: number;
  at_ms: number;
  admin: string;
  action: string;
  target: string;
  detail: string;
  request_id: string;
  outcome: string;
};

/** The log of admin actions, one object for the gateway. An action is on disk before it is begun. */
export class AuditLog extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT, at_ms INTEGER NOT NULL, admin TEXT NOT NULL, action TEXT NOT NULL,
      target TEXT NOT NULL, detail TEXT NOT NULL, request_id TEXT NOT NULL, outcome TEXT NOT NULL)`);
  }

  /** Notes an action before it is done. Returns the entry's id. */
  begin({ admin, action, target, detail, requestId }: AuditAction): number {
    const { id } = this.ctx.storage.sql
      .exec<{ id: number }>(
        `INSERT INTO audit (at_ms, admin, action, target, detail, request_id, outcome)
         VALUES (?, ?, ?, ?, ?, ?, 'begun') RETURNING id`,
        ...[Date.now(), admin, action, target, detail, requestId],
      )
      .one();
    this.ctx.storage.sql.exec("DELETE FROM audit WHERE id <= ?", id - MAX_ENTRIES);
    return id;
  }

  /** Notes how an action ended. */
  end(id: number, outcome: string): void {
    this.ctx.storage.sql.exec("UPDATE audit SET outcome = ? WHERE id = ?", outcome, id);
  }

  /** Entries older than `before` (an id; null: all), newest first. */
  list(before: number | null, limit: number): AuditEntry[] {
    return this.ctx.storage.sql
      .exec<Row>(
        "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
        before ?? Number.MAX_SAFE_INTEGER,
        Math.min(limit, MAX_AUDIT_PAGE),
      )
      .toArray()
      .map(({ at_ms: atMs, request_id: requestId, ...row }) => ({ ...row, atMs, requestId }));
  }
}

/** The gateway's audit log. */
export function auditLog(env: Env): DurableObjectStub<AuditLog> {
  return env.AUDIT_LOG.getByName("audit");
}

/**
 * Does something on behalf of the request's administrator, with an entry in the audit log that is written before it and
 * completed after it. When the log cannot be written nothing is done. What `act` throws passes through.
 *
 * @param detail what was asked for; must hold no secret
 */
export async function audited<T>(
  c: AppContext,
  action: string,
  target: string,
  detail: unknown,
  act: () => Promise<T>,
): Promise<T> {
  const log = auditLog(c.env);
  const entry = {
    admin: c.get("admin"),
    action,
    target,
    detail: JSON.stringify(detail),
    requestId: c.get("requestId"),
  };
  const id = await log.begin(entry);
  try {
    const result = await act();
    await log.end(id, "ok");
    return result;
  } catch (thrown) {
    await log.end(id, outcomeOf(thrown));
    throw thrown;
  }
}

function outcomeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string"
    ? thrown.code
    : "internal_error";
}
