import { expect, test } from "vitest";
import { pooled, tableHead, tableRow } from "./eval-table.ts";

const outcomes = (right: number, n: number) => ({ solved: Array.from({ length: n }, (_, i) => i < right) });

test("a single mode has no comparison", () => {
  expect(tableHead(["dense"])).toBe("| family | split | n | dense % (95 %) |\n|---|---|---|---|");
  expect(tableRow("sql", "iid", [outcomes(81, 263)])).toBe("| sql | iid | 263 | 30.8 (25.5-36.6) |");
});

test("every further mode is compared with the first: points, what only one solved, exact p", () => {
  const row = tableRow("sql", "iid", [outcomes(10, 20), outcomes(5, 20)]);
  expect(row).toContain("| -25.0 | 5/0 | 0.063 |");
  const columns = (line: string | undefined) => line?.split("|").length;
  expect(columns(row)).toBe(columns(tableHead(["dense", "default"]).split("\n")[1]));
  expect(columns(row)).toBe(columns(tableHead(["dense", "default"]).split("\n")[0]));
});

test("a cell without outcomes is a bug", () => {
  expect(() => tableRow("sql", "iid", [outcomes(0, 0)])).toThrow(RangeError);
});

test("cells pool mode by mode", () => {
  const score = (solved: boolean[]) => ({ mode: "", digests: [], unanswered: 0, answerTokens: 0, seconds: 0, solved });
  expect(
    pooled([
      [score([true]), score([false])],
      [score([false]), score([true])],
    ]),
  ).toEqual([{ solved: [true, false] }, { solved: [false, true] }]);
});
