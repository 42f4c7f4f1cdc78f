import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";

/**
 * Usage is written to disk this long after the first request it counts, in ms. A write holds back the object's answers
 * until it is durable, so it must not happen on every request; an eviction in between loses at most this much.
 */
const FLUSH_DELAY_MS = 5_000;

/** What one request cost. */
export interface RequestUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Unix ms at which the request ended. */
  readonly atMs: number;
}

/** Everything a key was used for. */
export interface KeyUsage {
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Unix ms of the last request, or null when there was none. */
  readonly lastUsedMs: number | null;
}

/** The one row of the object's table `state`; a type, not an interface, since `sql.exec` asks for an index signature. */
type StateRow = {
  revoked_at_ms: number | null;
  requests: number;
  prompt_tokens: number;
  completion_tokens: number;
  last_used_ms: number | null;
};

/** One per API key, named by its public id: whether the key is revoked, and what it was used for. */
export class ApiKeyObject extends DurableObject<Env> {
  #revokedAtMs: number | null;
  #usage: KeyUsage;
  #flushDue = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`CREATE TABLE IF NOT EXISTS state (
      id INTEGER PRIMARY KEY CHECK (id = 1), revoked_at_ms INTEGER, requests INTEGER NOT NULL,
      prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, last_used_ms INTEGER)`);
    const [row] = ctx.storage.sql.exec<StateRow>("SELECT * FROM state").toArray();
    this.#revokedAtMs = row?.revoked_at_ms ?? null;
    this.#usage = {
      requests: row?.requests ?? 0,
      promptTokens: row?.prompt_tokens ?? 0,
      completionTokens: row?.completion_tokens ?? 0,
      lastUsedMs: row?.last_used_ms ?? null,
    };
  }

  /** Whether the key may be used now. Asked on every request, so a revocation holds from the next one on. */
  authorize(): { readonly allowed: boolean } {
    return { allowed: this.#revokedAtMs === null };
  }

  /** Ends the key for good. On disk before this resolves. */
  revoke(atMs: number): void {
    this.#revokedAtMs ??= atMs;
    this.#write();
  }

  /** Adds the cost of one request. */
  async record(usage: RequestUsage): Promise<void> {
    const total = this.#usage;
    this.#usage = {
      requests: total.requests + 1,
      promptTokens: total.promptTokens + usage.promptTokens,
      completionTokens: total.completionTokens + usage.completionTokens,
      lastUsedMs: Math.max(total.lastUsedMs ?? 0, usage.atMs),
    };
    if (!this.#flushDue) {
      this.#flushDue = true;
      await this.ctx.storage.setAlarm(Date.now() + FLUSH_DELAY_MS);
    }
  }

  /** The totals so far. */
  usage(): KeyUsage {
    return this.#usage;
  }

  override alarm(): void {
    this.#write();
  }

  #write(): void {
    this.#flushDue = false;
    this.ctx.storage.sql.exec(
      "INSERT OR REPLACE INTO state VALUES (1, ?, ?, ?, ?, ?)",
      this.#revokedAtMs,
      this.#usage.requests,
      this.#usage.promptTokens,
      this.#usage.completionTokens,
      this.#usage.lastUsedMs,
    );
  }
}
