import { type NodeStatus, nodeStatus, STATUS_PATH } from "@dyllm/shared";
import { request } from "undici";
import { afterEach, describe, expect, it } from "vitest";
import { makeRequest, makeScheduler } from "../scheduler/testing/harness.ts";
import type { NodeContext } from "./context.ts";
import { openSigned, sendSigned } from "./testing/client.ts";
import { deferred } from "./testing/deferred.ts";
import { signedHeaders, startTestServer, type TestServer } from "./testing/test-server.ts";

let open: TestServer | null = null;

afterEach(async () => {
  await open?.close();
  open = null;
});

async function start(changes: Partial<NodeContext> = {}): Promise<TestServer> {
  open = await startTestServer(makeScheduler().scheduler, changes);
  return open;
}

/** A line of the Prometheus text format: comment, or name, optional labels and a number. */
const METRIC_LINE =
  /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? (-?[0-9.e+-]+|NaN|\+Inf))$/;

describe("GET /dyllm/v1/status", () => {
  it("gives a signed caller the models and the load", async () => {
    const gate = deferred<undefined>();
    const { scheduler } = makeScheduler(
      { beforeStep: async () => void (await gate.promise) },
      { limits: { maxRunning: 1, maxQueued: 3 } },
    );
    open = await startTestServer(scheduler);
    const answers = [
      await openSigned(open, JSON.stringify(makeRequest("runs"))),
      await openSigned(open, JSON.stringify(makeRequest("waits"))),
    ];
    const headers = await signedHeaders("GET", STATUS_PATH, "");
    const answer = await request(`${open.origin}${STATUS_PATH}`, { headers });
    const status: NodeStatus = nodeStatus.parse(await answer.body.json());
    expect(status).toMatchObject({
      nodeId: "node-1",
      backend: "cpu",
      capacity: { running: 2, queued: 3 },
      running: 1,
      queued: 1,
      draining: false,
    });
    expect(status.models[0]).toMatchObject({ id: "byte-model", contextLength: 256, defaultMaxTokens: 16 });
    gate.resolve(undefined);
    await Promise.all(answers.map((each) => each.body.dump()));
  });

  it("refuses an unsigned caller", async () => {
    const answer = await request(`${(await start()).origin}${STATUS_PATH}`);
    expect(answer.statusCode).toBe(401);
    expect(await answer.body.json()).toMatchObject({ error: { code: "bad_signature" } });
  });

  it("takes unsigned callers where the operator switched signatures off", async () => {
    const answer = await request(`${(await start({ auth: { kind: "open" } })).origin}${STATUS_PATH}`);
    expect(answer.statusCode).toBe(200);
    await answer.body.dump();
  });
});

describe("GET /healthz", () => {
  it.each([
    [false, 200, "ok"],
    [true, 503, "draining"],
  ])("while draining is %s: %i", async (draining, code, status) => {
    const answer = await request(`${(await start({ isDraining: () => draining })).origin}/healthz`);
    expect(answer.statusCode).toBe(code);
    expect(await answer.body.json()).toEqual({ status });
  });
});

describe("GET /metrics", () => {
  it("is Prometheus text with the gauges and counters of the node", async () => {
    const server = await start();
    server.metrics.observer.stepFinished({ ms: 12, batch: 2, kind: "sparse", salient: 5, active: 20 });
    server.metrics.observer.requestFinished({ outcome: "stop", tokens: 7, steps: 3, ms: 40 });
    await sendSigned(server, "{}");
    const answer = await request(`${server.origin}/metrics`);
    expect(answer.headers["content-type"]).toContain("text/plain");
    const text = await answer.body.text();
    expect(text.split("\n").filter((line) => line !== "" && !METRIC_LINE.test(line))).toEqual([]);
    for (const line of [
      "dyllm_queue_length 0",
      "dyllm_running 0",
      "dyllm_cache_slots 1",
      "dyllm_cache_bytes 4096",
      'dyllm_steps_total{kind="sparse"} 2',
      "dyllm_tokens_total 7",
      'dyllm_requests_total{outcome="stop"} 1',
      'dyllm_requests_total{outcome="missing_required_parameter"} 1',
      "dyllm_step_seconds_sum 0.012",
      "dyllm_salient_fraction_sum 0.25",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).toMatch(/^dyllm_event_loop_lag_seconds [0-9.e-]+$/m);
    expect(text).toMatch(/^dyllm_memory_bytes\{part="heap"\} \d{6,}$/m);
  });

  it("does not wait for a backend that is in the middle of a step", async () => {
    const server = await start();
    server.metrics.connect({
      snapshot: () => makeScheduler().scheduler.snapshot(),
      backendUsage: () => new Promise(() => {}),
    });
    const started = performance.now();
    await (await request(`${server.origin}/metrics`)).body.dump();
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("other addresses and methods", () => {
  it("an unknown address is a 404 with the OpenAI error object", async () => {
    const answer = await request(`${(await start()).origin}/v1/models`);
    expect(answer.statusCode).toBe(404);
    expect(await answer.body.json()).toMatchObject({ error: { code: "unknown_url", param: null } });
  });

  it("a known address with another method is a 405 that names the right one", async () => {
    const answer = await request(`${(await start()).origin}${STATUS_PATH}`, { method: "DELETE" });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe("GET");
    await answer.body.dump();
  });

  it("a request whose host is malformed gets the error object too", async () => {
    const answer = await request(`${(await start()).origin}/healthz`, { headers: { host: "a b" } });
    expect(answer.statusCode).toBe(404);
    expect(await answer.body.json()).toMatchObject({ error: { code: "unknown_url" } });
  });

  it("a failing route is a 500 that says nothing of the failure", async () => {
    const server = await start({
      scheduler: {
        submit: () => {
          throw new Error("SECRET");
        },
        snapshot: () => makeScheduler().scheduler.snapshot(),
      },
    });
    const answer = await sendSigned(server, JSON.stringify(makeRequest("req-1")));
    expect(answer.status).toBe(500);
    expect(answer.headers["x-should-retry"]).toBe("false");
    expect(answer.body + server.logged()).not.toContain("SECRET");
    expect(server.logged()).toContain('"event":"request failed"');
  });
});
