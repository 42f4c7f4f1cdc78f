import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import { FLUSH_AFTER_MS, MetricsBuffer } from "./metrics-buffer.ts";
import { METRICS_OBJECT_NAME } from "./metrics-object.ts";
import { MetricsStore } from "./metrics-store.ts";
import type { RequestLog } from "./request-log.ts";
import { serverTiming } from "./server-timing.ts";

const LOG: RequestLog = {
  requestId: "req_1",
  method: "POST",
  startedMs: 1_000,
  span: { traceId: "a".repeat(32), spanId: "b".repeat(16), sampled: false },
  parentSpanId: null,
  route: "/v1/chat/completions",
  status: 200,
  keyId: "metricskey01",
  model: "m",
  promptTokens: 11,
  completionTokens: 4,
  steps: 3,
  headersMs: 24.5,
  waitedMs: 23,
};

describe("the metrics", () => {
  it("are Prometheus text with cumulative buckets", () => {
    const store = new MetricsStore();
    store.observe("dyllm_edge_request_seconds", { route: "/x" }, 0.02);
    store.observe("dyllm_edge_request_seconds", { route: "/x" }, 9_999);
    const text = store.text();
    expect(text).toContain("# TYPE dyllm_edge_request_seconds histogram");
    expect(text).toContain('dyllm_edge_request_seconds_bucket{route="/x",le="0.01"} 0\n');
    expect(text).toContain('dyllm_edge_request_seconds_bucket{route="/x",le="0.025"} 1\n');
    expect(text).toContain('dyllm_edge_request_seconds_bucket{route="/x",le="300"} 1\n');
    expect(text).toContain('dyllm_edge_request_seconds_bucket{route="/x",le="+Inf"} 2\n');
    expect(text).toContain('dyllm_edge_request_seconds_count{route="/x"} 2\n');
    expect(text).toContain('dyllm_edge_request_seconds_sum{route="/x"} 9999.02\n');
  });

  it("escape labels, so that no value can begin a line of its own", () => {
    const store = new MetricsStore();
    store.count("dyllm_edge_errors_total", { code: 'a"b\\c\nevil 1' });
    expect(store.text()).toContain('dyllm_edge_errors_total{code="a\\"b\\\\c\\nevil 1"} 1\n');
  });

  it("of several isolates add up in the object, and nothing is counted twice", async () => {
    const one = new MetricsBuffer();
    const two = new MetricsBuffer();
    const bindings = env as unknown as Env;
    const { METRICS_OBJECT } = bindings;
    if (METRICS_OBJECT === undefined) {
      throw new Error("wrangler.toml binds no metrics object");
    }
    one.record(LOG, 1_100);
    await one.flush(bindings);
    await one.flush(bindings);
    two.record({ ...LOG, error: "node_lost", status: 502 }, 1_200);
    two.record(LOG, 1_100);
    await two.flush(bindings);
    const text = await METRICS_OBJECT.getByName(METRICS_OBJECT_NAME).text();
    const labels = 'route="/v1/chat/completions",method="POST"';
    expect(text).toContain(`dyllm_edge_requests_total{${labels},status="200"} 2\n`);
    expect(text).toContain(`dyllm_edge_requests_total{${labels},status="502"} 1\n`);
    expect(text).toContain('dyllm_edge_errors_total{code="node_lost"} 1\n');
    expect(text).toContain('dyllm_edge_tokens_total{model="m",kind="completion"} 12\n');
    expect(text).toContain('dyllm_edge_overhead_seconds_bucket{route="/v1/chat/completions",le="0.0025"} 3\n');
  });

  it("are kept when the object cannot be reached", async () => {
    const buffer = new MetricsBuffer();
    const sent: unknown[] = [];
    let away = true;
    const add = async (delta: unknown): Promise<void> => {
      if (away) {
        throw new Error("away");
      }
      sent.push(delta);
    };
    const bindings = { METRICS_OBJECT: { getByName: () => ({ add }) } } as unknown as Env;
    buffer.record(LOG, 1_100);
    await buffer.flush(bindings);
    away = false;
    await buffer.flush(bindings);
    expect(sent).toHaveLength(1);
  });

  it("are handed on by one request a second, and by another one when that one died", () => {
    const buffer = new MetricsBuffer();
    expect(buffer.claimFlush(0)).toBe(true);
    expect(buffer.claimFlush(FLUSH_AFTER_MS)).toBe(false);
    expect(buffer.claimFlush(FLUSH_AFTER_MS * 10)).toBe(true);
  });
});

describe("server-timing", () => {
  it("splits the time until the headers into ours and the node's", () => {
    expect(serverTiming(LOG)).toBe("gateway;dur=1.5, node;dur=23");
  });

  it("is not given to strangers", () => {
    const { keyId: _, ...stranger } = LOG;
    expect(serverTiming(stranger)).toBeNull();
  });
});
