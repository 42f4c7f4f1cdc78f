import { describe, expect, it } from "vitest";
import { chatFunctions, echoedToolChoice, responseFunctions } from "./tools.ts";

const CHAT_TOOLS = ["f", "g"].map((name) => ({ type: "function" as const, function: { name } }));
const TOOLS = ["f", "g"].map((name) => ({ type: "function" as const, name }));

const namesOf = (choice: ReturnType<typeof chatFunctions>) =>
  choice === null ? null : [choice.mode, ...choice.offered.map(({ spec, path }) => `${spec.name} at ${path}`)];

describe("the functions a request allows", () => {
  it("are all of them, none, or the named ones, with their places in the request", () => {
    const all = ["f at tools[0].function", "g at tools[1].function"];
    expect(namesOf(chatFunctions(CHAT_TOOLS, undefined))).toEqual(["auto", ...all]);
    expect(namesOf(chatFunctions(CHAT_TOOLS, "auto"))).toEqual(["auto", ...all]);
    expect(namesOf(chatFunctions(CHAT_TOOLS, "required"))).toEqual(["required", ...all]);
    expect(namesOf(chatFunctions(CHAT_TOOLS, "none"))).toBeNull();
    expect(namesOf(chatFunctions([], "auto"))).toBeNull();
    const named = { type: "function" as const, function: { name: "g" } };
    expect(namesOf(chatFunctions(CHAT_TOOLS, named))).toEqual(["required", all[1]]);
    const allowed = { type: "allowed_tools" as const, allowed_tools: { mode: "auto" as const, tools: [named] } };
    expect(namesOf(chatFunctions(CHAT_TOOLS, allowed))).toEqual(["auto", all[1]]);
  });

  it("are the same for responses, which name them without a level in between", () => {
    const allowed = {
      type: "allowed_tools" as const,
      mode: "required" as const,
      tools: [{ type: "function" as const, name: "f" }],
    };
    expect(namesOf(responseFunctions(TOOLS, { type: "function", name: "g" }))).toEqual(["required", "g at tools[1]"]);
    expect(namesOf(responseFunctions(TOOLS, allowed))).toEqual(["required", "f at tools[0]"]);
  });

  it("cannot be ones that are not offered", () => {
    const error = expect.objectContaining({ code: "invalid_value", param: "tool_choice" });
    expect(() => responseFunctions(TOOLS, { type: "function", name: "h" })).toThrow(error);
    expect(() => responseFunctions([], "required")).toThrow(error);
  });
});

describe("the choice that a response repeats", () => {
  it("is what was asked for, and without that what holds", () => {
    expect(echoedToolChoice(TOOLS, undefined)).toBe("auto");
    expect(echoedToolChoice(null, undefined)).toBe("none");
    expect(echoedToolChoice(TOOLS, "required")).toBe("required");
    expect(echoedToolChoice(TOOLS, { type: "function", name: "f" })).toEqual({ type: "function", name: "f" });
  });
});
