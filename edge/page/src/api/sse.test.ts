import { describe, expect, it } from "vitest";
import { sseData } from "./sse.ts";

/** All that is read from a body that comes in these pieces, and whether it was whole. */
async function read(...pieces: readonly (string | Uint8Array)[]): Promise<{ data: unknown[]; whole: boolean }> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
      }
      controller.close();
    },
  });
  const data: unknown[] = [];
  const events = sseData(body);
  for (;;) {
    const { done, value } = await events.next();
    if (done === true) {
      return { data, whole: value };
    }
    data.push(value);
  }
}

describe("server-sent events", () => {
  it("are decoded one by one, comments left out, up to the end mark", async () => {
    const { data, whole } = await read(': keep-alive\n\ndata: {"a":1}\n\ndata: {"a":2}\n\ndata: [DONE]\n\n');
    expect(data).toEqual([{ a: 1 }, { a: 2 }]);
    expect(whole).toBe(true);
  });

  it("are the same however the network cuts them", async () => {
    const text = 'data: {"text":"Zürich"}\r\n\r\ndata: [DONE]\r\n\r\n';
    const bytes = [...new TextEncoder().encode(text)].map((byte) => Uint8Array.of(byte));
    expect(await read(...bytes)).toEqual({ data: [{ text: "Zürich" }], whole: true });
  });

  it("are not whole without the end mark", async () => {
    expect(await read('data: {"a":1}\n\ndata: {"a"')).toEqual({ data: [{ a: 1 }], whole: false });
  });
});
