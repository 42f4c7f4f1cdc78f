import type OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { errorOf, MODEL, openai, raw } from "../support/client.ts";

const QUESTION = { role: "user", content: "What is the capital of Peru?" } as const;
const CODE = {
  role: "user",
  content: "Write a JavaScript function f that returns the items of arr greater than 19.",
} as const;
const JSON_QUESTION = {
  role: "user",
  content: "Extract name and age as JSON: Gina is 66 years old and is a baker in Lima.",
} as const;

type Chunk = OpenAI.Chat.ChatCompletionChunk;
type Fields = Omit<OpenAI.Chat.ChatCompletionCreateParamsStreaming, "model" | "stream"> & Record<string, unknown>;

async function chunksOf(fields: Fields): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of await openai().chat.completions.create({ model: MODEL, stream: true, ...fields })) {
    chunks.push(chunk);
  }
  return chunks;
}

const textOf = (chunks: readonly Chunk[]): string =>
  chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");

describe("logprobs", () => {
  it("give each token of the text its probability at commit time, with the candidates asked for", async () => {
    const { choices } = await openai().chat.completions.create({
      model: MODEL,
      messages: [CODE],
      logprobs: true,
      top_logprobs: 3,
    });
    const content = choices[0]?.logprobs?.content ?? [];
    expect(content.map(({ token }) => token).join("")).toBe(choices[0]?.message.content);
    expect(content.length).toBeGreaterThan(5);
    for (const { token, logprob, top_logprobs } of content) {
      expect(top_logprobs).toHaveLength(3);
      expect(logprob).toBeLessThanOrEqual(0);
      // Greedy: the committed token is the likeliest one, up to the rounding of two ways to compute it.
      expect(top_logprobs[0]?.token).toBe(token);
      expect(top_logprobs[0]?.logprob).toBeCloseTo(logprob, 4);
      const sum = top_logprobs.reduce((total, candidate) => total + Math.exp(candidate.logprob), 0);
      expect(sum).toBeLessThanOrEqual(1 + 1e-4);
    }
  });

  it("are the same in a stream, piece by piece", async () => {
    const fields = { messages: [CODE], logprobs: true };
    const whole = await openai().chat.completions.create({ model: MODEL, ...fields });
    const streamed = (await chunksOf(fields)).flatMap((chunk) => chunk.choices[0]?.logprobs?.content ?? []);
    expect(streamed.map(({ token }) => token)).toEqual(whole.choices[0]?.logprobs?.content?.map(({ token }) => token));
  });

  it("end where a stop string cuts the text", async () => {
    const { choices } = await openai().chat.completions.create({
      model: MODEL,
      messages: [CODE],
      logprobs: true,
      stop: "filter",
    });
    const tokens = choices[0]?.logprobs?.content?.map(({ token }) => token).join("") ?? "";
    expect(tokens.startsWith(choices[0]?.message.content ?? "?")).toBe(true);
    expect(tokens).not.toContain("19");
  });

  it("of more than 20 candidates are refused, and the server goes on", async () => {
    const request = { model: MODEL, messages: [QUESTION], logprobs: true, top_logprobs: 21 };
    await expect(openai().chat.completions.create(request)).rejects.toMatchObject({
      status: 400,
      param: "top_logprobs",
    });
    await expect(openai().chat.completions.create({ ...request, top_logprobs: 20 })).resolves.toBeDefined();
  });
});

describe("logit_bias", () => {
  it("of -100 keeps a token out of the answer", async () => {
    const first = (await tokensOf({})).find(({ id }) => id >= 0);
    const banned = await tokensOf({ logit_bias: { [String(first?.id)]: -100 } });
    expect(first).toBeDefined();
    expect(banned.map(({ text }) => text)).not.toContain(first?.text);
  });

  it("refuses a token that the model has not", async () => {
    await expect(
      openai().chat.completions.create({ model: MODEL, messages: [QUESTION], logit_bias: { 999999: 1 } }),
    ).rejects.toMatchObject({ status: 400, param: "logit_bias" });
  });

  /** Tokens of the answer with their ids, which the canvas events do not show: found by banning candidates one by one. */
  async function tokensOf(fields: Record<string, unknown>): Promise<{ id: number; text: string }[]> {
    const { choices } = await openai().chat.completions.create({
      model: MODEL,
      messages: [QUESTION],
      logprobs: true,
      ...fields,
    });
    const content = choices[0]?.logprobs?.content ?? [];
    const { default: tokenizer } = await import("../../models/dyllm-demo/tokenizer.json", { with: { type: "json" } });
    const vocabulary = new Map(
      Object.entries(tokenizer.model.vocab).map(([text, id]) => [text.replaceAll("Ġ", " "), id]),
    );
    return content.map(({ token }) => ({ id: Number(vocabulary.get(token) ?? -1), text: token }));
  }
});

describe("response_format json_object", () => {
  it("delivers text that parses as a JSON object", async () => {
    const { choices } = await openai().chat.completions.create({
      model: MODEL,
      messages: [JSON_QUESTION],
      response_format: { type: "json_object" },
    });
    expect(JSON.parse(choices[0]?.message.content ?? "")).toMatchObject({ name: "Gina" });
  });

  it("does so for every choice, and in a stream", async () => {
    const fields = {
      messages: [JSON_QUESTION],
      response_format: { type: "json_object" as const },
      n: 3,
      temperature: 1,
    };
    const { choices } = await openai().chat.completions.create({ model: MODEL, stream: false, ...fields });
    expect(choices.map(({ message }) => typeof JSON.parse(message.content ?? ""))).toEqual(Array(3).fill("object"));
    const chunks = await chunksOf({ ...fields, n: 1 });
    expect(typeof JSON.parse(textOf(chunks))).toBe("object");
  });

  it("is an object or an error with a code, never other text", async () => {
    const answer = await openai()
      .chat.completions.create({
        model: MODEL,
        messages: [{ role: "user", content: "Hello, how are you?" }],
        response_format: { type: "json_object" },
        max_completion_tokens: 24,
      })
      .catch((error: unknown) => error as InstanceType<typeof OpenAI.APIError>);
    if ("choices" in answer) {
      expect(typeof JSON.parse(answer.choices[0]?.message.content ?? "")).toBe("object");
    } else {
      expect(answer).toMatchObject({ status: 502, code: "json_not_produced", param: "response_format" });
    }
  });
});

describe("roles, names and accepted fields", () => {
  it("developer is system, and user and metadata change nothing", async () => {
    const body = (role: "developer" | "system") => ({
      model: MODEL,
      messages: [{ role, content: "Be brief." } as const, QUESTION],
      user: "somebody",
      metadata: { purpose: "test" },
    });
    const [first, second] = [
      await openai().chat.completions.create(body("developer")),
      await openai().chat.completions.create(body("system")),
    ];
    expect(first.choices[0]?.message.content).toBe(second.choices[0]?.message.content);
    expect(first.usage?.prompt_tokens).toBe(second.usage?.prompt_tokens);
  });

  it.each(["functions", "audio", "prediction", "web_search_options", "frequency_penalty"])(
    "%s is refused by name",
    async (field) => {
      const value = field === "frequency_penalty" ? 1 : { x: 1 };
      const answer = await raw("/v1/chat/completions", {
        body: JSON.stringify({ model: MODEL, messages: [QUESTION], [field]: value }),
      });
      expect(answer.status).toBe(400);
      expect(errorOf(answer)).toMatchObject({ code: "unsupported_parameter", param: field });
    },
  );
});

describe("running usage", () => {
  it("is on each chunk, never falls, and ends at the exact figure", async () => {
    const chunks = await chunksOf({
      messages: [CODE],
      stream_options: { include_usage: true, continuous_usage_stats: true } as OpenAI.Chat.ChatCompletionStreamOptions,
      dyllm: { confidence_threshold: null },
    });
    const counts = chunks.map((chunk) => chunk.usage?.completion_tokens ?? -1);
    expect(counts.slice(0, -1)).toEqual(counts.slice(0, -1).toSorted((a, b) => a - b));
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(counts.at(-1)).toBeGreaterThan(0);
  });

  it("says what the answer cost", async () => {
    const { usage } = await openai().chat.completions.create({ model: MODEL, messages: [CODE] });
    expect(usage).toMatchObject({
      dyllm: {
        steps: expect.any(Number),
        salient_fraction: expect.any(Number),
        dense_compute_share: expect.any(Number),
      },
    });
    const dense = { model: MODEL, messages: [CODE], dyllm: { mode: "dense", lookahead: null } };
    const { usage: denseUsage } = await openai().chat.completions.create(dense);
    expect(denseUsage).toMatchObject({ dyllm: { dense_compute_share: 1 } });
  });
});

describe("canvas events", () => {
  it("rebuild the answer position by position, and a plain stream has none of them", async () => {
    const chunks = (await chunksOf({ messages: [CODE], dyllm: { canvas: true } })) as (Chunk & {
      dyllm_canvas?: { positions?: number[]; pieces?: string[]; kind?: string; ms?: number };
    })[];
    const pieces: string[] = [];
    for (const { dyllm_canvas } of chunks) {
      for (const [i, position] of (dyllm_canvas?.positions ?? []).entries()) {
        expect(pieces[position]).toBeUndefined();
        pieces[position] = dyllm_canvas?.pieces?.[i] ?? "";
      }
    }
    // Pieces are decoded alone: where the vocabulary drops a space after some token, they still have it.
    expect(pieces.join("").replace(/\s/g, "")).toBe(textOf(chunks).replace(/\s/g, ""));
    expect(chunks.some((chunk) => chunk.dyllm_canvas?.kind === "dense")).toBe(true);
    const plain = await chunksOf({ messages: [CODE] });
    expect(plain.some((chunk) => "dyllm_canvas" in chunk)).toBe(false);
    expect(textOf(plain)).toBe(textOf(chunks));
  });
});

describe("diffusing snapshots", () => {
  it("replace each other, rise to progress 1, and end with the text of the plain answer", async () => {
    const chunks = (await chunksOf({ messages: [CODE], diffusing: true })) as (Chunk & {
      diffusion_meta?: { diffusion_content: boolean; diffusion_progress: number };
    })[];
    const snapshots = chunks.filter((chunk) => chunk.diffusion_meta !== undefined);
    const progress = snapshots.map((chunk) => chunk.diffusion_meta?.diffusion_progress ?? -1);
    expect(snapshots.length).toBeGreaterThan(1);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    const whole = await openai().chat.completions.create({ model: MODEL, messages: [CODE] });
    expect(snapshots.at(-1)?.choices[0]?.delta.content).toBe(whole.choices[0]?.message.content);
    expect(snapshots.at(-1)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.at(-1)?.choices[0]?.delta).toEqual({});
  });
});
