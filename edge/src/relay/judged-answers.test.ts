import type { Frame, GenerateRequest } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { answerFrames } from "../../test/upstream.ts";
import type { ChoiceFrame } from "../stream/choice-record.ts";
import { ATTEMPTS, JSON_OBJECT, type Judge, jsonObjectOf, judgedAnswers } from "./judged-answers.ts";
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
    const run = judgedAnswers(start, [REQUEST], JSON_OBJECT);
    expect(await texts(run, 1)).toEqual(['{"a": 1}']);
    expect(started).toHaveLength(1);
    expect(run.records[0]).toMatchObject({ text: '{"a": 1}', finishReason: "stop", usage: { completionTokens: 2 } });
  });

  it("are delivered without what is written around them", async () => {
    const { start } = scripted([['Sure:\n```json\n{"a": {"b": 2}}\n``` Done.']]);
    expect(await texts(judgedAnswers(start, [REQUEST], JSON_OBJECT), 1)).toEqual(['{"a": {"b": 2}}']);
  });

  it("that do not parse are tried again alone, with the brace in place, noise and another seed", async () => {
    const { start, started } = scripted([['{"a": 1}', "no", '{"c": 3}'], ['{"b": 2}']]);
    const run = judgedAnswers(start, [REQUEST, REQUEST, REQUEST], JSON_OBJECT);
    expect(await texts(run, 3)).toEqual(['{"a": 1}', '{"b": 2}', '{"c": 3}']);
    expect(started[1]).toHaveLength(1);
    expect(started[1]?.[0]).toMatchObject({ answerStart: "{", requestId: "r:json1" });
    expect(started[1]?.[0]?.sampling.temperature).toBeGreaterThan(0);
    expect(started[1]?.[0]?.sampling.seed).not.toBe(REQUEST.sampling.seed);
  });

  it("that never parse are an error with a code, and nothing of them goes out or is charged", async () => {
    const { start, started } = scripted(Array.from({ length: ATTEMPTS }, () => ["[1, 2]"]));
    const run = judgedAnswers(start, [REQUEST], JSON_OBJECT);
    const seen: ChoiceFrame[] = [];
    const read = async (): Promise<void> => {
      for await (const event of run.frames) {
        seen.push(event);
      }
    };
    await expect(read()).rejects.toMatchObject({ code: "json_not_produced", param: "response_format" });
    expect(started).toHaveLength(ATTEMPTS);
    expect(seen).toEqual([]);
    expect(run.records[0]?.committedTokens).toBe(0);
  });

  it("cancel the attempt under way", async () => {
    const script = scripted([["no"], ["no"]]);
    const run = judgedAnswers(script.start, [REQUEST], JSON_OBJECT);
    run.cancel();
    expect(script.cancelled()).toBe(1);
  });
});

describe("judged answers", () => {
  const LOUD: Judge = {
    verdict: ({ text }) => (text === "" ? "EMPTY" : text === "no" ? null : text.toUpperCase()),
    failure: { message: "not loud", param: "volume" },
  };

  it("are delivered as the judge words them, also when the model wrote nothing", async () => {
    const { start } = scripted([["abcdef", ""]]);
    expect(await texts(judgedAnswers(start, [REQUEST, REQUEST], LOUD), 2)).toEqual(["ABCDEF", "EMPTY"]);
  });

  it("are tried again as they were asked, but for seed and noise", async () => {
    const { start, started } = scripted([["no"], ["yes"]]);
    expect(await texts(judgedAnswers(start, [REQUEST], LOUD), 1)).toEqual(["YES"]);
    expect(started[1]?.[0]).not.toHaveProperty("answerStart");
  });

  it("that never pass fail with what the judge says", async () => {
    const { start } = scripted(Array.from({ length: ATTEMPTS }, () => ["no"]));
    await expect(texts(judgedAnswers(start, [REQUEST], LOUD), 1)).rejects.toMatchObject({
      code: "json_not_produced",
      message: "not loud",
      param: "volume",
    });
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
