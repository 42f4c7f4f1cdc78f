/** Counters and histograms that can be added up across isolates, and their Prometheus text (exposition format 0.0.4). */

export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Time buckets in seconds: the gateway's own share is about a millisecond, an answer takes up to minutes. */
const SECONDS_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

const METRICS = {
  dyllm_edge_requests_total: { kind: "counter", help: "Requests by route pattern, method and status." },
  dyllm_edge_errors_total: { kind: "counter", help: "Errors told to callers by code, those inside a stream included." },
  dyllm_edge_faults_total: { kind: "counter", help: "Unexpected exceptions." },
  dyllm_edge_tokens_total: { kind: "counter", help: "Prompt tokens read and answer tokens delivered." },
  dyllm_edge_steps_total: { kind: "counter", help: "Denoising steps the answers took." },
  dyllm_edge_request_seconds: { kind: "histogram", help: "Whole time of a request, its stream included." },
  dyllm_edge_headers_seconds: { kind: "histogram", help: "Time until the answer's headers." },
  dyllm_edge_overhead_seconds: { kind: "histogram", help: "The gateway's own share of the time until the headers." },
} as const satisfies Record<string, { readonly kind: "counter" | "histogram"; readonly help: string }>;

type MetricName = keyof typeof METRICS;
type NameOf<K> = { [N in MetricName]: (typeof METRICS)[N]["kind"] extends K ? N : never }[MetricName];
export type CounterName = NameOf<"counter">;
export type HistogramName = NameOf<"histogram">;

/** Values of our own only (patterns, codes, ids that a node serves): a caller's text would grow the set without bound. */
export type Labels = Readonly<Record<string, string>>;

interface Series {
  readonly name: MetricName;
  readonly labels: Labels;
}

export interface CounterSeries extends Series {
  readonly name: CounterName;
  readonly value: number;
}

export interface HistogramSeries extends Series {
  readonly name: HistogramName;
  /** Observations for each bucket, not cumulative; the last one is beyond all bounds. */
  readonly buckets: readonly number[];
  readonly sum: number;
}

/** What happened since the last {@link MetricsStore.take}; plain data, so that it can be sent to an object. */
export interface MetricsDelta {
  readonly counters: readonly CounterSeries[];
  readonly histograms: readonly HistogramSeries[];
}

/** A set of series by name and labels. */
export class MetricsStore {
  readonly #counters = new Map<string, CounterSeries>();
  readonly #histograms = new Map<string, HistogramSeries>();

  /** Adds to a counter. */
  count(name: CounterName, labels: Labels = {}, by = 1): void {
    const key = keyOf(name, labels);
    this.#counters.set(key, { name, labels, value: (this.#counters.get(key)?.value ?? 0) + by });
  }

  /** Notes one value of a histogram, in seconds. */
  observe(name: HistogramName, labels: Labels, seconds: number): void {
    const index = SECONDS_BUCKETS.findIndex((bound) => seconds <= bound);
    const buckets = new Array<number>(SECONDS_BUCKETS.length + 1).fill(0);
    buckets[index === -1 ? SECONDS_BUCKETS.length : index] = 1;
    this.#add({ name, labels, buckets, sum: seconds });
  }

  /** Adds what another store took. */
  merge(delta: MetricsDelta): void {
    for (const { name, labels, value } of delta.counters) {
      this.count(name, labels, value);
    }
    for (const series of delta.histograms) {
      this.#add(series);
    }
  }

  /** Everything so far; the store is empty afterwards. */
  take(): MetricsDelta {
    const delta = { counters: [...this.#counters.values()], histograms: [...this.#histograms.values()] };
    this.#counters.clear();
    this.#histograms.clear();
    return delta;
  }

  get empty(): boolean {
    return this.#counters.size === 0 && this.#histograms.size === 0;
  }

  /** Prometheus text; a metric without any series is described all the same, so that a dashboard finds its name. */
  text(): string {
    const lines: string[] = [];
    for (const [name, { kind, help }] of Object.entries(METRICS)) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
      for (const series of this.#counters.values()) {
        if (series.name === name) {
          lines.push(`${keyOf(name, series.labels)} ${series.value}`);
        }
      }
      for (const series of this.#histograms.values()) {
        if (series.name === name) {
          lines.push(...histogramLines(series));
        }
      }
    }
    return `${lines.join("\n")}\n`;
  }

  #add(series: HistogramSeries): void {
    const key = keyOf(series.name, series.labels);
    const known = this.#histograms.get(key);
    this.#histograms.set(key, {
      ...series,
      buckets: series.buckets.map((count, i) => count + (known?.buckets[i] ?? 0)),
      sum: series.sum + (known?.sum ?? 0),
    });
  }
}

function histogramLines({ name, labels, buckets, sum }: HistogramSeries): string[] {
  let total = 0;
  const lines = buckets.map((count, i) => {
    total += count;
    return `${keyOf(`${name}_bucket`, { ...labels, le: String(SECONDS_BUCKETS[i] ?? "+Inf") })} ${total}`;
  });
  return [...lines, `${keyOf(`${name}_sum`, labels)} ${sum}`, `${keyOf(`${name}_count`, labels)} ${total}`];
}

function keyOf(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(",")}}`;
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
