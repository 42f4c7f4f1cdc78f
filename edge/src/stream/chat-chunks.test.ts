import type { Frame, UnnumberedFrame } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { answerFrames } from "../../test/upstream.ts";
import { chatChunks } from "./chat-chunks.ts";
import { chatCompletion, collectChoices } from "./chat-completion.ts";
import type { ChoiceFrame } from "./choice-record.ts";
import { OBFUSCATION_BLOCK_BYTES, obfuscate } from "./obfuscate.ts";

const META = { id: "chatcmpl-1", created: 1_795_000_000, model: "org/demo" };
const COMMON = { ...META, object: "chat.completion.chunk", service_tier: "default", system_fingerprint: null };

function choice(index: number, frames: readonly UnnumberedFrame[]): ChoiceFrame[] {
  return frames.map((frame, seq) => ({ index, frame: { ...frame, seq } as Frame }));
}

async function* stream(events: readonly ChoiceFrame[]): AsyncGenerator<ChoiceFrame> {
  yield* events;
}

describe("chunks of a streamed chat completion", () => {
  it("come as role, text, finish reason, usage", async () => {
    const events = choice(0, answerFrames({ requestId: "r" }, ["Hel", "lo"]));
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { choices: 1, includeUsage: true }));
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
          completion_tokens_details: { reasoning_tokens: 0 },
          dyllm: { steps: 2, salient_fraction: 0.25 },
        },
      },
    ]);
  });

  it("carry no usage key unless it was asked for", async () => {
    const events = choice(0, answerFrames({ requestId: "r" }, ["x"]));
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { choices: 1, includeUsage: false }));
    expect(chunks).toHaveLength(3);
    expect(chunks.some((chunk) => "usage" in chunk)).toBe(false);
  });

  it("pass on what breaks the frames, after the chunks before it", async () => {
    async function* broken(): AsyncGenerator<ChoiceFrame> {
      yield* choice(0, answerFrames({ requestId: "r" }, ["x"])).slice(0, 3);
      throw new Error("lost");
    }
    const chunks = chatChunks(broken(), META, { choices: 1, includeUsage: false });
    expect((await chunks.next()).done).toBe(false);
    expect((await chunks.next()).done).toBe(false);
    await expect(chunks.next()).rejects.toThrow("lost");
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
      const answer = chatCompletion(META, await collectChoices(stream(events), 3));
      const chunks = await Array.fromAsync(chatChunks(stream(events), META, { choices: 3, includeUsage: true }));
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
  it("makes chunks of different text the same length", async () => {
    const pieces = ["a", "a longer piece", "日本", '"quoted"\n'];
    const events = choice(0, answerFrames({ requestId: "r" }, pieces));
    const chunks = await Array.fromAsync(chatChunks(stream(events), META, { choices: 1, includeUsage: false }));
    const texts = chunks.filter((chunk) => chunk.choices[0]?.delta.role === undefined).slice(0, pieces.length);
    const bytes = texts.map((chunk) => new TextEncoder().encode(JSON.stringify(obfuscate(chunk))).length);
    expect(texts.map((chunk) => chunk.choices[0]?.delta.content)).toEqual(pieces);
    expect(new Set(bytes).size).toBe(1);
  });

  it("is random, and grows by whole blocks with long text", async () => {
    const events = choice(0, answerFrames({ requestId: "r" }, ["x".repeat(OBFUSCATION_BLOCK_BYTES + 1), "y"]));
    const [, long, short] = await Array.fromAsync(
      chatChunks(stream(events), META, { choices: 1, includeUsage: false }),
    );
    if (long === undefined || short === undefined) {
      throw new Error("two text chunks were due");
    }
    const length = (chunk: typeof long): number => JSON.stringify(obfuscate(chunk)).length;
    expect(length(long) - length(short)).toBe(OBFUSCATION_BLOCK_BYTES);
    expect(obfuscate(short).obfuscation).not.toBe(obfuscate(short).obfuscation);
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
