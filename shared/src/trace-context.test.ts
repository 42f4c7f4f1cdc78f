import { describe, expect, it } from "vitest";
import { childSpan, formatTraceparent, newTrace, parseTraceparent } from "./trace-context.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const SPAN = "00f067aa0ba902b7";

describe("traceparent (W3C Trace Context)", () => {
  it("is read and written in the same form", () => {
    const context = parseTraceparent(`00-${TRACE}-${SPAN}-01`);
    expect(context).toEqual({ traceId: TRACE, spanId: SPAN, sampled: true });
    expect(context && formatTraceparent(context)).toBe(`00-${TRACE}-${SPAN}-01`);
  });

  it("looks at the sampled bit only, and at the known fields of a later version", () => {
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-02`)?.sampled).toBe(false);
    expect(parseTraceparent(`cc-${TRACE}-${SPAN}-03-what-comes-later`)?.sampled).toBe(true);
  });

  it.each([
    ["nothing", ""],
    ["version ff", `ff-${TRACE}-${SPAN}-01`],
    ["more than version 00 has", `00-${TRACE}-${SPAN}-01-x`],
    ["a trace id of zeros", `00-${"0".repeat(32)}-${SPAN}-01`],
    ["a span id of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["upper case", `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ["a short id", `00-${TRACE.slice(1)}-${SPAN}-01`],
    ["a line break", `00-${TRACE}-${SPAN}-01\r\nx-evil: 1`],
    ["something very long", `00-${TRACE}-${SPAN}-01-${"x".repeat(1000)}`],
  ])("refuses %s", (_name, header) => {
    expect(parseTraceparent(header)).toBeNull();
  });

  it("gives every span an id of its own within the trace", () => {
    const root = newTrace(true);
    const child = childSpan(root);
    expect(child.traceId).toBe(root.traceId);
    expect(child.spanId).not.toBe(root.spanId);
    expect(parseTraceparent(formatTraceparent(child))).toEqual(child);
    expect(newTrace(true).traceId).not.toBe(root.traceId);
  });
});
