import type { ChatMessage, DenoisingSettings, Preset, ResolvedDenoising } from "@dyllm/shared";

/** `config.json` of a LLaDA checkpoint, in our names. */
export interface ModelConfig {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly ffn: number;
  /** Rows of the embedding and of the head. */
  readonly vocab: number;
  readonly ropeTheta: number;
  readonly rmsNormEps: number;
  readonly maxRows: number;
  readonly maskToken: number;
  /** Fills the window after the answer; committing it with no mask before it ends the sequence. */
  readonly eosToken: number;
  /** Ends a turn; ends an answer too. Null where the model has none. */
  readonly eotToken: number | null;
  readonly tiedHead: boolean;
}

/** Text ↔ token ids of one model. */
export interface TextTokenizer {
  /** UTF-16 code units of text that one token stands for, at most; Infinity where there is no bound. */
  readonly longestToken: number;
  /** Plain text; the text of a special token (the mask's too) stays plain text and never becomes its id. */
  encode(text: string): number[];
  /** A conversation through the model's chat template, ready for an answer. Message text is encoded as plain text. */
  encodeChat(messages: readonly ChatMessage[]): number[];
  /** Raw UTF-8 bytes of the tokens; special tokens give no bytes. A token may hold part of a character. */
  decodeBytes(tokens: readonly number[]): Uint8Array;
}

/** What a model directory holds besides its weights, ready to serve. */
export interface ModelInfo {
  readonly id: string;
  readonly directory: string;
  readonly config: ModelConfig;
  readonly tokenizer: TextTokenizer;
  /** Unix seconds. */
  readonly created: number;
  readonly ownedBy: string;
  readonly defaultMaxTokens: number;
  readonly blockLength: number;
  /** From `dyllm.json` in the directory where there is one, else the built-in defaults. */
  readonly denoising: ResolvedDenoising;
  readonly presets: Readonly<Record<Preset, DenoisingSettings>>;
}
