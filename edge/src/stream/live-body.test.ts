import { DyllmError } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { liveBody } from "./live-body.ts";
import { LIVE_JSON_FORMAT } from "./live-json.ts";
import { SSE_FORMAT } from "./sse.ts";

async function* values(...list: readonly unknown[]): AsyncGenerator<unknown> {
  for (const value of list) {
    if (value instanceof Error) {
      throw value;
    }
    yield value;
  }
}

const STAYS = new AbortController().signal;
const LOST = new DyllmError("node_lost", "The node was lost.");

describe("a body that is written while the answer arises", () => {
  it("begins with a keep-alive, holds each value in one piece, and ends", async () => {
    const { response, finished } = liveBody(values({ a: 1 }, { b: 2 }), SSE_FORMAT, STAYS, () => {});
    expect(await response.text()).toBe(': keep-alive\n\ndata: {"a":1}\n\ndata: {"b":2}\n\ndata: [DONE]\n\n');
    expect(await finished).toBeNull();
  });

  it("tells of a failure where its format can, and breaks off where it cannot", async () => {
    const told = liveBody(values({ a: 1 }, LOST), SSE_FORMAT, STAYS, () => {});
    expect(await told.response.text()).toMatch(/"a":1\}\n\ndata: \{"error":\{.*"code":"node_lost"\}\}\n\n$/);
    expect(await told.finished).toBe(LOST);
    const broken = liveBody(values(LOST), LIVE_JSON_FORMAT, STAYS, () => {});
    await expect(broken.response.text()).rejects.toThrow();
    expect(await broken.finished).toBe(LOST);
  });

  it("stays alive while no value comes", async () => {
    let go = (): void => {};
    async function* late(): AsyncGenerator<unknown> {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      yield { a: 1 };
    }
    const { response } = liveBody(late(), SSE_FORMAT, STAYS, () => {});
    const reader = response.body?.getReader();
    const seen: string[] = [];
    while (seen.length < 3) {
      seen.push(new TextDecoder().decode((await reader?.read())?.value));
    }
    expect(seen).toEqual(Array(3).fill(": keep-alive\n\n"));
    go();
  });

  /** Values that come to an end when they are cancelled, as a run's do, and not before. */
  function work(): { readonly values: AsyncGenerator<unknown>; readonly cancel: () => void; cancelled(): boolean } {
    const over = new AbortController();
    async function* generate(): AsyncGenerator<unknown> {
      yield { begun: true };
      await new Promise<never>((_resolve, reject) => {
        over.signal.addEventListener("abort", () => reject(over.signal.reason));
        if (over.signal.aborted) {
          reject(over.signal.reason);
        }
      });
    }
    const cancel = (): void => over.abort(new DyllmError("cancelled", "The client left."));
    return { values: generate(), cancel, cancelled: () => over.signal.aborted };
  }

  // A request whose client resets the connection while the node is asked comes here with its signal aborted.
  it("ends at once for a client that has left before, and cancels the work", async () => {
    const { values: slow, cancel, cancelled } = work();
    const { finished } = liveBody(slow, SSE_FORMAT, AbortSignal.abort(), cancel);
    expect(cancelled()).toBe(true);
    expect(await finished).toMatchObject({ code: "cancelled" });
  });

  it("ends when its client leaves in the middle, and cancels the work", async () => {
    const { values: slow, cancel, cancelled } = work();
    const client = new AbortController();
    const { response, finished } = liveBody(slow, SSE_FORMAT, client.signal, cancel);
    await response.body?.getReader().read();
    expect(cancelled()).toBe(false);
    client.abort();
    expect(await finished).toMatchObject({ code: "cancelled" });
    expect(cancelled()).toBe(true);
  });
});
