import { describe, expect, it } from "vitest";
import { decodeFrames, encodeFrame, type Frame, FrameError, MAX_FRAME_BYTES } from "./frames.ts";

const FRAMES: Frame[] = [
  {
    type: "accepted",
    seq: 0,
    version: 1,
    requestId: "r-1",
    nodeId: "n",
    model: "m",
    promptTokens: 3,
    canvas: { length: 32, blockLength: 32 },
  },
  { type: "committed", seq: 1, step: 1, positions: [0, 2], tokens: [17, 4], confidences: [0.9, 0.8] },
  { type: "text", seq: 2, text: "naïve\n🙂" },
  { type: "usage", seq: 3, promptTokens: 3, completionTokens: 2, steps: 1, salientFraction: 1 },
  { type: "done", seq: 4, finishReason: "stop" },
];

const BYTES = new TextEncoder().encode(FRAMES.map(encodeFrame).join(""));

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) {
    yield bytes.subarray(i, i + size);
  }
}

async function collect(bytes: Uint8Array | string, size = 64): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of decodeFrames(
    chunked(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes, size),
  )) {
    frames.push(frame);
  }
  return frames;
}

async function failure(text: string): Promise<unknown> {
  return await collect(text).then(
    () => null,
    (error: unknown) => (error instanceof FrameError ? error.code : error),
  );
}

describe("frame codec", () => {
  it.each([1, 2, 3, 7, 64, 100_000])("gives the same frames when the stream is cut every %i bytes", async (size) => {
    expect(await collect(BYTES, size)).toEqual(FRAMES);
  });

  it("takes empty lines for signs of life, not for frames", async () => {
    expect(await collect(`\n${FRAMES.map(encodeFrame).join("\n\n")}\n`)).toEqual(FRAMES);
  });

  it("ignores fields it does not know", async () => {
    expect(await collect('{"type":"done","seq":0,"finishReason":"stop","later":1}\n')).toEqual([
      { type: "done", seq: 0, finishReason: "stop" },
    ]);
  });

  it("refuses another protocol version, saying so", async () => {
    const [accepted] = FRAMES;
    expect(await failure(`${JSON.stringify({ ...accepted, version: 2 })}\n`)).toBe("version");
  });

  it("notices a lost frame", async () => {
    expect(await failure(encodeFrame({ type: "done", seq: 1, finishReason: "stop" }))).toBe("out_of_order");
  });

  it("notices a repeated frame", async () => {
    const line = encodeFrame({ type: "text", seq: 0, text: "a" });
    expect(await failure(line + line)).toBe("out_of_order");
  });

  it("notices a stream cut in mid-line", async () => {
    expect(await failure('{"type":"done","seq":0,"fini')).toBe("truncated");
  });

  it.each(["not json\n", "[]\n", '{"type":"nonsense","seq":0}\n', '{"type":"text","seq":0}\n'])(
    "refuses %j",
    async (line) => {
      expect(await failure(line)).toBe("malformed");
    },
  );

  it("stops reading a line that never ends", async () => {
    expect(await failure("x".repeat(MAX_FRAME_BYTES + 100))).toBe("too_long");
  });
});
