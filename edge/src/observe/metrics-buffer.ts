import type { Env } from "../env.ts";
import { METRICS_OBJECT_NAME } from "./metrics-object.ts";
import { MetricsStore } from "./metrics-store.ts";
import { RecentErrors } from "./recent-errors.ts";
import type { RequestLog } from "./request-log.ts";

/** An isolate hands on what it counted this long after the first count, in ms: one call a second, however many requests. */
export const FLUSH_AFTER_MS = 1_000;

/** A flush that was due so long ago, in ms, died with the request that was to make it; another request takes over. */
const FLUSH_LOST_MS = 5_000;

const MS_PER_SECOND = 1_000;

/** One per isolate: the bindings object is one per isolate. */
const buffers = new WeakMap<Env, MetricsBuffer>();

/** This isolate's counts. */
export function metricsOf(env: Env): MetricsBuffer {
  const known = buffers.get(env);
  if (known !== undefined) {
    return known;
  }
  const buffer = new MetricsBuffer();
  buffers.set(env, buffer);
  return buffer;
}

/**
 * Counts of one isolate on their way to the metrics object. What an isolate counted in the last second is lost when it is
 * evicted: metrics are for watching, bills are made from the keys' own objects.
 */
export class MetricsBuffer {
  readonly #store = new MetricsStore();
  readonly #errors = new RecentErrors();
  /** Unix ms at which a flush was promised; null when none is. */
  #promisedAtMs: number | null = null;

  /** Counts a request that has ended. */
  record(log: RequestLog, endedMs: number): void {
    const store = this.#store;
    const { route, method, model } = log;
    store.count("dyllm_edge_requests_total", { route, method, status: String(log.status) });
    store.observe("dyllm_edge_request_seconds", { route }, (endedMs - log.startedMs) / MS_PER_SECOND);
    if (log.error !== undefined) {
      store.count("dyllm_edge_errors_total", { code: log.error });
      this.#errors.add({
        code: log.error,
        route,
        keyId: log.keyId ?? null,
        node: log.node ?? null,
        count: 1,
        lastMs: endedMs,
        lastStatus: log.status,
        lastRequestId: log.requestId,
      });
    }
    if (log.fault !== undefined) {
      store.count("dyllm_edge_faults_total");
    }
    if (log.headersMs !== undefined) {
      store.observe("dyllm_edge_headers_seconds", { route }, log.headersMs / MS_PER_SECOND);
      const overheadMs = log.headersMs - (log.waitedMs ?? 0);
      store.observe("dyllm_edge_overhead_seconds", { route }, overheadMs / MS_PER_SECOND);
    }
    if (model !== undefined) {
      store.count("dyllm_edge_tokens_total", { model, kind: "prompt" }, log.promptTokens ?? 0);
      store.count("dyllm_edge_tokens_total", { model, kind: "completion" }, log.completionTokens ?? 0);
      store.count("dyllm_edge_steps_total", { model }, log.steps ?? 0);
    }
  }

  /** Whether the caller should wait {@link FLUSH_AFTER_MS} and then flush: true for one request at a time. */
  claimFlush(nowMs: number): boolean {
    if (this.#promisedAtMs !== null && nowMs - this.#promisedAtMs < FLUSH_AFTER_MS + FLUSH_LOST_MS) {
      return false;
    }
    this.#promisedAtMs = nowMs;
    return true;
  }

  /** Hands the counts to the metrics object; keeps them when that fails. */
  async flush(env: Env): Promise<void> {
    this.#promisedAtMs = null;
    if (env.METRICS_OBJECT === undefined || this.#store.empty) {
      return;
    }
    const delta = this.#store.take();
    const errors = this.#errors.take();
    try {
      await env.METRICS_OBJECT.getByName(METRICS_OBJECT_NAME).add(delta, errors);
    } catch {
      this.#store.merge(delta);
      for (const error of errors) {
        this.#errors.add(error);
      }
    }
  }
}
