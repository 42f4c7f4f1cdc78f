import type { FunctionChoice } from "@dyllm/shared/openai";
import { describe, expect, it } from "vitest";
import { chooseFunction } from "./choose-function.ts";

const OFFERED = [
  { name: "get_weather", description: "Current weather of a city" },
  { name: "sendMail", description: "Sends a letter", parameters: { properties: { recipient: { type: "string" } } } },
].map((spec, i) => ({ spec, path: `tools[${i}]` }));

function chosen(content: string, mode: FunctionChoice["mode"] = "auto", answersResult = false): string | null {
  return chooseFunction({ offered: OFFERED, mode }, [{ role: "user", content }], answersResult)?.spec.name ?? null;
}

describe("the function an answer calls", () => {
  it("is the one that shares most words with the last message: of its name, description and parameters", () => {
    expect(chosen("What is the weather like in Paris?")).toBe("get_weather");
    expect(chosen("Write a MAIL for me")).toBe("sendMail");
    expect(chosen("Who is the recipient of the weather letters?")).toBe("sendMail");
  });

  it("is none when they share no word that says anything", () => {
    expect(chosen("What is 2 + 2?")).toBeNull();
    expect(chosen("Give me a string with this type and these properties")).toBeNull();
  });

  it("is the first one when one is required and none stands out", () => {
    expect(chosen("What is 2 + 2?", "required")).toBe("get_weather");
  });

  it("is none after a result, unless one is required", () => {
    expect(chosen("The weather: sunny", "auto", true)).toBeNull();
    expect(chosen("The weather: sunny", "required", true)).toBe("get_weather");
  });

  it("is none when nothing is offered", () => {
    expect(chooseFunction(null, [{ role: "user", content: "weather" }], false)).toBeNull();
  });
});
