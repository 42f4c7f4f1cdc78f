import { describe, expect, it } from "vitest";
import { releaseBuffers, releaseExcept } from "./release-buffers.ts";

const MEGABYTES = 64;

describe("releasing buffers", () => {
  it("empties the arrays, views of one buffer among them, and gives the memory back without a collection", async () => {
    const before = process.memoryUsage().arrayBuffers;
    const large = new Float32Array((MEGABYTES * 1e6) / 4).fill(1);
    const views = [large.subarray(0, 10), large.subarray(10)];
    expect(process.memoryUsage().arrayBuffers - before).toBeGreaterThan(MEGABYTES * 1e6 - 1e6);
    releaseBuffers([...views, new Uint8Array(8)]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(views.map(({ length }) => length)).toEqual([0, 0]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
  });

  it("leaves those whose buffer is in use", () => {
    const [used, unused] = [new Float32Array(8), new Float32Array(8)];
    releaseExcept([used.subarray(0, 4), unused], [used]);
    expect([used.length, unused.length]).toEqual([8, 0]);
  });
});
