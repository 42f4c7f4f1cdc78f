/** How a gap stands in the text: `[[gap]]`, or with the number of tokens it may take, `[[gap 24]]`. */
const GAP = /\[\[gap(?: (\d{1,4}))?\]\]/g;

/** A single space behind something: indentation is left alone. */
const SPACE = /(\S) $/;

/** Tokens of a gap that names no number. */
export const DEFAULT_GAP_TOKENS = 16;

/** The gateway takes no more gaps than this in one request. */
export const MAX_GAPS = 16;

/** A gap longer than this is no gap but a page. */
export const MAX_GAP_TOKENS = 512;

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

/**
 * The text as the model should get it: without the space before a gap that follows a word. Words bring their own in most
 * vocabularies, and a space alone is a token that few texts have there: with it, the gap is filled with anything but a word.
 */
export function withoutSpaces({ segments, gapTokens }: GappedText): GappedText {
  return {
    segments: segments.map((segment, i) => (i < gapTokens.length ? segment.replace(SPACE, "$1") : segment)),
    gapTokens,
  };
}

/** The text with the spaces that {@link withoutSpaces} took, where what fills the gap has not brought one. */
export function withSpaces(text: GappedText, fills: readonly string[]): GappedText {
  const bare = withoutSpaces(text).segments;
  const segments = text.segments.map((segment, i) =>
    fills[i]?.startsWith(" ") === true ? (bare[i] ?? segment) : segment,
  );
  return { ...text, segments };
}

/** Puts the text together again, with what fills the gaps. */
export function putTogether(text: GappedText, fills: readonly string[]): string {
  return text.segments.map((segment, i) => segment + (fills[i] ?? "")).join("");
}

/** The text as it is written, cut at its gaps. */
export function withGapsMarked(text: string): readonly { readonly text: string; readonly gap: boolean }[] {
  const pieces: { readonly text: string; readonly gap: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(GAP)) {
    pieces.push({ text: text.slice(end, match.index), gap: false }, { text: match[0], gap: true });
    end = match.index + match[0].length;
  }
  return [...pieces, { text: text.slice(end), gap: false }];
}
