import type OpenAI from "openai";
import { describe, expect, inject, it } from "vitest";
import { checkedFetch } from "../support/checked-fetch.ts";
import { errorOf, MODEL, openai, raw } from "../support/client.ts";

const PROMPT = "function f(arr) {\n  return arr.";

async function chunksOf(
  fields: Omit<OpenAI.CompletionCreateParamsStreaming, "model" | "stream"> & Record<string, unknown>,
): Promise<OpenAI.Completion[]> {
  const chunks: OpenAI.Completion[] = [];
  for await (const chunk of await openai().completions.create({ model: MODEL, stream: true, ...fields })) {
    chunks.push(chunk);
  }
  return chunks;
}

describe("completions", () => {
  it("continue a prompt by at most 16 tokens unless told otherwise", async () => {
    const completion = await openai().completions.create({ model: MODEL, prompt: PROMPT });
    expect(completion.object).toBe("text_completion");
    expect(completion.choices).toHaveLength(1);
    expect(completion.usage?.completion_tokens).toBeLessThanOrEqual(16);
    expect(["stop", "length"]).toContain(completion.choices[0]?.finish_reason);
  });

  it("of several prompts come prompt by prompt, n for each, with the usage of all", async () => {
    const one = await openai().completions.create({ model: MODEL, prompt: "a b", max_tokens: 4 });
    const two = await openai().completions.create({ model: MODEL, prompt: "one two three", max_tokens: 4 });
    const both = await openai().completions.create({
      model: MODEL,
      prompt: ["a b", "one two three"],
      n: 2,
      max_tokens: 4,
    });
    expect(both.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect([both.choices[0]?.text, both.choices[2]?.text]).toEqual([one.choices[0]?.text, two.choices[0]?.text]);
    expect(both.usage?.prompt_tokens).toBe((one.usage?.prompt_tokens ?? 0) + (two.usage?.prompt_tokens ?? 0));
  });

  it("take token ids, one list or several, as prompt", async () => {
    const whole = await openai().completions.create({ model: MODEL, prompt: [400, 500, 600], max_tokens: 4 });
    expect(whole.usage?.prompt_tokens).toBe(3);
    const lists = await openai().completions.create({ model: MODEL, prompt: [[400, 500, 600], [700]], max_tokens: 4 });
    expect(lists.choices[0]?.text).toBe(whole.choices[0]?.text);
    expect(lists.usage?.prompt_tokens).toBe(4);
  });

  it("refuse token ids that the model has not, and its mask", async () => {
    for (const id of [9_999_999, 5]) {
      await expect(openai().completions.create({ model: MODEL, prompt: [1, id] })).rejects.toMatchObject({
        status: 400,
        code: "invalid_value",
        param: "prompt",
      });
    }
  });

  it("with echo begin with the prompt", async () => {
    const plain = await openai().completions.create({ model: MODEL, prompt: PROMPT, max_tokens: 8 });
    const echoed = await openai().completions.create({ model: MODEL, prompt: PROMPT, max_tokens: 8, echo: true });
    expect(echoed.choices[0]?.text).toBe(PROMPT + plain.choices[0]?.text);
  });

  it("with logprobs give tokens, probabilities, candidates and offsets from the start of the prompt", async () => {
    const { choices } = await openai().completions.create({
      model: MODEL,
      prompt: PROMPT,
      max_tokens: 8,
      logprobs: 2,
    });
    const logprobs = choices[0]?.logprobs;
    const { tokens = [], token_logprobs = [], text_offset = [], top_logprobs = [] } = logprobs ?? {};
    expect(tokens.join("")).toBe(choices[0]?.text);
    expect(text_offset[0]).toBe(PROMPT.length);
    expect(token_logprobs.every((logprob) => logprob <= 0)).toBe(true);
    expect(top_logprobs).toHaveLength(tokens.length);
    const echoed = await openai().completions.create({
      model: MODEL,
      prompt: PROMPT,
      max_tokens: 8,
      logprobs: 0,
      echo: true,
    });
    expect(echoed.choices[0]?.logprobs?.tokens?.join("")).toBe(echoed.choices[0]?.text);
    expect(echoed.choices[0]?.logprobs?.text_offset?.[0]).toBe(0);
    expect(echoed.choices[0]?.logprobs?.token_logprobs?.[0]).toBeNull();
  });

  it.each([
    ["best_of above n", { best_of: 3 }, "best_of"],
    ["logprobs above 5", { logprobs: 6 }, "logprobs"],
    ["more choices than a request may have", { prompt: ["a", "b", "c"], n: 3 }, "prompt"],
    ["a window beyond the context", { max_tokens: 60_000 }, "prompt"],
    ["a temperature above 2", { temperature: 3 }, "temperature"],
    ["an unknown field", { top_k: 3 }, "top_k"],
  ])("refuse %s by name", async (_what, fields, param) => {
    const answer = await raw("/v1/completions", { body: JSON.stringify({ model: MODEL, prompt: "x", ...fields }) });
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ type: "invalid_request_error", param });
  });

  it("refuse a request without a prompt", async () => {
    const answer = await raw("/v1/completions", { body: JSON.stringify({ model: MODEL }) });
    expect(errorOf(answer)).toMatchObject({ code: "missing_required_parameter", param: "prompt" });
  });
});

describe("streamed completions", () => {
  it("concatenate to the text that is not streamed, echo included, and end with usage", async () => {
    const fields = { prompt: PROMPT, max_tokens: 12, echo: true };
    const whole = await openai().completions.create({ model: MODEL, ...fields });
    const chunks = await chunksOf({ ...fields, stream_options: { include_usage: true } });
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? "").join("")).toBe(whole.choices[0]?.text);
    const reasons = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.finish_reason));
    expect(reasons.filter((reason) => reason !== null)).toHaveLength(1);
    expect(reasons.at(-1)).toBe(whole.choices[0]?.finish_reason);
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage).toMatchObject({ total_tokens: whole.usage?.total_tokens });
  });

  it("carry the log probabilities of the whole answer", async () => {
    const fields = { prompt: PROMPT, max_tokens: 12, logprobs: 1 };
    const whole = await openai().completions.create({ model: MODEL, ...fields });
    const chunks = await chunksOf(fields);
    const pieces = chunks.flatMap((chunk) => chunk.choices.map((choice) => choice.logprobs));
    expect(pieces.flatMap((piece) => piece?.tokens ?? [])).toEqual(whole.choices[0]?.logprobs?.tokens);
    expect(pieces.flatMap((piece) => piece?.text_offset ?? [])).toEqual(whole.choices[0]?.logprobs?.text_offset);
  });
});

describe("suffix", () => {
  it("gives the middle only, and what it is depends on the suffix", async () => {
    const ask = async (suffix: string): Promise<string | undefined> => {
      const { choices, usage } = await openai().completions.create({
        model: MODEL,
        prompt: "The capital of",
        suffix,
        max_tokens: 6,
      });
      expect(usage?.completion_tokens).toBeLessThanOrEqual(6);
      return choices[0]?.text;
    };
    const answers = [
      await ask(" is Lima."),
      await ask(" is Paris."),
      await ask(" is Tokyo."),
      await ask(" { return 5 }"),
    ];
    expect(new Set(answers).size).toBeGreaterThan(1);
    expect(answers.at(-1)).not.toContain("{ return 5 }");
  });

  it("counts in the prompt's tokens", async () => {
    const body = { model: MODEL, prompt: "one", max_tokens: 4 };
    const without = await openai().completions.create(body);
    const withSuffix = await openai().completions.create({ ...body, suffix: " two three" });
    expect(withSuffix.usage?.prompt_tokens).toBeGreaterThan(without.usage?.prompt_tokens ?? 0);
  });

  it("streams, with the canvas when asked", async () => {
    const chunks = await chunksOf({ prompt: "a", suffix: " c", max_tokens: 6, dyllm: { canvas: true } });
    const whole = await openai().completions.create({ model: MODEL, prompt: "a", suffix: " c", max_tokens: 6 });
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? "").join("")).toBe(whole.choices[0]?.text);
    expect(chunks[0]).toMatchObject({ choices: [], dyllm_canvas: { choice: 0, length: 6 } });
  });
});

describe("several gaps", () => {
  const gapped = {
    model: MODEL,
    dyllm: { segments: ["The capital of Peru is", ". The capital of", " is Paris."], gap_tokens: [4, 3] },
  };

  it("are filled each, and their texts are listed", async () => {
    const answer = await raw("/v1/completions", { body: JSON.stringify(gapped) });
    const completion = JSON.parse(answer.text);
    expect(answer.status).toBe(200);
    expect(completion.choices[0].dyllm_gaps).toHaveLength(2);
    expect(completion.choices[0].text).toBe(completion.choices[0].dyllm_gaps.join("\n"));
    expect(completion.usage.completion_tokens).toBeLessThanOrEqual(7);
  });

  it("stream the same, the list with the finish reason", async () => {
    const chunks = (await chunksOf({ prompt: null, dyllm: gapped.dyllm })) as (OpenAI.Completion & {
      choices: { dyllm_gaps?: string[] }[];
    })[];
    const whole = JSON.parse((await raw("/v1/completions", { body: JSON.stringify(gapped) })).text);
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? "").join("")).toBe(whole.choices[0].text);
    expect(chunks.at(-1)?.choices[0]?.dyllm_gaps).toEqual(whole.choices[0].dyllm_gaps);
  });

  it.each([
    [{ segments: ["a", "b"] }, {}, "dyllm.gap_tokens"],
    [{ segments: ["a", "b"], gap_tokens: [1, 2] }, {}, "dyllm.gap_tokens"],
    [{ segments: ["a", "b"], gap_tokens: [1] }, { prompt: "x" }, "prompt"],
    [{ segments: ["a", "b"], gap_tokens: [1] }, { logprobs: 1 }, "logprobs"],
    [{ segments: ["a"], gap_tokens: [1] }, {}, "dyllm.segments"],
  ])("refuse %j with %j at %s", async (dyllm, fields, param) => {
    const answer = await raw("/v1/completions", { body: JSON.stringify({ model: MODEL, dyllm, ...fields }) });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).param).toBe(param);
  });
});

describe("fim completions, in Inception's shape", () => {
  const post = async (fields: Record<string, unknown>): Promise<Response> =>
    await checkedFetch(`${inject("edgeUrl")}/v1/fim/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${inject("apiKey")}`, "content-type": "application/json" },
      body: JSON.stringify({ model: MODEL, prompt: "function f(arr) {\n  return ", suffix: ";\n}", ...fields }),
    });

  it("give what stands between prompt and suffix in choices[0].text", async () => {
    const completion = await (await post({ max_tokens: 8 })).json();
    const same = await openai().completions.create({
      model: MODEL,
      prompt: "function f(arr) {\n  return ",
      suffix: ";\n}",
      max_tokens: 8,
    });
    expect(completion).toMatchObject({ object: "text_completion", choices: [{ text: same.choices[0]?.text }] });
  });

  it("stream", async () => {
    const text = await (await post({ max_tokens: 8, stream: true })).text();
    expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
  });

  it("refuse a penalty by name", async () => {
    const answer = await post({ presence_penalty: 1.5 });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "unsupported_parameter", param: "presence_penalty" } });
  });
});
