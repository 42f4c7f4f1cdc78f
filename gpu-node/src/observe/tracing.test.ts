import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { makeRequest, makeScheduler } from "../scheduler/testing/harness.ts";
import { createLog } from "./log.ts";
import { createTracing, OTLP_ENDPOINT_VARIABLE, OTLP_HEADERS_VARIABLE } from "./tracing.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

interface Received {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) {
    close();
  }
});

/** A collector that keeps what it is sent. */
async function collector(status = 200): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const { authorization } = request.headers;
    received.push({ path: request.url ?? "", authorization, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(status).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

const silent = createLog({ level: "silent" });

function spansOf(received: readonly Received[]): {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  attributes: { key: string; value: Record<string, unknown> }[];
}[] {
  return received.flatMap(({ body }) => JSON.parse(body).resourceSpans[0].scopeSpans[0].spans);
}

describe("the node's spans", () => {
  it("hang under the edge's span: the generation, its wait and one for each step", async () => {
    const { url, received } = await collector();
    const tracing = createTracing(
      { [OTLP_ENDPOINT_VARIABLE]: url, [OTLP_HEADERS_VARIABLE]: "authorization=secret" },
      { nodeId: "n1", log: silent },
    );
    const trace = tracing?.trace ?? null;
    const { run, steps } = makeScheduler({}, {}, trace === null ? {} : { trace });
    await run(makeRequest("r1", { traceparent: `00-${TRACE}-${PARENT}-01` }));
    const followed = steps.length;
    await run(makeRequest("r2", { traceparent: `00-${TRACE}-${PARENT}-00` }));
    await run(makeRequest("r3"));
    await tracing?.stop();

    expect(received.every(({ path, authorization }) => path === "/v1/traces" && authorization === "secret")).toBe(true);
    const spans = spansOf(received);
    const [generate] = spans.filter(({ name }) => name === "generate");
    expect(spans.filter(({ name }) => name === "generate")).toHaveLength(1);
    expect(generate).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    const children = spans.filter(({ parentSpanId }) => parentSpanId === generate?.spanId);
    expect(children.filter(({ name }) => name === "queue")).toHaveLength(1);
    const stepSpans = children.filter(({ name }) => name === "step");
    expect(stepSpans.length).toBeGreaterThan(1);
    expect(stepSpans.length).toBe(followed);
    expect(stepSpans.every(({ traceId }) => traceId === TRACE)).toBe(true);
    expect(received.map(({ body }) => body).join()).not.toContain("prompt r1");
  });

  it("are off without a collector, and a collector that fails changes nothing but the log", async () => {
    expect(createTracing({}, { nodeId: "n1", log: silent })).toBeNull();
    const { url } = await collector(503);
    const lines: string[] = [];
    const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
    const tracing = createTracing({ [OTLP_ENDPOINT_VARIABLE]: url }, { nodeId: "n1", log });
    const trace = tracing?.trace ?? null;
    const { run } = makeScheduler({}, {}, trace === null ? {} : { trace });
    const frames = await run(makeRequest("r1", { traceparent: `00-${TRACE}-${PARENT}-01` }));
    await tracing?.stop();
    expect(frames.at(-1)?.type).toBe("done");
    expect(lines.join()).toContain('"status":503');
  });
});
