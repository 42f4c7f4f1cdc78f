import type { ModelInfo } from "../../model/types.ts";
import type { SpecialTokens } from "../canvas.ts";
import type { SequenceModel } from "../sequence.ts";

export const MASK = 256;
export const EOS = 257;
export const EOT = 258;
export const VOCAB = 260;
const SPECIAL: SpecialTokens = { mask: MASK, eos: EOS, eot: EOT };

/** UTF-8 bytes of a text as token ids. */
export function bytesOf(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

function decodeBytes(tokens: readonly number[]): Uint8Array {
  return Uint8Array.from(tokens.filter((token) => token < 256));
}

/** A model whose tokens are bytes, so that characters are split over tokens all the time. It has no weights. */
export const BYTE_SEQUENCE_MODEL: SequenceModel = { vocab: VOCAB, special: SPECIAL, decodeBytes };

/** The same as a whole model description. */
export const BYTE_MODEL: ModelInfo = {
  id: "byte-model",
  directory: "nowhere",
  config: {
    layers: 2,
    hidden: 8,
    heads: 1,
    ffn: 16,
    vocab: VOCAB,
    ropeTheta: 10_000,
    rmsNormEps: 1e-5,
    maxRows: 256,
    maskToken: MASK,
    eosToken: EOS,
    eotToken: EOT,
    tiedHead: true,
  },
  tokenizer: {
    longestToken: 1,
    encode: bytesOf,
    encodeChat: (messages) => [...messages.flatMap(({ content }) => [...bytesOf(content), EOT]), 259],
    decodeBytes,
  },
  created: 1_760_000_000,
  ownedBy: "tests",
  defaultMaxTokens: 16,
  blockLength: 8,
  denoising: {
    mode: "dense",
    tau: 0.99,
    steps: 16,
    confidenceThreshold: null,
    entropyBound: null,
    lookahead: null,
    earlyStop: true,
    denseSteps: 2,
    fullEvery: 4,
    refreshEvery: 0,
  },
  presets: { quality: {}, balanced: {}, fast: { mode: "dyllm", confidenceThreshold: 0.5, lookahead: 0 } },
};
