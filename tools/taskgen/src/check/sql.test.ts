import { describe, expect, it } from "vitest";
import { sql as family } from "../families/sql.ts";
import { createRng } from "../rng.ts";
import { checkSql } from "./sql.ts";

const SEED = 7;
const setup = "CREATE TABLE t (id INTEGER, v INTEGER); INSERT INTO t VALUES (1, 5), (2, 7), (3, 9);";
const reference = "SELECT id FROM t WHERE v > 5;";
const spec = { kind: "sql", setup, reference, ordered: false } as const;

describe("checkSql", () => {
  it("accepts another query with the same rows, in any order unless ordered", async () => {
    expect(await checkSql(spec, "select id from t where v >= 6 order by id desc")).toEqual({ ok: true });
    expect(await checkSql({ ...spec, ordered: true }, "SELECT id FROM t WHERE v > 5 ORDER BY id DESC;")).toMatchObject({
      ok: false,
    });
  });

  it.each([
    ["other rows", "SELECT id FROM t WHERE v > 7;"],
    ["a syntax error", "SELECT id FROM t WHERE;"],
    ["a second statement", "SELECT id FROM t WHERE v > 5; DROP TABLE t;"],
    ["a write", "DELETE FROM t;"],
    ["an endless answer", "SELECT a.id FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j;"],
    ["an empty answer", ""],
  ])("refuses %s", async (_, answer) => {
    expect(await checkSql(spec, answer)).toMatchObject({ ok: false });
  });

  it(`tells a wrong comparison or constant from the reference in the family's items, seed ${SEED}`, async () => {
    const rng = createRng(SEED);
    const passed: string[] = [];
    let tried = 0;
    while (tried < 100) {
      const { check, answer } = family.generate(rng, "train");
      const number = / (>=|<=|>|<) (\d+);$/.exec(answer);
      if (check.kind !== "sql" || number === null || /SELECT (?:\w+, )?(?:MAX|MIN)/.test(answer)) {
        continue;
      }
      tried++;
      const [tail, sign = "", value = ""] = number;
      const other = { ">": ">=", ">=": ">", "<": "<=", "<=": "<" }[sign] ?? "";
      for (const wrong of [` ${other} ${value};`, ` ${sign} ${Number(value) + 1};`]) {
        const mutant = answer.replace(tail, wrong);
        if ((await checkSql(check, mutant)).ok) {
          passed.push(mutant);
        }
      }
    }
    expect(passed).toEqual([]);
  });
});
