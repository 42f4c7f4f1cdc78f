import { describe, expect, it } from "vitest";
import { checkContains } from "./contains.ts";
import { checkJson } from "./json.ts";

describe("checkJson", () => {
  const spec = { kind: "json", value: [{ name: "Ann", age: 5 }] } as const;
  it("accepts another key order and other white space", () => {
    expect(checkJson(spec, '[ {"age":5,\n"name":"Ann"} ]')).toEqual({ ok: true });
  });
  it.each(['[{"name": "Ann", "age": "5"}]', '[{"name": "Ann"}]', '{"name": "Ann", "age": 5}', "[{name: Ann}]", ""])(
    "refuses %s",
    (answer) => {
      expect(checkJson(spec, answer)).toMatchObject({ ok: false });
    },
  );
});

describe("checkContains", () => {
  it("folds case and wants every word", () => {
    const spec = { kind: "contains", words: ["Demo model", "cannot"] } as const;
    expect(checkContains(spec, "A demo MODEL cannot.")).toEqual({ ok: true });
    expect(checkContains(spec, "A demo model can.")).toMatchObject({ ok: false });
  });
});
