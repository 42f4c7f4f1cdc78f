import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STUB_MODEL } from "../support/node-stub.ts";
import { exchange, openSocket, requestText } from "../support/raw-socket.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

const PATH = "/v1/chat/completions";
const MIB = 1024 * 1024;

/** A gateway that kept what it is sent would grow by hundreds of MB here; buffers and garbage stay far below. */
const MAX_GROWTH_MIB = 100;

let gateway: StubGateway;

beforeAll(async () => {
  gateway = await startStubGateway();
}, 60_000);

afterAll(async () => {
  await gateway.stop();
});

/** Resident memory of workerd, in MiB. */
async function memoryMib(): Promise<number> {
  const status = await readFile(`/proc/${gateway.edge().child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function post(body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}) {
  const answer = await request(`${gateway.url}${PATH}`, {
    method: "POST",
    headers: { ...gateway.headers, ...headers },
    body,
  });
  return { status: answer.statusCode, code: JSON.parse(await answer.body.text()).error?.code };
}

describe.runIf(process.platform === "linux")("bodies made to cost memory", () => {
  it("a gzip bomb is refused unread: compressed bodies are not taken", async () => {
    const bomb = gzipSync(Buffer.alloc(256 * MIB), { level: 9 });
    const before = await memoryMib();
    for (const encoding of ["gzip", "GZIP", "x-gzip", "deflate", "br", "gzip, gzip", "identity, gzip"]) {
      expect(await post(bomb, { "content-encoding": encoding }), encoding).toEqual({
        status: 415,
        code: "unsupported_media_type",
      });
    }
    // Unmarked, it is what it looks like: bytes that are no JSON.
    expect(await post(bomb)).toEqual({ status: 400, code: "invalid_json" });
    expect((await memoryMib()) - before).toBeLessThan(MAX_GROWTH_MIB);
  });

  it("bodies that never end are cut off; thirty at once do not add up", async () => {
    const before = await memoryMib();
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const head = requestText([
      `POST ${PATH} HTTP/1.1`,
      "host: 127.0.0.1",
      `authorization: ${gateway.headers.authorization}`,
      "content-type: application/json",
      "transfer-encoding: chunked",
    ]);
    const sendForever = async (): Promise<{ readonly text: string; readonly sent: number }> => {
      const socket = await openSocket(gateway.url);
      let text = "";
      let sent = 0;
      let over = false;
      socket.on("data", (data: Buffer) => {
        text += data.toString("latin1");
        over = true;
      });
      socket.on("error", () => {});
      const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
      void closed.then(() => {
        over = true;
      });
      socket.write(head);
      while (!over && sent < 64 * MIB) {
        const flushed = socket.write(`${chunk.length.toString(16)}\r\n${chunk.toString("latin1")}\r\n`);
        sent += chunk.length;
        await (flushed
          ? new Promise((resolve) => setImmediate(resolve))
          : Promise.race([new Promise<void>((resolve) => socket.once("drain", resolve)), closed]));
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      socket.destroy();
      return { text, sent };
    };
    const answers = await Promise.all(Array.from({ length: 30 }, sendForever));
    for (const { text, sent } of answers) {
      expect(sent).toBeLessThan(64 * MIB);
      expect(text === "" || text.startsWith("HTTP/1.1 413")).toBe(true);
    }
    expect(answers.some(({ text }) => text.startsWith("HTTP/1.1 413"))).toBe(true);
    expect((await memoryMib()) - before).toBeLessThan(MAX_GROWTH_MIB);
  });

  it("a content-length beyond the limit is refused before its body", async () => {
    const answer = await exchange(
      gateway.url,
      requestText([
        `POST ${PATH} HTTP/1.1`,
        "host: 127.0.0.1",
        `authorization: ${gateway.headers.authorization}`,
        "content-type: application/json",
        "content-length: 99999999999",
      ]),
    );
    expect(answer.statuses).toEqual([413]);
  });

  it("a body that breaks off is the sender's error, not an internal one", async () => {
    const since = gateway.output().length;
    const socket = await openSocket(gateway.url);
    socket.write(
      requestText(
        [
          `POST ${PATH} HTTP/1.1`,
          "host: 127.0.0.1",
          `authorization: ${gateway.headers.authorization}`,
          "content-type: application/json",
          "content-length: 1000",
        ],
        '{"model":',
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await expect.poll(() => gateway.output().slice(since)).toContain('"event":"request"');
    expect(gateway.output().slice(since)).not.toContain('"internal_error"');
  });

  it("JSON made to cost time (deep, wide, many keys, prototypes) is refused or served within a second", async () => {
    const messages = [{ role: "user", content: "hi" }];
    const cases = [
      `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
      JSON.stringify({
        model: STUB_MODEL,
        messages,
        metadata: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, "v"])),
      }),
      JSON.stringify({
        model: STUB_MODEL,
        messages: Array.from({ length: 20_000 }, () => ({ role: "king", content: 5 })),
      }),
      `{"model":"${STUB_MODEL}","messages":[{"role":"user","content":"hi"}],"__proto__":{"polluted":true},"constructor":{"prototype":{}}}`,
      `{"model":"${STUB_MODEL}","messages":[{"role":"user","content":"hi"}],"temperature":1${"0".repeat(100_000)}}`,
    ];
    for (const [i, body] of cases.entries()) {
      const started = performance.now();
      const { status } = await post(body);
      expect(status, `case ${i}`).toBeLessThan(500);
      expect(performance.now() - started, `case ${i}`).toBeLessThan(1_000);
    }
  });
});
