import { describe, expect, it } from "vitest";
import { toChatMessages } from "./chat-messages.ts";

const call = (id: string, name: string, args: string) => ({
  id,
  type: "function" as const,
  function: { name, arguments: args },
});

describe("a conversation as a node takes it", () => {
  it("has the developer as system, and parts joined", () => {
    expect(
      toChatMessages([
        { role: "developer", content: "a" },
        {
          role: "user",
          content: [
            { type: "text", text: "b" },
            { type: "text", text: "c" },
          ],
        },
      ]),
    ).toEqual([
      { role: "system", content: "a" },
      { role: "user", content: "bc" },
    ]);
  });

  it("tells calls and their results in words, each result by its function", () => {
    expect(
      toChatMessages([
        { role: "assistant", content: null, tool_calls: [call("1", "f", '{"a": 1}'), call("2", "g", "{}")] },
        { role: "tool", tool_call_id: "2", content: "two" },
        { role: "tool", tool_call_id: "1", content: "one" },
        { role: "tool", tool_call_id: "?", content: "unasked" },
      ]),
    ).toEqual([
      { role: "assistant", content: 'f({"a": 1})\ng({})' },
      { role: "user", content: "Result of g: two" },
      { role: "user", content: "Result of f: one" },
      { role: "user", content: "Result: unasked" },
    ]);
  });
});
