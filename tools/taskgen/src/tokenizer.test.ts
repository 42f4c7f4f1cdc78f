import { Template } from "@huggingface/jinja";
import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countPieces, createEncoder, trainMerges } from "./bpe.ts";
import { promptIds } from "./chat.ts";
import { trainingDraw } from "./dataset.ts";
import { FAMILIES } from "./registry.ts";
import { createRng } from "./rng.ts";
import { CHAT_TEMPLATE, readMerges, tokenizerConfig, tokenizerJson } from "./tokenizer-json.ts";
import type { Item } from "./types.ts";

const SEED = 11;
const VOCAB_SIZE = 2048;

const draw = trainingDraw(FAMILIES, new Set());
const rng = createRng(SEED);
const items: Item[] = Array.from({ length: 600 }, () => draw(rng));
const texts = items.flatMap((item) => [...item.turns.map((turn) => `\n\n${turn.content}`), item.answer]);
const merges = trainMerges(countPieces(texts), VOCAB_SIZE);
const json = tokenizerJson(merges, VOCAB_SIZE);
const library = new Tokenizer(json, tokenizerConfig(1024));
const encode = createEncoder(merges);

function libraryIds(text: string): number[] {
  return library.encode(text, { add_special_tokens: false }).ids;
}

describe("the tokenizer", () => {
  it(`encodes task texts exactly as the Hugging Face library does (seed ${SEED})`, () => {
    for (const text of texts) {
      expect(encode(text)).toEqual(libraryIds(text));
    }
  });

  it("gives every string back, control characters and broken layout included", () => {
    const unit = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.constantFrom("\u0001", "\u0001\u0002", "\n x", "\t1"),
    );
    fc.assert(
      fc.property(fc.array(unit), (parts) => {
        const text = parts.join("");
        fc.pre(text.length > 0);
        const ids = encode(text);
        expect(libraryIds(text)).toEqual(ids);
        expect(library.decode(ids)).toBe(text);
      }),
      { seed: SEED },
    );
  });

  it("writes a word as the same tokens after a space, at a line start, after a quote and after a bracket", () => {
    const after = encode("x Gina").slice(encode("x").length);
    for (const before of ["\n", '"', "(", "1", "_", ". "]) {
      expect(encode(`${before}Gina`).slice(-after.length)).toEqual(after);
    }
    expect(encode("Gina").slice(-after.length)).toEqual(after);
  });

  it("writes a number as one token per digit, alike everywhere", () => {
    const digits = encode("347");
    expect(digits).toHaveLength(3);
    for (const before of ["x ", "= ", "\n", "$", '": ', "x"]) {
      expect(encode(`${before}347`).slice(-3)).toEqual(digits);
    }
  });

  it("decodes a prefix of the ids to a prefix of the text, so that answers can be streamed", () => {
    const text = '{"name": "Gina", "age": 66}\nfor (const x of list) { y_1 += 2; }';
    const ids = encode(text);
    for (let n = 1; n <= ids.length; n++) {
      expect(text.startsWith(library.decode(ids.slice(0, n)))).toBe(true);
    }
  });

  it("reads its merges back from tokenizer.json", () => {
    expect(readMerges(JSON.parse(JSON.stringify(json)))).toEqual(merges);
  });

  it("builds the prompt that the chat template builds", () => {
    const template = new Template(CHAT_TEMPLATE);
    for (const { turns } of items.slice(0, 60)) {
      const messages = turns.map(({ role, content }) => ({ role, content }));
      const text = template.render({ messages, bos_token: "<|startoftext|>", add_generation_prompt: true });
      expect(promptIds(encode, turns)).toEqual(libraryIds(text));
    }
  });

  it("depends on the counts only, not on the order of the texts", () => {
    expect(trainMerges(countPieces([...texts].reverse()), 600)).toEqual(trainMerges(countPieces(texts), 600));
  });
});
