import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { type MetricsDelta, MetricsStore } from "./metrics-store.ts";

/** There is one, under this name: it adds up what the isolates counted. */
export const METRICS_OBJECT_NAME = "metrics";

/**
 * The gateway's metrics over all isolates. In memory only: Prometheus expects counters to begin again at 0, and a scrape
 * interval's worth of counts is not worth a disk write. No part of a request is ever kept here but its labels.
 */
export class MetricsObject extends DurableObject<Env> {
  readonly #store = new MetricsStore();

  /** Adds what an isolate counted since it last called. */
  add(delta: MetricsDelta): void {
    this.#store.merge(delta);
  }

  /** Prometheus text of everything added since this object woke. */
  text(): string {
    return this.#store.text();
  }
}
