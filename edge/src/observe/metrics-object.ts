import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { type MetricsDelta, MetricsStore } from "./metrics-store.ts";
import { type RecentError, RecentErrors } from "./recent-errors.ts";

/** There is one, under this name: it adds up what the isolates counted. */
export const METRICS_OBJECT_NAME = "metrics";

/**
 * The gateway's metrics and latest errors over all isolates. In memory only: Prometheus expects counters to begin again at 0, and a scrape
 * interval's worth of counts is not worth a disk write. No part of a request is ever kept here but its labels.
 */
export class MetricsObject extends DurableObject<Env> {
  readonly #store = new MetricsStore();
  readonly #errors = new RecentErrors();

  /** Adds what an isolate counted since it last called. */
  add(delta: MetricsDelta, errors: readonly RecentError[]): void {
    this.#store.merge(delta);
    for (const error of errors) {
      this.#errors.add(error);
    }
  }

  /** Prometheus text of everything added since this object woke. */
  text(): string {
    return this.#store.text();
  }

  /** The latest errors since this object woke, the latest first. */
  errors(): readonly RecentError[] {
    return this.#errors.list();
  }
}
