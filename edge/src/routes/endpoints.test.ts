import type { GenerateRequest } from "@dyllm/shared";
import { responseEvent, textCompletionSchema } from "@dyllm/shared/openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Gateway, SECRET, startGateway } from "../../test/gateway.ts";
import { answerFrames, frameResponse, MODEL, serveNodes } from "../../test/upstream.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const good = (request: GenerateRequest): Response => frameResponse(answerFrames(request, ["marker-", "answer"]));
const broken = (request: GenerateRequest): Response => {
  const frames = answerFrames(request, ["marker-"]).slice(0, 3);
  return frameResponse([...frames, { type: "error", code: "numerical_error", message: "not a number", param: null }]);
};

async function post(gateway: Gateway, keyId: string, path: string, body: unknown): Promise<Response> {
  return await gateway.fetch(path, {
    method: "POST",
    headers: { authorization: `Bearer sk-dyllm-live-${keyId}-${SECRET}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

describe("POST /v1/completions", () => {
  it("asks the node for the text as it is, for token ids, and for a gap before a suffix", async () => {
    const seen = serveNodes({ "node-a.test": good });
    const keyId = "endptinputs1";
    const gateway = await startGateway({ keyId });
    const ask = async (fields: Record<string, unknown>): Promise<void> => {
      const answer = await post(gateway, keyId, "/v1/completions", { model: MODEL, max_tokens: 9, ...fields });
      expect(textCompletionSchema.safeParse(await answer.json()).error).toBeUndefined();
    };
    await ask({ prompt: "x" });
    await ask({ prompt: [1, 2] });
    await ask({ prompt: "a", suffix: "b" });
    await ask({ prompt: "a", suffix: "" });
    await ask({ max_tokens: null, dyllm: { segments: ["a", "b", "c"], gap_tokens: [2, 3] } });
    expect(seen.map(({ request }) => [request.input, request.canvas.maxTokens])).toEqual([
      [{ kind: "text", text: "x" }, 9],
      [{ kind: "tokens", tokens: [1, 2] }, 9],
      [{ kind: "infill", segments: ["a", "b"], gapTokens: [9] }, 9],
      [{ kind: "text", text: "a" }, 9],
      [{ kind: "infill", segments: ["a", "b", "c"], gapTokens: [2, 3] }, 5],
    ]);
  });

  it("counts each prompt once, whatever n is", async () => {
    serveNodes({ "node-a.test": good });
    const keyId = "endptusage01";
    const gateway = await startGateway({ keyId });
    const body = { model: MODEL, prompt: ["a", "b"], n: 2 };
    const answer = await (await post(gateway, keyId, "/v1/completions", body)).json();
    expect(answer).toMatchObject({ usage: { prompt_tokens: 22, completion_tokens: 8 } });
    expect(answer).toMatchObject({ choices: [{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }] });
  });
});

describe("POST /v1/responses", () => {
  it("tells of a failure in mid-stream by error and response.failed, and ends the stream", async () => {
    serveNodes({ "node-a.test": broken });
    const keyId = "endptrespbad";
    const gateway = await startGateway({ keyId });
    const answer = await post(gateway, keyId, "/v1/responses", { model: MODEL, input: "x", stream: true });
    const text = await answer.text();
    const events = [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) =>
      responseEvent.parse(JSON.parse(data ?? "")),
    );
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, i) => i));
    expect(events.slice(-2)).toMatchObject([
      { type: "error", code: "numerical_error" },
      { type: "response.failed", response: { status: "failed", error: { code: "server_error" }, output: [] } },
    ]);
    expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
  });

  it("gives a failure before the first byte its status", async () => {
    serveNodes({ "node-a.test": broken });
    const keyId = "endptrespbd2";
    const gateway = await startGateway({ keyId });
    const answer = await post(gateway, keyId, "/v1/responses", { model: MODEL, input: "x" });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ error: { code: "numerical_error" } });
  });
});

describe("every endpoint that generates", () => {
  it.each(["/v1/chat/completions", "/v1/completions", "/v1/fim/completions", "/v1/responses"])(
    "%s wants a key, a JSON object and POST",
    async (path) => {
      const keyId = "endptcommon1";
      const gateway = await startGateway({ keyId });
      const answers = [
        await gateway.fetch(path, { method: "POST", body: "{}" }),
        await post(gateway, keyId, path, []),
        await gateway.fetch(path),
      ];
      expect(answers.map(({ status }) => status)).toEqual([401, 400, 405]);
      // What is logged after the answer belongs to this test.
      await Promise.all(answers.map((answer) => answer.text()));
      await gateway.settled();
    },
  );
});
