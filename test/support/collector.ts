/** An OTLP/HTTP collector that keeps what it is sent. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readText, sendJson } from "./node-stub.ts";

/** The parts of a received span that tests look at. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
}

export interface Collector {
  readonly url: string;
  /** The bodies of all exports. */
  readonly bodies: string[];
  spans(): readonly ReceivedSpan[];
  close(): void;
}

/** Starts a collector on a free loopback port. */
export async function startCollector(): Promise<Collector> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await readText(request));
    sendJson(response, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    spans: () =>
      bodies.flatMap((body) => {
        const [resource] = JSON.parse(body).resourceSpans;
        const [service] = resource.resource.attributes;
        return resource.scopeSpans[0].spans.map((span: object) => ({ ...span, service: service.value.stringValue }));
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
