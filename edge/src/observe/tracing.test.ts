import { formatTraceparent, newTrace, parseTraceparent } from "@dyllm/shared";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startGateway } from "../../test/gateway.ts";
import { answerFrames, frameResponse, MODEL, serveNodes } from "../../test/upstream.ts";
import { startSpan, tracingOf } from "./tracing.ts";

const BODY = { model: MODEL, messages: [{ role: "user", content: "marker-prompt" }] };
const COLLECTOR = { endpoint: "http://collector.test", headers: {}, sampleRatio: 0.5 };

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a request's span", () => {
  it("goes on with the caller's trace and takes over its decision", () => {
    const caller = newTrace(false);
    const { span, parentSpanId } = startSpan(formatTraceparent(caller), COLLECTOR, () => 0);
    expect(span).toMatchObject({ traceId: caller.traceId, sampled: false });
    expect(span.spanId).not.toBe(caller.spanId);
    expect(parentSpanId).toBe(caller.spanId);
  });

  it("begins a trace where there is none, recorded at the configured ratio, and never without a collector", () => {
    expect(startSpan(undefined, COLLECTOR, () => 0.49)).toMatchObject({ span: { sampled: true }, parentSpanId: null });
    expect(startSpan("garbage", COLLECTOR, () => 0.51).span.sampled).toBe(false);
    expect(startSpan(undefined, null, () => 0).span.sampled).toBe(false);
  });

  it("reaches the node, the log and the collector with the same trace id, and none of them gets text", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    const seen = serveNodes({
      "node-a.test": (request) => frameResponse(answerFrames(request, ["marker-", "answer"])),
      "collector.test": () => new Response("{}"),
    });
    const gateway = await startGateway({
      keyId: "tracingkey01",
      bindings: { OTLP_ENDPOINT: "http://collector.test/", OTLP_HEADERS: "authorization=Bearer%20c" },
    });
    const caller = newTrace(true);
    const response = await gateway.chat(BODY, { traceparent: formatTraceparent(caller) });
    await response.text();
    await gateway.settled();

    const atNode = parseTraceparent(seen[0]?.request.traceparent);
    expect(atNode).toMatchObject({ traceId: caller.traceId, sampled: true });
    const line = JSON.parse(lines.find((text) => text.includes('"event":"request"')) ?? "{}");
    expect(line).toMatchObject({ level: "info", traceId: caller.traceId, spanId: atNode?.spanId });
    expect(Date.parse(line.time)).toBeGreaterThan(0);

    const calls = vi.mocked(fetch).mock.calls;
    const exported = calls.find(([input]) => String(input) === "http://collector.test/v1/traces");
    expect(new Headers(exported?.[1]?.headers).get("authorization")).toBe("Bearer c");
    expect(exported?.[1]?.redirect).toBe("manual");
    const body = String(exported?.[1]?.body);
    const [span] = JSON.parse(body).resourceSpans[0].scopeSpans[0].spans;
    expect(span).toMatchObject({
      traceId: caller.traceId,
      spanId: atNode?.spanId,
      parentSpanId: caller.spanId,
      kind: 2,
    });
    expect(`${lines.join()}${body}`).not.toMatch(/marker/);
    const header = calls.find(([input]) => String(input).endsWith("/generate"))?.[1]?.headers;
    expect(new Headers(header).get("traceparent")).toBe(seen[0]?.request.traceparent);
  });

  it("is not exported when the settings are malformed; the gateway serves all the same", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    serveNodes({ "node-a.test": (request) => frameResponse(answerFrames(request, ["a"])) });
    const gateway = await startGateway({
      keyId: "tracingkey02",
      bindings: { OTLP_ENDPOINT: "ftp://x", OTLP_HEADERS: "SECRET" },
    });
    const response = await gateway.chat(BODY);
    expect(response.status).toBe(200);
    await response.text();
    await gateway.settled();
    expect(tracingOf(gateway.env)).toBeNull();
    expect(lines.filter((line) => line.includes("trace export is off"))).toHaveLength(1);
    expect(lines.join()).not.toContain("SECRET");
  });
});
