import { MAX_STOP_STRINGS } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { type CallRequest, callId, callTokens, functionCall } from "./function-call.ts";

const PERSON = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer" } },
  required: ["name", "age"],
};

function requestFor(parameters: unknown, fields: Partial<CallRequest> = {}): CallRequest {
  const spec = { name: "save", parameters: parameters as Record<string, unknown> };
  return {
    choice: { offered: [{ spec, path: "tools[0]" }], mode: "required" },
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Gina is 66." },
    ],
    answersResult: false,
    maxTokens: null,
    maxTokensParam: "max_tokens",
    stop: [],
    ...fields,
  };
}

describe("a call of a function", () => {
  it("stands behind the conversation, whose last message asks for the values by name", () => {
    expect(functionCall(requestFor(PERSON))?.input.segments).toEqual([
      {
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Gina is 66. Extract name and age as JSON." },
        ],
        answer: '{"name": ',
      },
      ', "age": ',
      "}",
    ]);
  });

  it("without values asks for none", () => {
    const request = requestFor({});
    expect(functionCall(request)?.input.segments).toEqual([{ messages: request.messages, answer: "{}" }, ""]);
  });

  it("shares the request's limit out among its values", () => {
    const tokensAt = (maxTokens: number | null): number => {
      const call = functionCall(requestFor(PERSON, { maxTokens }));
      return call === null ? 0 : callTokens(call);
    };
    expect(tokensAt(2)).toBe(2);
    expect(tokensAt(9)).toBe(8);
    expect(tokensAt(1_000)).toBe(tokensAt(null));
    expect(() => tokensAt(1)).toThrow(
      expect.objectContaining({ code: "integer_below_min_value", param: "max_tokens" }),
    );
  });

  it("stops where the request says, first of all, and at as many strings as a node takes", () => {
    const stop = ["a", "b", "c"];
    const stops = functionCall(requestFor(PERSON, { stop }))?.stop ?? [];
    expect(stops.slice(0, stop.length)).toEqual(stop);
    expect(stops).toHaveLength(MAX_STOP_STRINGS);
  });

  it("is refused for parameters without a form even where the answer is text", () => {
    const list = { type: "object", properties: { tags: { type: "array" } }, required: ["tags"] };
    const { choice } = requestFor(list);
    const request = requestFor(list, { choice: choice && { ...choice, mode: "auto" } });
    expect(() => functionCall(request)).toThrow(
      expect.objectContaining({ code: "unsupported_parameter", param: "tools[0].parameters.properties.tags" }),
    );
  });

  it("has an id of its own in each choice", () => {
    const meta = { id: "chatcmpl-12", created: 0, model: "m" };
    expect([0, 1].map((index) => callId(meta, index))).toEqual(["call_12", "call_121"]);
  });
});

describe("an answer in a call's gaps", () => {
  const verdict = (parameters: unknown, text: string, gaps: readonly string[]): string | null | undefined =>
    functionCall(requestFor(parameters))?.judge.verdict({
      text,
      gaps,
      promptTokens: 0,
      committedTokens: 0,
      positions: new Set(),
      end: 0,
      steps: 0,
      usage: null,
      finishReason: "stop",
      tokens: new Map(),
      promptBytes: null,
    });

  it("is judged gap by gap, and by its text where there is one gap only", () => {
    expect(verdict(PERSON, "Gina66", ["Gina", "66"])).toBe('{"name": "Gina", "age": 66}');
    expect(verdict({ ...PERSON, required: ["name"] }, "Gina", [])).toBe('{"name": "Gina"}');
  });

  it("is none when a value does not fit", () => {
    expect(verdict(PERSON, "Ginaold", ["Gina", "old"])).toBeNull();
  });
});
