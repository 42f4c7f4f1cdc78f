import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BASELINE, type Method } from "./methods.ts";
import type { Row } from "./summary.ts";
import { type Axis, drawPlot, type Point } from "./svg.ts";

/** Everything a table needs to be believed or repeated. */
export interface Report {
  readonly command: string;
  readonly date: string;
  readonly machine: string;
  readonly model: string;
  readonly backend: string;
  readonly threads: number;
  readonly split: string;
  readonly rows: readonly Row[];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const number = (value: number | null, digits: number): string =>
  value === null || !Number.isFinite(value) ? "" : value.toFixed(digits);

/** Markdown table of the rows of one group. */
export function table(rows: readonly Row[]): string {
  const head =
    "| method | accuracy (95 %) | gained / lost | KL to dense | same top | tokens/s | × dense | steps | tokens/step | rows by layer | FLOPs | first text ms |";
  const lines = rows.map((row) =>
    [
      row.method,
      `${percent(row.accuracy)} (${(100 * row.low).toFixed(1)}-${(100 * row.high).toFixed(1)})`,
      row.method === BASELINE ? "" : `${row.gained} / ${row.lost} (p ${row.p.toFixed(2)})`,
      row.kl === null ? "" : row.kl.toExponential(1),
      row.sameTop === null ? "" : percent(row.sameTop),
      number(row.tokensPerSecond, 0),
      number(row.ratio, 2),
      number(row.stepsPerAnswer, 1),
      number(row.tokensPerStep, 1),
      row.rowsByLayer.map((rows) => rows.toFixed(0)).join(" "),
      percent(row.flopShare),
      number(row.firstTextMs, 0),
    ].join(" | "),
  );
  return [head, `|${"---|".repeat(12)}`, ...lines.map((line) => `| ${line} |`)].join("\n");
}

const SPEED: Axis = { title: "tokens/s (median)", log: true, format: (value) => value.toPrecision(3) };

/** Writes `NAME.json`, `NAME.md` and the plots into `directory`, over what is there. */
export async function writeReport(
  directory: string,
  name: string,
  report: Report,
  methods: readonly Method[],
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const groups = [...new Set(report.rows.map((row) => row.group))];
  const ofGroup = (group: string): Row[] => report.rows.filter((row) => row.group === group);
  const sections = groups.map((group) => {
    const rows = ofGroup(group);
    return `## ${group} (${rows[0]?.items ?? 0} items)\n\n${table(rows)}\n`;
  });
  const head = [
    `# Denoising methods compared: ${report.model}, split ${report.split}`,
    `\`${report.command}\``,
    `${report.machine}; ${report.backend}, ${report.threads} threads; ${report.date}. One request at a time, methods interleaved item by item, greedy, canvas of 256 tokens. ` +
      "Ratios, flips and FLOPs are relative to `dense`: dense steps, one token each, stopping at the end of text.",
  ];
  await writeFile(join(directory, `${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
  await writeFile(join(directory, `${name}.md`), `${[...head, ...sections].join("\n\n")}`);
  for (const group of ["short answers", "long answers"].filter((group) => groups.includes(group))) {
    const slug = group.replace(" ", "-");
    const rows = ofGroup(group);
    const modes = [...new Set(methods.map((method) => method.series))];
    const series = (row: Row): number =>
      modes.indexOf(methods.find((method) => method.name === row.method)?.series ?? "dense");
    const points = (y: (row: Row) => Partial<Point> & { y: number }): Point[] =>
      rows.map((row) => ({ x: row.tokensPerSecond, label: row.method, series: series(row), ...y(row) }));
    const accuracy = drawPlot({
      title: `Accuracy against speed, ${group} (hover: method)`,
      x: SPEED,
      y: { title: "solved, 95 % interval", log: false, format: percent },
      series: modes,
      points: points((row) => ({ y: row.accuracy, low: row.low, high: row.high })),
      lines: false,
    });
    const kl = drawPlot({
      title: `Divergence from dense against speed, ${group}`,
      x: SPEED,
      y: { title: "KL to dense, nats", log: true, format: (value) => value.toExponential(0) },
      series: modes,
      points: points((row) => ({ y: row.kl ?? Number.NaN })),
      lines: false,
    });
    const oneToken = rows.filter((row) => modes.some((mode) => mode === row.method));
    const depth = drawPlot({
      title: `Rows recomputed by layer, one token a step, ${group}`,
      x: { title: "layer", log: false, format: (value) => value.toFixed(1) },
      y: { title: "rows, mean over steps", log: false, format: (value) => value.toFixed(0) },
      series: oneToken.map((row) => row.method),
      points: oneToken.flatMap((row, i) =>
        row.rowsByLayer.map((rows, layer) => ({ x: layer, y: rows, label: `${row.method} ${layer}`, series: i })),
      ),
      lines: true,
    });
    await writeFile(join(directory, `${name}-${slug}-accuracy.svg`), accuracy);
    await writeFile(join(directory, `${name}-${slug}-kl.svg`), kl);
    await writeFile(join(directory, `${name}-${slug}-rows.svg`), depth);
  }
}
