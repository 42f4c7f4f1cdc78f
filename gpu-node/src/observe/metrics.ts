import type { ErrorCode } from "@dyllm/shared";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { SchedulerObserver, SchedulerSnapshot } from "../scheduler/types.ts";
import { watchEventLoop } from "./event-loop-lag.ts";

/** Steps take from a millisecond (the default model, sparse) to minutes (an 8B model on a CPU), in seconds. */
const STEP_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

/** The backend answers between steps; a scrape waits this long for it, in ms, then repeats the last known figures. */
const BACKEND_USAGE_WAIT_MS = 250;

interface BackendUsage {
  readonly slots: number;
  readonly cacheBytes: number;
}

export interface MetricsSources {
  snapshot(): SchedulerSnapshot;
  backendUsage(): Promise<BackendUsage>;
}

export interface NodeMetrics {
  readonly contentType: string;
  /** Feeds the counters; given to the scheduler. */
  readonly observer: Required<Pick<SchedulerObserver, "stepFinished" | "requestFinished" | "numericalTrouble">>;
  /** Where the gauges read from at scrape time. Before it is called they are 0. */
  connect(sources: MetricsSources): void;
  /** A request that never reached the scheduler's queue. */
  requestRefused(code: ErrorCode): void;
  /** Prometheus text format 0.0.4. */
  text(): Promise<string>;
  stop(): void;
}

/** The node's metrics in a registry of their own, so that several nodes may live in one process. */
export function createMetrics(): NodeMetrics {
  const registry = new Registry();
  const registers = [registry];
  const lag = watchEventLoop();
  let sources: MetricsSources | null = null;
  let usage: BackendUsage = { slots: 0, cacheBytes: 0 };
  let asking: Promise<void> | null = null;

  /** One question at a time, however often the node is scraped while a step runs. */
  async function refreshUsage(from: MetricsSources): Promise<void> {
    asking ??= from
      .backendUsage()
      .then(
        (answer) => {
          usage = answer;
        },
        () => {
          usage = { slots: 0, cacheBytes: 0 };
        },
      )
      .finally(() => {
        asking = null;
      });
    await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, BACKEND_USAGE_WAIT_MS).unref())]);
  }

  const queueLength = gauge("dyllm_queue_length", "Requests waiting for a place in the step loop.");
  const running = gauge("dyllm_running", "Requests in the step loop.");
  const slots = gauge("dyllm_cache_slots", "Canvases the backend holds open.");
  const cacheBytes = gauge("dyllm_cache_bytes", "Bytes the backend's activation caches hold.");
  const loopLag = gauge("dyllm_event_loop_lag_seconds", "Longest delay of the event loop since the last scrape.");
  const memory = new Gauge({
    name: "dyllm_memory_bytes",
    help: "resident: what the whole process holds; heap: live and dead objects of the main thread; external: buffers outside it.",
    labelNames: ["part"] as const,
    registers,
  });
  const steps = new Counter({
    name: "dyllm_steps_total",
    help: "Denoising steps, counted once for each sequence; mixed: dense and sparse sequences shared the call.",
    labelNames: ["kind"] as const,
    registers,
  });
  const tokens = new Counter({ name: "dyllm_tokens_total", help: "Answer tokens delivered.", registers });
  const requests = new Counter({
    name: "dyllm_requests_total",
    help: "Requests by finish reason or error code.",
    labelNames: ["outcome"] as const,
    registers,
  });
  const trouble = new Counter({
    name: "dyllm_numerical_trouble_total",
    help: "Steps in which NaN or infinity came up; a request's first is repeated densely, its second ends it.",
    labelNames: ["kind"] as const,
    registers,
  });
  const stepSeconds = new Histogram({
    name: "dyllm_step_seconds",
    help: "Time of one backend call.",
    buckets: STEP_BUCKETS,
    registers,
  });
  const salientFraction = new Histogram({
    name: "dyllm_salient_fraction",
    help: "Share of the active rows recomputed in a call of sparse sequences only.",
    buckets: [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    registers,
  });

  function gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers });
  }

  return {
    contentType: registry.contentType,
    observer: {
      stepFinished(step) {
        steps.inc({ kind: step.kind }, step.batch);
        stepSeconds.observe(step.ms / 1000);
        if (step.kind === "sparse" && step.active > 0) {
          salientFraction.observe(step.salient / step.active);
        }
      },
      requestFinished(request) {
        requests.inc({ outcome: request.outcome });
        tokens.inc(request.tokens);
      },
      numericalTrouble(kind) {
        trouble.inc({ kind });
      },
    },
    connect(from) {
      sources = from;
    },
    requestRefused(code) {
      requests.inc({ outcome: code });
    },
    async text() {
      if (sources !== null) {
        const snapshot = sources.snapshot();
        queueLength.set(snapshot.queued);
        running.set(snapshot.running);
        await refreshUsage(sources);
        slots.set(usage.slots);
        cacheBytes.set(usage.cacheBytes);
      }
      loopLag.set(lag.takeMaxSeconds());
      const { rss, heapUsed, external } = process.memoryUsage();
      memory.set({ part: "resident" }, rss);
      memory.set({ part: "heap" }, heapUsed);
      memory.set({ part: "external" }, external);
      return await registry.metrics();
    },
    stop: lag.stop,
  };
}
