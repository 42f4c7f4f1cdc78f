import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STUB_MODEL } from "../support/node-stub.ts";
import { exchange, requestText } from "../support/raw-socket.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

const PATH = "/v1/chat/completions";
const CHUNKED = "transfer-encoding: chunked";
/** Answered with 401, since it brings no key. */
const INNER = "GET /v1/models HTTP/1.1\r\nhost: inner\r\n\r\n";

let gateway: StubGateway;

beforeAll(async () => {
  gateway = await startStubGateway();
}, 60_000);

afterAll(async () => {
  await gateway.stop();
});

function head(...framing: readonly string[]): string[] {
  return [
    `POST ${PATH} HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: ${gateway.headers.authorization}`,
    "content-type: application/json",
    ...framing,
  ];
}

const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** Whether the inner request, which is no part of what was sent, was taken for one: the log has a line for every request. */
function innerWasServed(since: number): boolean {
  return gateway.output().slice(since).includes('"route":"/v1/models"');
}

describe("a request whose length can be read in two ways", () => {
  // The front part is what a lenient reader would take as the body; the rest is what it would take as the next request.
  it.each([
    ["two lengths", ["content-length: 2", `content-length: ${2 + INNER.length}`], `{}${INNER}`],
    ["two lengths in one field", [`content-length: 2, ${2 + INNER.length}`], `{}${INNER}`],
    ["a length with a sign", ["content-length: +2"], `{}${INNER}`],
    ["a negative length", ["content-length: -1"], INNER],
    ["a length in hexadecimal", ["content-length: 0x2"], `{}${INNER}`],
    ["an unknown transfer coding", ["transfer-encoding: xchunked", "content-length: 2"], `{}${INNER}`],
    ["chunked with a space before the colon", ["transfer-encoding : chunked", "content-length: 2"], `{}${INNER}`],
    ["chunked behind a tab", ["transfer-encoding:\tchunked", "content-length: 2"], `{}${INNER}`],
    ["chunked as one of two codings", ["transfer-encoding: identity, chunked", "content-length: 2"], `{}${INNER}`],
    ["a chunk size beyond 64 bits", ["transfer-encoding: chunked"], `fffffffffffffffff\r\n{}\r\n0\r\n\r\n${INNER}`],
    ["a chunk size with a sign", ["transfer-encoding: chunked"], `-2\r\n{}\r\n0\r\n\r\n${INNER}`],
  ])("%s: one refusal, and the connection ends", async (_name, framing, body) => {
    const since = gateway.output().length;
    const answer = await exchange(gateway.url, requestText(head(...framing), body));
    // Some of these workerd refuses itself, before the Worker: it calls them 500, and closes.
    expect(answer.statuses.length).toBeLessThanOrEqual(1);
    expect(answer.statuses).not.toContain(200);
    expect(answer.closed).toBe(true);
    expect(innerWasServed(since)).toBe(false);
  });

  it("content-length beside chunked: chunked counts, whatever their order (RFC 9112, 6.3)", async () => {
    const since = gateway.output().length;
    const whole = await exchange(gateway.url, requestText(head("content-length: 4", CHUNKED), chunked(INNER)));
    expect(whole.statuses).toEqual([400]);
    const turned = await exchange(gateway.url, requestText(head(CHUNKED, "content-length: 4"), chunked(INNER)));
    expect(turned.statuses).toEqual([400]);
    expect(innerWasServed(since)).toBe(false);
    // The empty chunk ends the body here, so what follows is a request of the same connection's own.
    const two = await exchange(gateway.url, requestText(head("content-length: 6", CHUNKED), `0\r\n\r\n${INNER}`));
    expect(two.statuses).toEqual([400, 401]);
  });

  it("never reaches a node: the gateway writes the framing of its own requests", async () => {
    const before = gateway.stub.calls.length;
    const body = JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: INNER }] });
    const answer = await exchange(gateway.url, requestText(head("content-length: 1", CHUNKED), chunked(body)));
    expect(answer.statuses).toEqual([200]);
    const calls = gateway.stub.calls.slice(before);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.headers["transfer-encoding"]).toBeUndefined();
    expect(Number(calls[0]?.headers["content-length"])).toBe(JSON.stringify(calls[0]?.request).length);
  });

  it("pipelined requests with clear lengths are answered in order", async () => {
    const body = JSON.stringify({ model: STUB_MODEL, messages: [{ role: "user", content: "hi" }] });
    const one = requestText(head(`content-length: ${body.length}`), body);
    const answer = await exchange(gateway.url, `${one}${INNER}`);
    expect(answer.statuses).toEqual([200, 401]);
    expect(answer.text.indexOf("chat.completion")).toBeLessThan(answer.text.indexOf("invalid_api_key"));
  });
});
