import { join } from "node:path";
import { z } from "zod";
import { ModelError } from "./model-error.ts";
import { readJsonFile, readTextFile } from "./read-json.ts";

const addedToken = z.looseObject({ id: z.int().min(0), content: z.string().min(1), special: z.boolean() });

const replaceStep = z.looseObject({
  type: z.literal("Replace"),
  pattern: z.union([z.object({ String: z.string() }), z.object({ Regex: z.string() })]),
  content: z.string(),
});
const decoderStep = z.looseObject({ type: z.string() });

const tokenizerJson = z.looseObject({
  added_tokens: z.array(addedToken),
  normalizer: z.unknown(),
  pre_tokenizer: z.unknown(),
  decoder: z.union([decoderStep, z.null()]),
  model: z.looseObject({ type: z.string(), vocab: z.record(z.string(), z.int().min(0)), merges: z.array(z.unknown()) }),
});

/** `bos_token` and its like: text, or an object that holds it. */
const tokenText = z.union([z.string(), z.looseObject({ content: z.string() })]).nullish();
const tokenizerConfig = z.looseObject({
  chat_template: z.union([z.string(), z.array(z.looseObject({ name: z.string(), template: z.string() }))]).nullish(),
  bos_token: tokenText,
  eos_token: tokenText,
  pad_token: tokenText,
  mask_token: tokenText,
});

export type AddedToken = z.infer<typeof addedToken>;

/** What follows the byte alphabet in decoding: replacements in the bytes, read as Latin-1 (their patterns are ASCII). */
export interface DecodeReplacement {
  readonly pattern: RegExp;
  readonly content: string;
}

/** The checked tokenizer files of a model directory. */
export interface TokenizerFiles {
  /** `tokenizer.json` as it stands, for the tokenizer library. */
  readonly json: z.infer<typeof tokenizerJson>;
  readonly vocab: Readonly<Record<string, number>>;
  readonly addedTokens: readonly AddedToken[];
  readonly replacements: readonly DecodeReplacement[];
  /** Jinja source; null where the model has none (a base model). */
  readonly chatTemplate: string | null;
  /** `bos_token` and so on, for the template. */
  readonly named: Readonly<Record<string, string>>;
}

/** Reads `tokenizer.json`, `tokenizer_config.json` and `chat_template.jinja`. Throws ModelError on anything but byte-level BPE. */
export async function readTokenizerFiles(directory: string): Promise<TokenizerFiles> {
  const path = join(directory, "tokenizer.json");
  const json = await readJsonFile(directory, "tokenizer.json", tokenizerJson);
  if (json === null) {
    throw new ModelError("model_not_found", `${path} does not exist`);
  }
  if (json.model.type !== "BPE" || json.model.byte_fallback === true) {
    throw new ModelError("model_unsupported", `${path}: only byte-level BPE is supported, not ${json.model.type}`);
  }
  const config = (await readJsonFile(directory, "tokenizer_config.json", tokenizerConfig)) ?? {};
  const named: Record<string, string> = {};
  for (const key of ["bos_token", "eos_token", "pad_token", "mask_token"] as const) {
    const value = config[key];
    if (value !== null && value !== undefined) {
      named[key] = typeof value === "string" ? value : value.content;
    }
  }
  return {
    json,
    vocab: json.model.vocab,
    addedTokens: json.added_tokens,
    replacements: parseDecoder(path, json.decoder),
    chatTemplate: (await readTextFile(directory, "chat_template.jinja")) ?? configTemplate(config.chat_template),
    named,
  };
}

function configTemplate(value: z.infer<typeof tokenizerConfig>["chat_template"]): string | null {
  return Array.isArray(value) ? (value.find(({ name }) => name === "default")?.template ?? null) : (value ?? null);
}

function parseDecoder(path: string, decoder: z.infer<typeof decoderStep> | null): DecodeReplacement[] {
  const nested = decoder?.type === "Sequence" ? z.array(decoderStep).safeParse(decoder.decoders) : null;
  const [first, ...rest] = nested?.data ?? [decoder];
  if (first?.type !== "ByteLevel") {
    throw new ModelError("model_unsupported", `${path}: decoder ${first?.type} is not supported, only ByteLevel is`);
  }
  return rest.map((step) => {
    const parsed = replaceStep.safeParse(step);
    const pattern = parsed.data?.pattern;
    const source = pattern === undefined ? "" : "Regex" in pattern ? pattern.Regex : escapePattern(pattern.String);
    if (!parsed.success || !isAscii(source) || !isAscii(parsed.data.content)) {
      throw new ModelError("model_unsupported", `${path}: decoder step ${step?.type} is not supported after ByteLevel`);
    }
    return { pattern: new RegExp(source, "gu"), content: parsed.data.content };
  });
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Replacing in single bytes is replacing in text only while every character involved is one byte. */
function isAscii(text: string): boolean {
  return Array.from(text).every((character) => character < "\u0080");
}
