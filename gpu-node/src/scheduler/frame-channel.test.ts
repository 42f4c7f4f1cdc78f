import { describe, expect, it } from "vitest";
import { FrameChannel } from "./frame-channel.ts";
import { collect } from "./testing/harness.ts";

const text = (value: string) => ({ type: "text", text: value }) as const;

describe("FrameChannel", () => {
  it("numbers frames from 0 without gaps and keeps them for a reader that comes late", async () => {
    const channel = new FrameChannel(() => {});
    channel.push(text("a"));
    channel.push(text("b"));
    channel.close();
    channel.push(text("too late"));
    expect(await collect(channel)).toEqual([
      { type: "text", text: "a", seq: 0 },
      { type: "text", text: "b", seq: 1 },
    ]);
  });

  it("wakes readers that wait, in order, and ends those left over", async () => {
    const channel = new FrameChannel(() => {});
    const waiting = [channel.next(), channel.next()];
    channel.push(text("a"));
    channel.close();
    expect(await Promise.all(waiting)).toEqual([
      { value: { type: "text", text: "a", seq: 0 }, done: false },
      { value: undefined, done: true },
    ]);
  });

  it("tells that the reader left early, once, and not that it left after the end", async () => {
    let left = 0;
    const early = new FrameChannel(() => left++);
    early.push(text("a"));
    await early.return();
    await early.return();
    expect([left, await early.next()]).toEqual([1, { value: undefined, done: true }]);
    const finished = new FrameChannel(() => left++);
    finished.close();
    await finished.return();
    expect(left).toBe(1);
  });
});
