import { describe, expect, it } from "vitest";
import { encodeSpans, parseOtlpEndpoint, parseOtlpHeaders, type Span } from "./otlp.ts";

const SPAN: Span = {
  name: "POST /v1/chat/completions",
  kind: "server",
  context: { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7", sampled: true },
  parentSpanId: null,
  startMs: 1_800_000_000_000.25,
  endMs: 1_800_000_000_012.5,
  attributes: { "http.response.status_code": 200, "dyllm.salient_fraction": 0.25, "dyllm.stream": true, model: "m" },
  failed: false,
};

describe("OTLP/HTTP JSON", () => {
  it("writes ids in hexadecimal, times in whole nanoseconds as text, and typed attributes", () => {
    const [resource] = JSON.parse(encodeSpans({ name: "dyllm-edge", version: "1" }, [SPAN])).resourceSpans;
    expect(resource.resource.attributes[0]).toEqual({ key: "service.name", value: { stringValue: "dyllm-edge" } });
    expect(resource.scopeSpans[0].spans).toEqual([
      {
        traceId: SPAN.context.traceId,
        spanId: SPAN.context.spanId,
        name: SPAN.name,
        kind: 2,
        startTimeUnixNano: "1800000000000250000",
        endTimeUnixNano: "1800000000012500000",
        attributes: [
          { key: "http.response.status_code", value: { intValue: "200" } },
          { key: "dyllm.salient_fraction", value: { doubleValue: 0.25 } },
          { key: "dyllm.stream", value: { boolValue: true } },
          { key: "model", value: { stringValue: "m" } },
        ],
      },
    ]);
  });

  it("names the parent and the failure where there is one, and never ends a span before it began", () => {
    const failed = { ...SPAN, parentSpanId: "1112131415161718", failed: true, endMs: SPAN.startMs - 5 };
    const [span] = JSON.parse(encodeSpans({ name: "x", version: "1" }, [failed])).resourceSpans[0].scopeSpans[0].spans;
    expect(span).toMatchObject({ parentSpanId: "1112131415161718", status: { code: 2 } });
    expect(span.endTimeUnixNano).toBe(span.startTimeUnixNano);
  });

  it("takes an endpoint with or without a slash at its end, and headers in OpenTelemetry's form", () => {
    expect(parseOtlpEndpoint("http://127.0.0.1:4318/")).toBe("http://127.0.0.1:4318");
    expect(parseOtlpEndpoint("https://collector.example/otlp")).toBe("https://collector.example/otlp");
    expect(parseOtlpHeaders("Authorization=Bearer%20abc, x-team = red ")).toEqual({
      authorization: "Bearer abc",
      "x-team": "red",
    });
    expect(parseOtlpHeaders("")).toEqual({});
  });

  it.each(["", "collector", "file:///etc/passwd", "http://user:pw@host", "http://host/?a=b"])(
    "refuses the endpoint %j",
    (text) => {
      expect(() => parseOtlpEndpoint(text)).toThrow(RangeError);
    },
  );

  it("refuses malformed headers without repeating them", () => {
    expect(() => parseOtlpHeaders("authorization: SECRET")).toThrow(/^(?!.*SECRET)/);
    expect(() => parseOtlpHeaders("a=b\r\nc")).toThrow(RangeError);
  });
});
