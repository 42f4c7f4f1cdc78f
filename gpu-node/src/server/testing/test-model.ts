import type { ModelInfo } from "../../model/types.ts";

/** A model description for server tests: bytes are tokens, the four ids above them are special. Holds no weights. */
export const TEST_MODEL: ModelInfo = {
  id: "test-model",
  directory: "nowhere",
  config: {
    layers: 1,
    hidden: 8,
    heads: 1,
    ffn: 16,
    vocab: 260,
    ropeTheta: 10_000,
    rmsNormEps: 1e-5,
    maxRows: 512,
    maskToken: 256,
    eosToken: 257,
    eotToken: 258,
    tiedHead: true,
  },
  tokenizer: {
    encode: (text) => [...new TextEncoder().encode(text)],
    encodeChat: (messages) => [
      ...messages.flatMap((message) => [...new TextEncoder().encode(message.content), 258]),
      259,
    ],
    decodeBytes: (tokens) => Uint8Array.from(tokens.filter((token) => token < 256)),
  },
  created: 1_760_000_000,
  ownedBy: "tests",
  defaultMaxTokens: 16,
  blockLength: 8,
  denoising: {
    mode: "dyllm-exact",
    tau: 0.99,
    steps: 16,
    confidenceThreshold: null,
    denseSteps: 1,
    fullEvery: 4,
    refreshEvery: 0,
  },
};
