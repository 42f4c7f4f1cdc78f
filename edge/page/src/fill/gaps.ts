/** How a gap stands in the text: `[[gap]]`, or with the number of tokens it may take, `[[gap 24]]`. */
const GAP = /\[\[gap(?: (\d{1,4}))?\]\]/g;

/** Tokens of a gap that names no number. */
export const DEFAULT_GAP_TOKENS = 16;

/** The gateway takes no more gaps than this in one request. */
export const MAX_GAPS = 16;

/** A text taken apart at its gaps: k gaps lie between k + 1 segments. */
export interface GappedText {
  readonly segments: readonly string[];
  readonly gapTokens: readonly number[];
}

/** The mark of a gap of so many tokens. */
export function gapMark(tokens: number): string {
  return tokens === DEFAULT_GAP_TOKENS ? "[[gap]]" : `[[gap ${tokens}]]`;
}

/** Takes a text apart at its gaps. */
export function takeApart(text: string): GappedText {
  const segments: string[] = [];
  const gapTokens: number[] = [];
  let end = 0;
  for (const match of text.matchAll(GAP)) {
    segments.push(text.slice(end, match.index));
    gapTokens.push(Math.max(1, Number(match[1] ?? DEFAULT_GAP_TOKENS)));
    end = match.index + match[0].length;
  }
  return { segments: [...segments, text.slice(end)], gapTokens };
}

/** Puts the text together again, with what fills the gaps. */
export function putTogether(text: GappedText, fills: readonly string[]): string {
  return text.segments.map((segment, i) => segment + (fills[i] ?? "")).join("");
}
