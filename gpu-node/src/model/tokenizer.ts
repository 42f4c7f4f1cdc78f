import type { ChatMessage } from "@dyllm/shared";
import { Tokenizer } from "@huggingface/tokenizers";
import { BYTE_OF_CHARACTER } from "./byte-alphabet.ts";
import { ChatTemplate } from "./chat-template.ts";
import { ModelError } from "./model-error.ts";
import { longestToken } from "./text-bound.ts";
import { readTokenizerFiles, type TokenizerFiles } from "./tokenizer-files.ts";
import type { TextTokenizer } from "./types.ts";

/** A tokenizer and what `loadModel` needs to know of it. */
export interface LoadedTokenizer extends TextTokenizer {
  /** Id of a special token by its text, or null. */
  specialId(text: string): number | null;
  /** Largest id. */
  readonly maxId: number;
}

/** Loads the tokenizer of a model directory. Throws ModelError. */
export async function loadTokenizer(directory: string): Promise<LoadedTokenizer> {
  return new ByteLevelTokenizer(await readTokenizerFiles(directory));
}

class ByteLevelTokenizer implements LoadedTokenizer {
  readonly #plain: Tokenizer;
  readonly #special: ReadonlyMap<string, number>;
  /** Matches the text of any special token, the longest first; null when there is none. */
  readonly #specialPattern: RegExp | null;
  readonly #template: ChatTemplate | null;
  /** Token text as Latin-1, one character a byte, by id; specials are absent. */
  readonly #texts: ReadonlyMap<number, string>;
  readonly #replacements: TokenizerFiles["replacements"];
  readonly maxId: number;
  readonly longestToken: number;

  constructor(files: TokenizerFiles) {
    const special = files.addedTokens.filter((token) => token.special);
    const ordinary = files.addedTokens.filter((token) => !token.special);
    this.#special = new Map(special.map(({ content, id }) => [content, id]));
    this.#specialPattern = alternation([...this.#special.keys()]);
    // The library would find special tokens in any text: it is not told of them.
    this.#plain = new Tokenizer({ ...files.json, added_tokens: ordinary, post_processor: null }, {});
    this.#template = files.chatTemplate === null ? null : new ChatTemplate(files.chatTemplate, files.named);
    this.#texts = tokenTexts(files.vocab, ordinary, new Set(this.#special.values()));
    this.#replacements = files.replacements;
    this.longestToken = longestToken(this.#texts.values(), files.json.normalizer);
    this.maxId = [...this.#texts.keys(), ...this.#special.values()].reduce((max, id) => Math.max(max, id), 0);
  }

  specialId(text: string): number | null {
    return this.#special.get(text) ?? null;
  }

  encode(text: string): number[] {
    const wellFormed = text.replace(/\p{Surrogate}/gu, "\ufffd");
    return wellFormed === "" ? [] : this.#plain.encode(wellFormed, { add_special_tokens: false }).ids;
  }

  encodeChat(messages: readonly ChatMessage[]): number[] {
    if (this.#template === null) {
      throw new ModelError("model_unsupported", "the model has no chat template");
    }
    const ids: number[] = [];
    // Text between two special tokens is encoded in one piece, as in training, whoever wrote which part of it.
    let plain = "";
    for (const { kind, text } of this.#template.render(messages)) {
      let end = 0;
      for (const match of kind === "template" && this.#specialPattern ? text.matchAll(this.#specialPattern) : []) {
        const id = this.#special.get(match[0]);
        if (id !== undefined) {
          ids.push(...this.encode(plain + text.slice(end, match.index)), id);
          plain = "";
          end = match.index + match[0].length;
        }
      }
      plain += text.slice(end);
    }
    ids.push(...this.encode(plain));
    return ids;
  }

  decodeBytes(tokens: readonly number[]): Uint8Array {
    let text = tokens.map((id) => this.#texts.get(id) ?? "").join("");
    for (const { pattern, content } of this.#replacements) {
      text = text.replace(pattern, () => content);
    }
    return Uint8Array.from(Buffer.from(text, "latin1"));
  }
}

function alternation(texts: readonly string[]): RegExp | null {
  const escaped = texts
    .toSorted((a, b) => b.length - a.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return escaped.length === 0 ? null : new RegExp(escaped.join("|"), "gu");
}

function tokenTexts(
  vocab: Readonly<Record<string, number>>,
  ordinary: readonly { readonly id: number; readonly content: string }[],
  special: ReadonlySet<number>,
): Map<number, string> {
  const texts = new Map<number, string>();
  for (const [token, id] of Object.entries(vocab)) {
    if (!special.has(id)) {
      const bytes = Array.from(token, (character) => BYTE_OF_CHARACTER.get(character));
      if (bytes.includes(undefined)) {
        throw new ModelError("model_invalid", `tokenizer.json: token ${id} is not written in the byte-level alphabet`);
      }
      texts.set(id, String.fromCharCode(...bytes.map((byte) => byte ?? 0)));
    }
  }
  for (const { id, content } of ordinary) {
    texts.set(id, Buffer.from(content, "utf8").toString("latin1"));
  }
  return texts;
}
