import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import {
  KeyLimiter,
  type LimitsView,
  type StoredBudgets,
  type StoredRates,
  type TokensUsed,
} from "../limits/key-limiter.ts";
import { type AdmissionDemand, type AuthorizeResult, admit, type ReserveResult } from "./key-decisions.ts";
import type { SecretDigest } from "./key-digest.ts";
import { type KeyPolicy, OPEN_POLICY } from "./key-policy.ts";
import { type KeyUsage, NO_USAGE, withRequest } from "./key-usage.ts";
import { asStoredKey, isGenuine, type KeyClaim, type StoredKey } from "./stored-key.ts";

/**
 * Usage and rates are written to disk this long after the first change, in ms. A write holds back the object's answers
 * until it is durable, so it must not happen on every request; a crash or an eviction in between loses at most this much
 * of them. Keys, revocations and budgets are not among them: those are on disk before an answer depends on them.
 */
export const FLUSH_DELAY_MS = 5_000;

/** What an administrator may change of a key. Absent: stays as it is. */
export interface KeyPatch {
  readonly name?: string;
  readonly tenant?: string | null;
  readonly expiresAtMs?: number | null;
  readonly policy?: KeyPolicy;
}

/** A key as an administrator sees it: everything but the digests. */
export interface KeyDescription {
  /** Null for a configured key, whose record is in the configuration, and for an id that is none. */
  readonly key: Omit<StoredKey, "secrets"> | null;
  /** The policy that replaces the configuration's, or null. */
  readonly policy: KeyPolicy | null;
  readonly revokedAtMs: number | null;
  /** Unix ms at which the secret before the last rotation ends, or null when it has. */
  readonly overlapUntilMs: number | null;
  readonly usage: KeyUsage;
  /** Tokens spent or reserved in the current day and month (UTC). */
  readonly spent: { readonly day: number; readonly month: number };
  /** Requests under way. */
  readonly running: number;
  /** What is left of the rates now. */
  readonly left: LimitsView;
}

/** One per API key, named by its public id: the key's record, its limits and what it was used for. */
export class ApiKeyObject extends DurableObject<Env> {
  #key: StoredKey | null;
  #policy: KeyPolicy | null;
  #revokedAtMs: number | null;
  #usage: KeyUsage;
  readonly #limiter: KeyLimiter;
  /** Unix ms of the alarm that is set, or null. */
  #alarmAtMs: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { kv } = ctx.storage;
    importFirstVersion(ctx.storage);
    this.#key = kv.get<StoredKey>("key") ?? null;
    this.#policy = kv.get<KeyPolicy>("policy") ?? null;
    this.#revokedAtMs = kv.get<number>("revokedAtMs") ?? null;
    this.#usage = kv.get<KeyUsage>("usage") ?? NO_USAGE;
    this.#limiter = new KeyLimiter(
      (this.#policy ?? this.#key?.policy ?? OPEN_POLICY).limits,
      kv.get<StoredBudgets>("budgets") ?? null,
      kv.get<StoredRates>("rates") ?? null,
      Date.now(),
    );
  }

  /** Whether a key may be used now, and what it has left. Consumes nothing. */
  authorize(claim: KeyClaim): AuthorizeResult {
    const nowMs = Date.now();
    const key = this.#known(claim);
    // Compared first and always, so that a revoked key takes as long as a wrong one.
    if (!isGenuine(key, claim, nowMs) || this.#revokedAtMs !== null) {
      return { ok: false };
    }
    this.#expire(nowMs);
    const { id, name, tenant, env, policy } = key;
    this.#limiter.setLimits(policy.limits);
    return { ok: true, principal: { keyId: id, name, tenant, env, policy }, view: this.#limiter.view(nowMs) };
  }

  /**
   * Checks the key, what the request asks for, and all limits, and reserves what the request may use: the one call that a
   * request waits for. A refusal consumes nothing. A request id that is known is admitted without being charged again.
   */
  reserve(claim: KeyClaim, demand: AdmissionDemand): ReserveResult {
    const authorized = this.authorize(claim);
    if (!authorized.ok) {
      return { ok: false, reason: "unauthorized" };
    }
    const nowMs = Date.now();
    const result = admit(authorized.principal, this.#limiter, demand, nowMs);
    if (result.ok) {
      this.#writeBudgetsIfDue();
      this.#flushSoon();
    }
    return result;
  }

  /** Keeps a request's reservation alive and notes what it has used so far. */
  renew(requestId: string, used: TokensUsed): void {
    const nowMs = Date.now();
    this.#limiter.renew(requestId, used, nowMs);
    this.#expire(nowMs);
  }

  /** Ends a request's reservation with what it really used. A repetition changes nothing. */
  settle(requestId: string, used: TokensUsed): void {
    const nowMs = Date.now();
    const { repeated, reported } = this.#limiter.settle(requestId, used, nowMs);
    if (repeated) {
      return;
    }
    const uncounted = {
      promptTokens: used.promptTokens - (reported?.promptTokens ?? 0),
      completionTokens: used.completionTokens - (reported?.completionTokens ?? 0),
    };
    this.#usage = withRequest(this.#usage, reported === null ? 1 : 0, uncounted, nowMs);
    this.#writeBudgetsIfDue();
    this.#flushSoon();
  }

  /** Makes this the object of a new key. On disk before this resolves. False when it is one already. */
  create(key: StoredKey): boolean {
    if (this.#key !== null || this.#revokedAtMs !== null) {
      return false;
    }
    this.#key = key;
    this.ctx.storage.kv.put("key", key);
    return true;
  }

  /** Changes a key. On disk before this resolves. False when what is to be changed is in the configuration, not here. */
  update(patch: KeyPatch): boolean {
    const { policy, ...rest } = patch;
    if (this.#key !== null) {
      this.#key = { ...this.#key, ...patch };
      this.ctx.storage.kv.put("key", this.#key);
    } else if (policy !== undefined && Object.keys(rest).length === 0) {
      this.#policy = policy;
      this.ctx.storage.kv.put("policy", policy);
    } else {
      return false;
    }
    this.#limiter.setLimits((policy ?? this.#policy ?? this.#key?.policy ?? OPEN_POLICY).limits);
    return true;
  }

  /**
   * Gives the key a new secret. The present one stays good until `overlapUntilMs`, an older one ends now. On disk before
   * this resolves. False when the key was not issued here.
   */
  rotate(secret: SecretDigest, overlapUntilMs: number): boolean {
    const [present] = this.#key?.secrets ?? [];
    if (this.#key === null || present === undefined) {
      return false;
    }
    const secrets = [
      { ...secret, createdAtMs: Date.now(), expiresAtMs: null },
      { ...present, expiresAtMs: overlapUntilMs },
    ];
    this.#key = { ...this.#key, secrets };
    this.ctx.storage.kv.put("key", this.#key);
    return true;
  }

  /** Ends the key for good, from the next request on. On disk before this resolves. */
  revoke(atMs: number): void {
    if (this.#revokedAtMs === null) {
      this.#revokedAtMs = atMs;
      this.ctx.storage.kv.put("revokedAtMs", atMs);
    }
  }

  /** The key as an administrator may see it. */
  describe(): KeyDescription {
    const nowMs = Date.now();
    this.#expire(nowMs);
    const overlapUntilMs = this.#key?.secrets[1]?.expiresAtMs ?? null;
    return {
      key: withoutSecrets(this.#key),
      policy: this.#policy,
      revokedAtMs: this.#revokedAtMs,
      overlapUntilMs: overlapUntilMs !== null && overlapUntilMs > nowMs ? overlapUntilMs : null,
      usage: this.#usage,
      spent: this.#limiter.spent(nowMs),
      running: this.#limiter.running,
      left: this.#limiter.view(nowMs),
    };
  }

  /** The totals so far. */
  usage(): KeyUsage {
    return this.#usage;
  }

  /** Writes what is only in memory, and ends leases whose gateway is gone. */
  override async alarm(): Promise<void> {
    const nowMs = Date.now();
    this.#alarmAtMs = null;
    this.#expire(nowMs);
    const { kv } = this.ctx.storage;
    kv.put("usage", this.#usage);
    kv.put("budgets", this.#limiter.budgets());
    kv.put("rates", this.#limiter.rates(nowMs));
    const expiryMs = this.#limiter.nextExpiryMs();
    if (expiryMs !== null) {
      await this.#alarmBy(Math.max(expiryMs, nowMs + FLUSH_DELAY_MS));
    }
  }

  #known(claim: KeyClaim): StoredKey | null {
    return this.#key ?? (claim.configured === null ? null : asStoredKey(claim.configured, this.#policy));
  }

  #expire(nowMs: number): void {
    for (const used of this.#limiter.expire(nowMs)) {
      this.#usage = withRequest(this.#usage, 1, used, nowMs);
      this.#flushSoon();
    }
  }

  #writeBudgetsIfDue(): void {
    const budgets = this.#limiter.budgetsDue();
    if (budgets !== null) {
      this.ctx.storage.kv.put("budgets", budgets);
    }
  }

  /** The alarm is a write too, so it is set once the answer of the present call has left. */
  #flushSoon(): void {
    const atMs = Date.now() + FLUSH_DELAY_MS;
    if (this.#alarmAtMs === null || this.#alarmAtMs > atMs) {
      setTimeout(() => this.ctx.waitUntil(this.#alarmBy(atMs)), 0);
    }
  }

  async #alarmBy(atMs: number): Promise<void> {
    if (this.#alarmAtMs === null || this.#alarmAtMs > atMs) {
      this.#alarmAtMs = atMs;
      await this.ctx.storage.setAlarm(atMs);
    }
  }
}

/** Version 0.1.0 kept one row in a table of its own. Its revocations must not be lost. */
function importFirstVersion({ sql, kv }: DurableObjectStorage): void {
  if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'state'").toArray().length === 0) {
    return;
  }
  type Row = {
    revoked_at_ms: number | null;
    requests: number;
    prompt_tokens: number;
    completion_tokens: number;
    last_used_ms: number | null;
  };
  for (const row of sql.exec<Row>("SELECT * FROM state")) {
    if (row.revoked_at_ms !== null) {
      kv.put("revokedAtMs", row.revoked_at_ms);
    }
    const { requests, prompt_tokens: promptTokens, completion_tokens: completionTokens } = row;
    kv.put("usage", { ...NO_USAGE, requests, promptTokens, completionTokens, lastUsedMs: row.last_used_ms });
  }
  sql.exec("DROP TABLE state");
}

function withoutSecrets(key: StoredKey | null): Omit<StoredKey, "secrets"> | null {
  if (key === null) {
    return null;
  }
  const { secrets: _, ...rest } = key;
  return rest;
}
