import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf } from "./testing/byte-model.ts";
import { AnswerText } from "./text.ts";

const SEED = 20_261;
const bytes = (tokens: readonly number[]) => Uint8Array.from(tokens);

function read(tokens: readonly number[], stops: readonly string[] = []): { pieces: string[]; text: AnswerText } {
  const text = new AnswerText(bytes, stops);
  const pieces: string[] = [];
  for (const token of tokens) {
    text.push(token);
    pieces.push(text.take());
  }
  text.finish();
  pieces.push(text.take());
  return { pieces, text };
}

describe("AnswerText", () => {
  it("gives a character only when its last byte is there", () => {
    expect(read(bytesOf("é😀!")).pieces).toEqual(["", "é", "", "", "", "😀", "!", ""]);
  });

  it("makes an unfinished character at the end U+FFFD", () => {
    expect(read([0x61, 0xf0, 0x9f]).pieces.join("")).toBe("a\ufffd");
  });

  it("keeps a byte order mark", () => {
    expect(read(bytesOf("\ufeffa")).pieces.join("")).toBe("\ufeffa");
  });

  it("ends before a stop string that spans tokens and takes", () => {
    const { pieces, text } = read(bytesOf("one END two"), ["END"]);
    expect(pieces.join("")).toBe("one ");
    expect([text.stopped, text.tokens]).toEqual([true, 7]);
  });

  it("holds back what may become a stop string, and gives it when it does not", () => {
    expect(read(bytesOf("aENb"), ["END"]).pieces).toEqual(["a", "", "", "ENb", ""]);
  });

  it("gives a partial stop string when the answer ends in it", () => {
    expect(read(bytesOf("aEN"), ["END"]).pieces.join("")).toBe("aEN");
  });

  it("finds a stop string that begins inside a failed attempt at itself", () => {
    expect(read(bytesOf("xaab"), ["ab"]).pieces.join("")).toBe("xa");
    expect(read(bytesOf("ababc."), ["abc"]).pieces.join("")).toBe("ab");
  });

  it("finds a stop string of characters that are split over tokens", () => {
    expect(read(bytesOf("hé😀é"), ["😀"]).pieces.join("")).toBe("hé");
  });

  it("ends at the stop string that is complete first, before the longest that ends there", () => {
    expect(read(bytesOf("xabcd"), ["abcd", "bc"]).pieces.join("")).toBe("xa");
    expect(read(bytesOf("xabc"), ["bc", "abc"]).pieces.join("")).toBe("x");
  });

  it("ends with a stop string made by the replacement of an unfinished character", () => {
    const { pieces, text } = read([0x61, 0xf0, 0x9f], ["\ufffd"]);
    expect([pieces.join(""), text.stopped]).toEqual(["a", true]);
  });

  it(`gives the full decode in pieces, whatever the bytes (seed ${SEED})`, () => {
    const byte = fc.oneof(fc.constantFrom(...bytesOf("aé😀\ufeff")), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 24 }), (tokens) => {
        const whole = new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(tokens));
        expect(read(tokens).pieces.join("")).toBe(whole);
      }),
      { seed: SEED },
    );
  });

  it(`cuts where a search in the growing text would cut (seed ${SEED})`, () => {
    const letters = fc.array(fc.constantFrom(..."ab"), { minLength: 1, maxLength: 3 }).map((list) => list.join(""));
    fc.assert(
      fc.property(
        fc.array(letters, { maxLength: 12 }),
        fc.array(letters, { minLength: 1, maxLength: 4 }),
        (parts, stops) => {
          const answer = parts.join("");
          expect(read(bytesOf(answer), stops).pieces.join("")).toBe(cutByGrowing(answer, stops));
        },
      ),
      { seed: SEED },
    );
  });
});

function cutByGrowing(answer: string, stops: readonly string[]): string {
  for (let end = 1; end <= answer.length; end++) {
    const ending = stops.filter((stop) => answer.slice(0, end).endsWith(stop)).map((stop) => stop.length);
    if (ending.length > 0) {
      return answer.slice(0, end - Math.max(...ending));
    }
  }
  return answer;
}
