import { drawAllowed } from "../partition.ts";
import type { Rng } from "../rng.ts";
import type { Family, Item, Split } from "../types.ts";
import { TO_JSON, TO_MARKDOWN } from "./tables-wordings.ts";
import { say } from "./wording.ts";
import { CITIES, COLORS, JOBS, NAMES, THINGS } from "./words.ts";

type Cell = string | number;

interface Column {
  readonly name: string;
  readonly draw: (rng: Rng) => Cell;
}

const text = (name: string, list: readonly string[]): Column => ({ name, draw: (rng) => rng.pick(list) });
const number = (name: string, low: number, high: number): Column => ({ name, draw: (rng) => rng.int(low, high) });

const NAME = text("name", NAMES);
const CITY = text("city", CITIES);
const JOB = text("job", JOBS);
const COLOR = text("color", COLORS);
const ITEM = text("item", THINGS);
const AGE = number("age", 18, 89);

/** Column sets; a table takes the first two to four columns of one. */
const COLUMN_SETS: readonly (readonly Column[])[] = [
  [NAME, AGE, CITY, JOB],
  [NAME, CITY, AGE],
  [NAME, JOB, CITY],
  [ITEM, number("price", 2, 99), COLOR],
  [ITEM, COLOR, number("stock", 1, 500)],
  [number("id", 100, 999), NAME, number("points", 1, 99)],
  [CITY, number("rain", 1, 90), number("wind", 1, 90)],
  [NAME, number("math", 10, 99), number("art", 10, 99), number("music", 10, 99)],
  [number("room", 100, 999), NAME, CITY],
  [JOB, NAME, number("salary", 1000, 9999)],
];

function drawTable(rng: Rng, split: Split): { columns: readonly Column[]; rows: Cell[][] } {
  const set = rng.pick(COLUMN_SETS);
  // Long tables stay narrow, so that the answer keeps below 250 tokens.
  const columns = set.slice(0, split === "range" ? 2 : rng.int(2, set.length));
  const count = split === "range" ? rng.int(7, 8) : rng.int(2, columns.length > 3 ? 5 : 6);
  return { columns, rows: Array.from({ length: count }, () => columns.map((column) => column.draw(rng))) };
}

/** CSV with a header line → a JSON array with one record a line, or a Markdown table. */
export const tables: Family = {
  name: "tables",
  description: "Convert CSV with a header line to a JSON array or a Markdown table",
  weight: 6,
  generate(rng: Rng, split: Split): Item {
    const { columns, rows } = drawAllowed(
      split,
      () => drawTable(rng, split),
      (table) => table.rows.map((row) => row.join("/")).join(";"),
    );
    const names = columns.map(({ name }) => name);
    const csv = [names, ...rows].map((cells) => cells.join(", ")).join("\n");
    if (rng.chance(0.5)) {
      const records = rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
      const lines = rows.map((row) => `{${names.map((name, i) => `"${name}": ${JSON.stringify(row[i])}`).join(", ")}}`);
      return {
        family: "tables",
        turns: [{ role: "user", content: say(rng, split, TO_JSON, { csv }) }],
        answer: `[\n  ${lines.join(",\n  ")}\n]`,
        check: { kind: "json", value: records },
      };
    }
    const line = (cells: readonly Cell[]): string => `| ${cells.join(" | ")} |`;
    const answer = [line(names), line(names.map(() => "---")), ...rows.map(line)].join("\n");
    return {
      family: "tables",
      turns: [{ role: "user", content: say(rng, split, TO_MARKDOWN, { csv }) }],
      answer,
      check: { kind: "exact", text: answer },
    };
  },
};
