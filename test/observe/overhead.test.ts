import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STUB_MODEL } from "../support/node-stub.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

/** What the node takes, in ms: counting it as the gateway's would be off by this much. */
const NODE_MS = 60;

const REQUESTS = 40;

/**
 * The outside clock sees two hops on loopback and this process's own work more than the gateway does, in ms; on a busy
 * machine each hop waits for a processor. Far less than {@link NODE_MS}.
 */
const TOLERANCE_MS = 15;

let gateway: StubGateway;

beforeAll(async () => {
  gateway = await startStubGateway({ stub: { shape: () => ({ pieces: 1, gapMs: NODE_MS }) } });
}, 60_000);

afterAll(async () => {
  await gateway.stop();
});

interface Sample {
  readonly outsideMs: number;
  readonly nodeMs: number;
  readonly header: Readonly<Record<string, number>>;
}

/** One answer with its times: by our clock, by the node's, and by what the header says. */
async function sample(): Promise<Sample> {
  const started = performance.now();
  const answer = await request(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: gateway.headers,
    body: JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }] }),
  });
  const outsideMs = performance.now() - started;
  await answer.body.dump();
  const call = gateway.stub.calls.at(-1);
  const timing = String(answer.headers["server-timing"]);
  const parts = [...timing.matchAll(/(\w+);dur=([\d.]+)/g)].map(([, name = "", ms]) => [name, Number(ms)]);
  return {
    outsideMs,
    nodeMs: (call?.endedMs ?? Number.NaN) - (call?.receivedMs ?? Number.NaN),
    header: Object.fromEntries(parts),
  };
}

/** Lower quartile: what a request takes when nothing else wants the processor. */
function quartile(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 2] ?? Number.NaN;
}

describe("the server-timing header", () => {
  it("agrees with the outside clock: the gateway's share, and the sum", async () => {
    await sample();
    const samples: Sample[] = [];
    for (let i = 0; i < REQUESTS; i++) {
      samples.push(await sample());
    }
    const gatewayMs = quartile(samples.map(({ header }) => header.gateway ?? Number.NaN));
    const sum = quartile(samples.map(({ header }) => (header.gateway ?? Number.NaN) + (header.node ?? Number.NaN)));
    const outside = quartile(samples.map(({ outsideMs }) => outsideMs));
    const outsideShare = quartile(samples.map(({ outsideMs, nodeMs }) => outsideMs - nodeMs));
    const told = `gateway ${gatewayMs}, sum ${sum}; outside ${outside}, of which not the node's ${outsideShare}`;
    expect(sum, told).toBeGreaterThanOrEqual(NODE_MS - 1);
    expect(Math.abs(sum - outside), told).toBeLessThan(TOLERANCE_MS);
    expect(Math.abs(gatewayMs - outsideShare), told).toBeLessThan(TOLERANCE_MS);
  });
});
