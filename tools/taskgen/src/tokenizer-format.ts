/**
 * The shape of the default model's tokenizer: byte-level BPE in which a word is the same token wherever it stands.
 *
 * Ordinary byte-level BPE writes ` Gina` after a space and `Gina` after a line feed or a quote, so a small model has to
 * learn a table from one to the other before it can copy a value out of the prompt. Here the normaliser puts the glue mark
 * and a space before every word that has no space in front of it: `"Gina` becomes `"⌁ Gina`, which splits into `"⌁` and
 * ` Gina`. The mark merges with the sign or line feed before it, so it costs next to nothing, and the decoder takes
 * it out again together with the space. Digits are single tokens without a space; a sign run takes the space between itself and
 * a digit (` + `), so a number too is written alike everywhere.
 */

/** U+0001: never in ordinary text, one byte. Where it does occur it is escaped, so every string comes back unchanged. */
const GLUE = "\u0001";
/** Follows a glue mark that was in the text itself. */
const ESCAPE = "\u0002";

/** A glue mark in the raw text; replaced by `GLUE + ESCAPE`. */
export const RAW_GLUE = GLUE;
export const ESCAPED_GLUE = GLUE + ESCAPE;
/** Zero-width: before a letter that follows neither a space nor a letter. */
export const GLUE_PLACE = "(?<![ \\p{L}])(?=\\p{L})";
export const GLUE_INSERT = `${GLUE} `;
/** What the decoder removes. A glue mark at the end of a partial text goes too, so a longer prefix only ever appends. */
export const GLUE_REMOVE = `${GLUE}(?!${ESCAPE}) ?`;

const SPACE = "\\p{White_Space}";
/** Pieces that BPE never merges across: word, digit, run of signs, white space. */
export const PIECE = [
  " ?\\p{L}+",
  "\\p{N}",
  ` ?[^${SPACE}\\p{L}\\p{N}]+(?: (?=\\p{N}))?`,
  `${SPACE}+${GLUE}`,
  `${SPACE}+(?!\\P{White_Space})`,
  `${SPACE}+`,
].join("|");

/** Ids 0-15. LLaDA's names, so that its chat template applies as it is. */
export const SPECIALS = [
  "<|startoftext|>",
  "<|endoftext|>",
  "<|start_header_id|>",
  "<|end_header_id|>",
  "<|eot_id|>",
  "<|mdm_mask|>",
  ...Array.from({ length: 10 }, (_, i) => `<|reserved_${i}|>`),
] as const;

export const BOS_ID = 0;
export const EOS_ID = 1;
export const START_HEADER_ID = 2;
export const END_HEADER_ID = 3;
export const EOT_ID = 4;
export const MASK_ID = 5;
/** Id of byte 0; byte b is `FIRST_BYTE_ID + b`. */
export const FIRST_BYTE_ID = SPECIALS.length;
export const FIRST_MERGE_ID = FIRST_BYTE_ID + 256;

/** GPT-2's printable stand-in for each byte, used as token text in `tokenizer.json`. */
export const BYTE_CHARS: readonly string[] = (() => {
  const printable = (b: number): boolean => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, b) => String.fromCodePoint(printable(b) ? b : next++));
})();

const GLUE_PLACE_RE = new RegExp(GLUE_PLACE, "gu");
const PIECE_RE = new RegExp(PIECE, "gu");

/** Splits text (without special tokens) into the normalised pieces that BPE works on. */
export function splitPieces(text: string): string[] {
  const normal = text.replaceAll(RAW_GLUE, ESCAPED_GLUE).replace(GLUE_PLACE_RE, GLUE_INSERT);
  return normal.match(PIECE_RE) ?? [];
}
