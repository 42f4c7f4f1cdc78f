import type { Frame, UnnumberedFrame } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { answerFrames } from "../../test/upstream.ts";
import { type ChunkOptions, chatChunks } from "./chat-chunks.ts";
import { chatCompletion } from "./chat-completion.ts";
import { type ChoiceFrame, type ChoiceRecord, emptyRecords, recordChoiceFrame } from "./choice-record.ts";
import { OBFUSCATION_BLOCK_BYTES } from "./obfuscate.ts";
import { MASK_CHARACTER } from "./snapshot.ts";

const META = { id: "chatcmpl-1", created: 1_795_000_000, model: "org/demo" };
const COMMON = { ...META, object: "chat.completion.chunk", service_tier: "default", system_fingerprint: null };

function choice(index: number, frames: readonly UnnumberedFrame[]): ChoiceFrame[] {
  return frames.map((frame, seq) => ({ index, frame: { ...frame, seq } as Frame }));
}

const PLAIN: ChunkOptions = {
  choices: 1,
  includeUsage: false,
  runningUsage: false,
  obfuscation: false,
  logprobs: false,
  canvas: false,
  diffusing: false,
  call: null,
};

function recordsOf(events: readonly ChoiceFrame[], choices: number): readonly ChoiceRecord[] {
  const records = emptyRecords(choices);
  for (const event of events) {
    recordChoiceFrame(records, event);
  }
  return records;
}

async function* stream(events: readonly ChoiceFrame[]): AsyncGenerator<ChoiceFrame> {
  yield* events;
}

describe("chunks of a streamed chat completion", () => {
  it("come as role, text, finish reason, usage", async () => {
    const events = choice(0, answerFrames({ requestId: "r" }, ["Hel", "lo"]));
    const chunks = await Array.fromAsync(
      chatChunks(stream(events), META, { ...PLAIN, choices: 1, includeUsage: true }),
    );
    const part = (delta: unknown, finish_reason: string | null): unknown => ({
      ...COMMON,
      choices: [{ index: 0, delta, logprobs: null, finish_reason }],
      usage: null,
    });
    expect(chunks).toEqual([
      part({ role: "assistant", content: "", refusal: null }, null),
      part({ content: "Hel" }, null),
      part({ content: "lo" }, null),
      part({}, "stop"),
      {
        ...COMMON,
        choices: [],
        usage: {
          prompt_tokens: 11,
          completion_tokens: 2,
          total_tokens: 13,
          prompt_tokens_details: { cached_tokens: 1 },
          completion_tokens_details: { reasoning_tokens: 0 },
          dyllm: { steps: 2, salient_fraction: 0.25, dense_compute_share: 0.5 },
        },
      },
    ]);
  });

  it("of a call come as its id and name, its arguments, and the finish reason", async () => {
    const events = choice(0, answerFrames({ requestId: "r" }, ['{"a": 1}']));
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { ...PLAIN, call: "f" }));
    expect(chunks.map((chunk) => chunk.choices[0])).toMatchObject([
      {
        delta: {
          role: "assistant",
          content: null,
          tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "f", arguments: "" } }],
        },
        finish_reason: null,
      },
      { delta: { tool_calls: [{ index: 0, function: { arguments: '{"a": 1}' } }] }, finish_reason: null },
      { delta: {}, finish_reason: "tool_calls" },
    ]);
  });

  it("carry no usage key unless it was asked for", async () => {
    const events = choice(0, answerFrames({ requestId: "r" }, ["x"]));
    const chunks = await Array.fromAsync(
      chatChunks(stream(events), META, { ...PLAIN, choices: 1, includeUsage: false }),
    );
    expect(chunks).toHaveLength(3);
    expect(chunks.some((chunk) => "usage" in chunk)).toBe(false);
  });

  it("pass on what breaks the frames, after the chunks before it", async () => {
    async function* broken(): AsyncGenerator<ChoiceFrame> {
      yield* choice(0, answerFrames({ requestId: "r" }, ["x"])).slice(0, 3);
      throw new Error("lost");
    }
    const chunks = chatChunks(broken(), META, { ...PLAIN, choices: 1, includeUsage: false });
    expect((await chunks.next()).done).toBe(false);
    expect((await chunks.next()).done).toBe(false);
    await expect(chunks.next()).rejects.toThrow("lost");
    const counted = chatChunks(broken(), META, { ...PLAIN, choices: 1, includeUsage: true });
    await counted.next();
    await counted.next();
    expect((await counted.next()).value).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 11, completion_tokens: 1, total_tokens: 12 },
    });
    await expect(counted.next()).rejects.toThrow("lost");
  });

  for (const seed of [1, 2, 3, 4, 5]) {
    it(`concatenate to the text of the non-stream answer (interleaved choices, seed ${seed})`, async () => {
      const random = mulberry32(seed);
      const pieces = Array.from({ length: 3 }, () =>
        Array.from({ length: 1 + Math.floor(random() * 9) }, () =>
          String.fromCodePoint(32 + Math.floor(random() * 9000)),
        ),
      );
      const queues = pieces.map((texts, index) => choice(index, answerFrames({ requestId: "r" }, texts)));
      const events: ChoiceFrame[] = [];
      while (queues.some((queue) => queue.length > 0)) {
        const next = queues[Math.floor(random() * queues.length)]?.shift();
        if (next !== undefined) {
          events.push(next);
        }
      }
      const answer = chatCompletion(META, recordsOf(events, 3), false);
      const chunks = await Array.fromAsync(
        chatChunks(stream(events), META, { ...PLAIN, choices: 3, includeUsage: true }),
      );
      for (const { index, message, finish_reason } of answer.choices) {
        const parts = chunks.flatMap((chunk) => chunk.choices.filter((part) => part.index === index));
        expect(parts.map((part) => part.delta.content ?? "").join("")).toBe(message.content);
        expect(message.content).toBe(pieces[index]?.join(""));
        expect(parts.map((part) => part.finish_reason).filter((reason) => reason !== null)).toEqual([finish_reason]);
        expect(parts.at(-1)?.finish_reason).toBe("stop");
      }
      expect(chunks.at(-1)?.usage).toEqual(answer.usage);
      expect(answer.usage.prompt_tokens).toBe(11);
      expect(answer.usage.completion_tokens).toBe(pieces.flat().length);
    });
  }
});

describe("obfuscation", () => {
  const obfuscated = async (pieces: readonly string[]) => {
    const events = choice(0, answerFrames({ requestId: "r" }, pieces));
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { ...PLAIN, obfuscation: true }));
    return chunks.slice(1, 1 + pieces.length);
  };

  it("makes chunks of different text the same length", async () => {
    const pieces = ["a", "a longer piece", "日本", '"quoted"\n'];
    const texts = await obfuscated(pieces);
    const bytes = texts.map((chunk) => new TextEncoder().encode(JSON.stringify(chunk)).length);
    expect(texts.map((chunk) => chunk.choices[0]?.delta.content)).toEqual(pieces);
    expect(new Set(bytes).size).toBe(1);
  });

  it("is random, and grows by whole blocks with long text", async () => {
    const pieces = ["x".repeat(OBFUSCATION_BLOCK_BYTES + 1), "y"];
    const [first, second] = [await obfuscated(pieces), await obfuscated(pieces)];
    const lengths = first.map((chunk) => JSON.stringify(chunk).length);
    expect((lengths[0] ?? 0) - (lengths[1] ?? 0)).toBe(OBFUSCATION_BLOCK_BYTES);
    expect(first[1]?.obfuscation).not.toBe(second[1]?.obfuscation);
  });
});

/** Frames of an answer whose second token is committed first, as a traced request with log probabilities gets them. */
function tracedFrames(): UnnumberedFrame[] {
  const [accepted, ...rest] = answerFrames({ requestId: "r" }, []);
  const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
  return [
    ...(accepted === undefined ? [] : [accepted]),
    {
      type: "committed",
      step: 1,
      positions: [1],
      tokens: [8],
      confidences: [0.5],
      pieces: [" world"],
      recomputed: [0, 1],
      salientFraction: 0.25,
      computeShare: 0.5,
      kind: "response",
      ms: 3,
      bytes: [bytes(" world")],
      candidates: [[{ bytes: bytes(" world"), logprob: Math.log(0.5) }]],
    },
    {
      type: "committed",
      step: 2,
      positions: [0, 2],
      tokens: [7, 1],
      confidences: [1, 0.9],
      pieces: ["Hello", ""],
      ends: [2],
      kind: "dense",
      ms: 5,
      salientFraction: 1,
      bytes: [bytes("Hello"), []],
      candidates: [[], []],
    },
    { type: "text", text: "Hello world" },
    ...rest,
  ];
}

describe("log probabilities", () => {
  it("come with the text they belong to, in the text's order, and end with it", async () => {
    const chunks = await Array.fromAsync(
      chatChunks(stream(choice(0, tracedFrames())), META, { ...PLAIN, logprobs: true }),
    );
    const [, text, last] = chunks;
    expect(text?.choices[0]?.logprobs?.content.map(({ token, logprob }) => [token, logprob])).toEqual([
      ["Hello", 0],
      [" world", Math.log(0.5)],
    ]);
    expect(text?.choices[0]?.logprobs?.content[1]?.top_logprobs).toEqual([
      { token: " world", logprob: Math.log(0.5), bytes: [32, 119, 111, 114, 108, 100] },
    ]);
    expect(last?.choices[0]).toMatchObject({ logprobs: null, finish_reason: "stop" });
  });

  it("are the same in the answer that is not streamed", () => {
    const [answer] = chatCompletion(META, recordsOf(choice(0, tracedFrames()), 1), true).choices;
    expect(answer?.logprobs?.content.map(({ token }) => token).join("")).toBe(answer?.message.content);
  });
});

describe("a token that loses its space after the one before it", () => {
  it("is shown as it stands in the text, and so are its candidates", async () => {
    const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
    const frames: UnnumberedFrame[] = [
      {
        type: "committed",
        step: 1,
        positions: [0, 1],
        tokens: [1, 2],
        confidences: [1, 1],
        bytes: [bytes("("), bytes(" arr")],
        candidates: [[], [" arr", " list", ")"].map((text, i) => ({ bytes: bytes(text), logprob: -i }))],
      },
      { type: "text", text: "(arr", from: 0, bytes: [bytes("("), bytes("arr")] },
      { type: "done", finishReason: "stop" },
    ];
    const [, token] = chatCompletion(META, recordsOf(choice(0, frames), 1), true).choices[0]?.logprobs?.content ?? [];
    expect(token?.token).toBe("arr");
    expect(token?.top_logprobs.map((candidate) => candidate.token)).toEqual(["arr", "list", ")"]);
  });
});

describe("canvas chunks", () => {
  it("show the canvas, then each step, beside the chunks of a plain stream", async () => {
    const events = choice(0, tracedFrames());
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { ...PLAIN, canvas: true }));
    const plain = await Array.fromAsync(chatChunks(stream(events), META, PLAIN));
    expect(chunks.filter((chunk) => chunk.dyllm_canvas === undefined)).toEqual(plain);
    const shown = chunks.flatMap((chunk) => (chunk.dyllm_canvas === undefined ? [] : [chunk]));
    expect(shown.every((chunk) => chunk.choices.length === 0)).toBe(true);
    expect(shown.map((chunk) => chunk.dyllm_canvas)).toEqual([
      { choice: 0, length: 64, block_length: 32, prompt_tokens: 11, node: "node" },
      {
        choice: 0,
        step: 1,
        kind: "response",
        ms: 3,
        block: { start: 0, length: 32 },
        positions: [1],
        pieces: [" world"],
        confidences: [0.5],
        ends: [],
        recomputed: [0, 1],
        salient_fraction: 0.25,
        dense_compute_share: 0.5,
      },
      expect.objectContaining({ step: 2, kind: "dense", positions: [0, 2], recomputed: null }),
    ]);
  });

  it("tell that another node goes on, without a second role", async () => {
    const [first, ...rest] = choice(0, tracedFrames());
    const resumed: ChoiceFrame = { index: 0, frame: { type: "resumed", seq: 1, nodeId: "other", steps: 1 } };
    const events = first === undefined ? [] : [first, resumed, ...rest];
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { ...PLAIN, canvas: true }));
    expect(chunks.map((chunk) => chunk.dyllm_canvas)).toContainEqual({ choice: 0, resumed: true, node: "other" });
    expect(chunks.filter((chunk) => chunk.choices[0]?.delta.role !== undefined)).toHaveLength(1);
  });
});

describe("diffusing snapshots", () => {
  it("replace each other, never fall back, and end with the very text and a closing chunk", async () => {
    const events = choice(0, tracedFrames());
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { ...PLAIN, diffusing: true }));
    const snapshots = chunks.filter((chunk) => chunk.diffusion_meta !== undefined);
    const shown = snapshots.map((chunk) => chunk.choices[0]?.delta.content);
    expect(shown).toEqual([`${MASK_CHARACTER} world${MASK_CHARACTER.repeat(30)}`, "Hello world", "Hello world"]);
    const progress = snapshots.map((chunk) => chunk.diffusion_meta?.diffusion_progress ?? 0);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(snapshots.map((chunk) => chunk.choices[0]?.finish_reason)).toEqual([null, null, "stop"]);
    expect(chunks.at(-1)?.choices[0]).toMatchObject({ delta: {}, finish_reason: null });
  });
});

describe("running usage", () => {
  it("is on every chunk and never falls", async () => {
    const events = choice(0, answerFrames({ requestId: "r" }, ["a", "b", "c"]));
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { ...PLAIN, runningUsage: true }));
    expect(chunks.map((chunk) => chunk.usage?.completion_tokens)).toEqual([0, 1, 2, 3, 3]);
    expect(chunks.every((chunk) => chunk.usage?.prompt_tokens === 11)).toBe(true);
  });

  it("does not count an end of text, nor what was committed behind it", () => {
    const step = (number: number, positions: number[], ends?: number[]): UnnumberedFrame => ({
      type: "committed",
      step: number,
      positions,
      tokens: positions,
      confidences: positions.map(() => 1),
      ...(ends !== undefined && { ends }),
    });
    const counts = [[step(1, [0, 5])], [step(1, [0, 5]), step(2, [3], [3])], [step(1, [3], [3]), step(2, [0, 4])]].map(
      (frames) => recordsOf(choice(0, frames), 1)[0]?.committedTokens,
    );
    expect(counts).toEqual([2, 1, 1]);
  });
});

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
