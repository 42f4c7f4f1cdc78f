import type { Frame, GenerateRequest } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { answerFrames } from "../../test/upstream.ts";
import type { ChoiceFrame } from "../stream/choice-record.ts";
import { JSON_ATTEMPTS, jsonAnswers, jsonObjectOf } from "./json-answers.ts";
import type { Run } from "./run-request.ts";

const REQUEST = {
  requestId: "r",
  sampling: { temperature: 0, seed: 7 },
} as unknown as GenerateRequest;

/** Runs whose n-th round answers with the n-th texts, one for each request of the round. */
function scripted(rounds: readonly (readonly string[])[]) {
  const started: (readonly GenerateRequest[])[] = [];
  let cancelled = 0;
  const start = (requests: readonly GenerateRequest[]): Run => {
    const texts = rounds[started.length] ?? [];
    started.push(requests);
    async function* frames(): AsyncGenerator<ChoiceFrame> {
      for (const [index, text] of texts.entries()) {
        for (const [seq, frame] of answerFrames({ requestId: "r" }, [text.slice(0, 3), text.slice(3)]).entries()) {
          yield { index, frame: { ...frame, seq } as Frame };
        }
      }
    }
    return {
      frames: frames(),
      records: [],
      accepted: Promise.resolve("node"),
      waiting: () => false,
      cancel: () => void cancelled++,
    };
  };
  return { start, started, cancelled: () => cancelled };
}

async function texts(run: Run, choices: number): Promise<string[]> {
  const all = Array.from({ length: choices }, () => "");
  for await (const { index, frame } of run.frames) {
    all[index] += frame.type === "text" ? frame.text : "";
  }
  return all;
}

describe("JSON answers", () => {
  it("that parse at once are delivered as they are, and charged", async () => {
    const { start, started } = scripted([['{"a": 1}']]);
    const run = jsonAnswers(start, [REQUEST]);
    expect(await texts(run, 1)).toEqual(['{"a": 1}']);
    expect(started).toHaveLength(1);
    expect(run.records[0]).toMatchObject({ text: '{"a": 1}', finishReason: "stop", usage: { completionTokens: 2 } });
  });

  it("are delivered without what is written around them", async () => {
    const { start } = scripted([['Sure:\n```json\n{"a": {"b": 2}}\n``` Done.']]);
    expect(await texts(jsonAnswers(start, [REQUEST]), 1)).toEqual(['{"a": {"b": 2}}']);
  });

  it("that do not parse are tried again alone, with the brace in place, noise and another seed", async () => {
    const { start, started } = scripted([['{"a": 1}', "no", '{"c": 3}'], ['{"b": 2}']]);
    const run = jsonAnswers(start, [REQUEST, REQUEST, REQUEST]);
    expect(await texts(run, 3)).toEqual(['{"a": 1}', '{"b": 2}', '{"c": 3}']);
    expect(started[1]).toHaveLength(1);
    expect(started[1]?.[0]).toMatchObject({ answerStart: "{", requestId: "r:json1" });
    expect(started[1]?.[0]?.sampling.temperature).toBeGreaterThan(0);
    expect(started[1]?.[0]?.sampling.seed).not.toBe(REQUEST.sampling.seed);
  });

  it("that never parse are an error with a code, and nothing of them goes out or is charged", async () => {
    const { start, started } = scripted(Array.from({ length: JSON_ATTEMPTS }, () => ["[1, 2]"]));
    const run = jsonAnswers(start, [REQUEST]);
    const seen: ChoiceFrame[] = [];
    const read = async (): Promise<void> => {
      for await (const event of run.frames) {
        seen.push(event);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: "json_not_produced", param: "response_format" });
    expect(started).toHaveLength(JSON_ATTEMPTS);
    expect(seen).toEqual([]);
    expect(run.records[0]?.committedTokens).toBe(0);
  });

  it("cancel the attempt under way", async () => {
    const script = scripted([["no"], ["no"]]);
    const run = jsonAnswers(script.start, [REQUEST]);
    run.cancel();
    expect(script.cancelled()).toBe(1);
  });
});

describe("the JSON object of a text", () => {
  it.each([
    ['{"a": 1}', '{"a": 1}'],
    [' {"a": "}"} ', '{"a": "}"}'],
    ['x {"a": 1} y }', '{"a": 1}'],
    ["{}", "{}"],
    ["[1]", null],
    ["{a: 1}", null],
    ['{"a": 1', null],
    ["", null],
  ])("%j is %j", (text, object) => {
    expect(jsonObjectOf(text)).toBe(object);
  });
});
