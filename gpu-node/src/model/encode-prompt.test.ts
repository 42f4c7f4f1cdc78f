import { describe, expect, it } from "vitest";
import { BYTE_MODEL, bytesOf, MASK, VOCAB } from "../denoiser/testing/byte-model.ts";
import { encodePrompt } from "./encode-prompt.ts";

const encode = (input: Parameters<typeof encodePrompt>[0]) =>
  encodePrompt(input, BYTE_MODEL.tokenizer, BYTE_MODEL.config);

describe("the tokens of a prompt", () => {
  it("are taken as they are, special ones included", () => {
    expect(encode({ kind: "tokens", tokens: [5, 257, 6] })).toEqual([5, 257, 6]);
  });

  it.each([
    ["beyond the vocabulary", VOCAB],
    ["of the mask", MASK],
  ])("are refused when one is %s", (_what, token) => {
    expect(() => encode({ kind: "tokens", tokens: [1, token] })).toThrow(
      expect.objectContaining({ code: "invalid_value", param: "input.tokens" }),
    );
  });

  it("around gaps are those of each segment alone, text or ids", () => {
    expect(encode({ kind: "infill", segments: ["ab", [7], ""], gapTokens: [3, 4] })).toEqual({
      segments: [bytesOf("ab"), [7], []],
      gapTokens: [3, 4],
    });
  });

  it("before a form's first gap are those of the conversation and of what the answer begins with", () => {
    const messages = [{ role: "user" as const, content: "q" }];
    expect(encode({ kind: "infill", segments: [{ messages, answer: "ab" }, "c"], gapTokens: [3] })).toEqual({
      segments: [[...BYTE_MODEL.tokenizer.encodeChat(messages), ...bytesOf("ab")], bytesOf("c")],
      gapTokens: [3],
    });
  });
});
