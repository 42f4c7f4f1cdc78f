/** Small plots without a library: enough for a scatter and a few lines, readable on white and in a README. */

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** Index of the series: decides the colour. */
  readonly series: number;
  /** Vertical interval, drawn as a bar. */
  readonly low?: number;
  readonly high?: number;
}

export interface Axis {
  readonly title: string;
  readonly log: boolean;
  readonly format: (value: number) => string;
}

interface Plot {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly string[];
  readonly points: readonly Point[];
  /** Joins the points of a series in order. */
  readonly lines: boolean;
}

const WIDTH = 760;
const HEIGHT = 440;
const MARGIN = { left: 70, right: 190, top: 40, bottom: 50 };
/** Okabe-Ito: told apart with any colour vision. */
const COLOURS = ["#000000", "#e69f00", "#0072b2", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#999999"];
const TICKS = 5;

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

function scale(values: readonly number[], log: boolean, from: number, to: number): Scale {
  const usable = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  const transform = (value: number): number => (log ? Math.log10(value) : value);
  let low = Math.min(...usable.map(transform));
  let high = Math.max(...usable.map(transform));
  const pad = (high - low || Math.abs(high) || 1) * 0.06;
  low -= pad;
  high += pad;
  const ticks = Array.from({ length: TICKS }, (_, i) => low + ((i + 0.5) * (high - low)) / TICKS);
  return {
    at: (value) => from + ((transform(value) - low) / (high - low)) * (to - from),
    ticks: ticks.map((tick) => (log ? 10 ** tick : tick)),
  };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** An SVG document; points whose coordinates cannot be drawn (not finite, or not positive on a log axis) are left out. */
export function drawPlot(plot: Plot): string {
  const drawable = ({ x, y }: Point): boolean =>
    Number.isFinite(x) && Number.isFinite(y) && (!plot.x.log || x > 0) && (!plot.y.log || y > 0);
  const points = plot.points.filter(drawable);
  const bottom = HEIGHT - MARGIN.bottom;
  const right = WIDTH - MARGIN.right;
  const ys = points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]);
  const x = scale(
    points.map((point) => point.x),
    plot.x.log,
    MARGIN.left,
    right,
  );
  const y = scale(ys, plot.y.log, bottom, MARGIN.top);
  const colour = (series: number): string => COLOURS[series % COLOURS.length] ?? "#000000";
  const parts: string[] = [
    `<text x="${MARGIN.left}" y="22" font-size="15">${escapeXml(plot.title)}</text>`,
    `<path d="M${MARGIN.left} ${MARGIN.top}V${bottom}H${right}" fill="none" stroke="#333"/>`,
    `<text x="${(MARGIN.left + right) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escapeXml(plot.x.title)}</text>`,
    `<text transform="translate(16 ${(MARGIN.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escapeXml(plot.y.title)}</text>`,
  ];
  for (const tick of x.ticks) {
    parts.push(
      `<text x="${x.at(tick).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${plot.x.format(tick)}</text>`,
    );
  }
  for (const tick of y.ticks) {
    parts.push(
      `<text x="${MARGIN.left - 6}" y="${(y.at(tick) + 4).toFixed(1)}" text-anchor="end">${plot.y.format(tick)}</text>`,
    );
  }
  for (const [i, name] of plot.series.entries()) {
    const own = points.filter((point) => point.series === i);
    parts.push(
      `<circle cx="${right + 14}" cy="${MARGIN.top + 18 * i}" r="5" fill="${colour(i)}"/>`,
      `<text x="${right + 24}" y="${MARGIN.top + 18 * i + 4}">${escapeXml(name)}</text>`,
    );
    if (plot.lines && own.length > 1) {
      const path = own.map((point) => `${x.at(point.x).toFixed(1)},${y.at(point.y).toFixed(1)}`).join(" ");
      parts.push(`<polyline points="${path}" fill="none" stroke="${colour(i)}"/>`);
    }
    for (const point of own) {
      const cx = x.at(point.x).toFixed(1);
      const cy = y.at(point.y).toFixed(1);
      if (point.low !== undefined && point.high !== undefined) {
        parts.push(
          `<path d="M${cx} ${y.at(point.low).toFixed(1)}V${y.at(point.high).toFixed(1)}" stroke="${colour(i)}" stroke-opacity="0.4"/>`,
        );
      }
      parts.push(
        `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour(i)}"><title>${escapeXml(point.label)}</title></circle>`,
      );
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>\n${parts.join("\n")}\n</svg>\n`;
}
