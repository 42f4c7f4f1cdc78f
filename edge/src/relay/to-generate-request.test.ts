import { generateRequest } from "@dyllm/shared";
import { parseChatCompletionRequest } from "@dyllm/shared/openai";
import { describe, expect, it } from "vitest";
import { chatAsk } from "../routes/chat-completions.ts";
import { type RequestContext, toGenerateRequests } from "./to-generate-request.ts";

const MODEL = { id: "m", created: 0, ownedBy: "x", contextLength: 99, defaultMaxTokens: 48, denoising: {} };

function requests(fields: Readonly<Record<string, unknown>>, context: Partial<RequestContext> = {}) {
  const body = { model: "m", messages: [{ role: "user", content: "hi" }], ...fields };
  const made = toGenerateRequests(chatAsk(parseChatCompletionRequest(body)), {
    requestId: "req_1",
    model: MODEL,
    randomSeed: 77,
    ...context,
  });
  return made.map((request) => generateRequest.parse(request));
}

describe("the generations of a chat request", () => {
  it("are greedy, unseeded and as long as the model's default when nothing is asked for", () => {
    expect(requests({})).toEqual([
      {
        version: 1,
        requestId: "req_1",
        model: "m",
        input: { kind: "chat", messages: [{ role: "user", content: "hi" }] },
        canvas: { maxTokens: 48 },
        sampling: { temperature: 0, seed: 77 },
        denoising: {},
        stop: [],
        timeoutMs: 600_000,
      },
    ]);
  });

  it("take max_completion_tokens before max_tokens", () => {
    expect(requests({ max_tokens: 5 })[0]?.canvas.maxTokens).toBe(5);
    expect(requests({ max_tokens: 5, max_completion_tokens: 9 })[0]?.canvas.maxTokens).toBe(9);
  });

  it("turn developer messages into system messages and join text parts", () => {
    const messages = [
      { role: "developer", content: "be brief" },
      {
        role: "user",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
    ];
    expect(requests({ messages })[0]?.input).toEqual({
      kind: "chat",
      messages: [
        { role: "system", content: "be brief" },
        { role: "user", content: "ab" },
      ],
    });
  });

  it("reduce any integer seed to 32 bits; the first choice has the seed itself, the others different ones", () => {
    expect(requests({ seed: 2 ** 40 + 3 })[0]?.sampling.seed).toBe(3);
    expect(requests({ seed: -1 })[0]?.sampling.seed).toBe(0xffff_ffff);
    const seeds = requests({ seed: 4, n: 8 }).map((request) => request.sampling.seed);
    expect(seeds[0]).toBe(4);
    expect(new Set(seeds).size).toBe(8);
  });

  it("say whose requests may share a warm start, where that is known", () => {
    expect(requests({})[0]).not.toHaveProperty("prefixScope");
    expect(requests({ n: 2 }, { prefixScope: "key-id" }).map((request) => request.prefixScope)).toEqual([
      "key-id",
      "key-id",
    ]);
  });

  it("pass the dyllm object and stop strings on", () => {
    const dyllm = { mode: "dyllm-exact", tau: 0.9, block_length: 16, confidence_threshold: null, full_every: 4 };
    const [request] = requests({ dyllm, stop: "END", top_p: 0 });
    expect(request?.denoising).toEqual({ mode: "dyllm-exact", tau: 0.9, confidenceThreshold: null, fullEvery: 4 });
    expect(request?.canvas.blockLength).toBe(16);
    expect(request?.stop).toEqual(["END"]);
    expect(request?.sampling.topP).toBeGreaterThan(0);
  });
});
