/** The evaluation's table: a row for each family and split, a column for each mode, each mode compared with the first. */
import type { Score } from "./eval-score.ts";
import { paired, wilson } from "./statistics.ts";

/** Below this p-values are printed as a bound. */
const SMALLEST_P = 0.001;

const percent = (share: number): string => (100 * share).toFixed(1);

const right = (score: Pick<Score, "solved">): number => score.solved.filter(Boolean).length;

function accuracy(score: Pick<Score, "solved">): string {
  const n = score.solved.length;
  const { low, high } = wilson(right(score), n);
  return `${percent(right(score) / n)} (${percent(low)}-${percent(high)})`;
}

/** Difference in points, what only one of the two solved (McNemar's b and c), exact p. */
function difference(score: Pick<Score, "solved">, first: Pick<Score, "solved">): string {
  const { onlyA, onlyB, p } = paired(score.solved, first.solved);
  const points = (100 * (right(score) - right(first))) / score.solved.length;
  const sign = points > 0 ? "+" : "";
  return `${sign}${points.toFixed(1)} | ${onlyB}/${onlyA} | ${p < SMALLEST_P ? `< ${SMALLEST_P}` : p.toFixed(3)}`;
}

/** The two head lines. */
export function tableHead(modes: readonly string[]): string {
  const [first = "", ...others] = modes;
  const compared = others.map((mode) => ` ${mode} % (95 %) | ${mode} − ${first} | only ${first}/${mode} | p |`);
  const columns = 4 + 4 * others.length;
  return `| family | split | n | ${first} % (95 %) |${compared.join("")}\n|${"---|".repeat(columns)}`;
}

/** One line: `scores` has a score for each mode, on the same items. */
export function tableRow(family: string, split: string, scores: readonly Pick<Score, "solved">[]): string {
  const [first, ...others] = scores;
  if (first === undefined || first.solved.length === 0) {
    throw new RangeError(`${family}/${split} has no outcome`);
  }
  const compared = others.map((score) => ` ${accuracy(score)} | ${difference(score, first)} |`);
  return `| ${family} | ${split} | ${first.solved.length} | ${accuracy(first)} |${compared.join("")}`;
}

/** The outcomes of several cells as one, mode by mode. */
export function pooled(cells: readonly (readonly Score[])[]): { readonly solved: boolean[] }[] {
  return (cells[0] ?? []).map((_, mode) => ({ solved: cells.flatMap((scores) => scores[mode]?.solved ?? []) }));
}
