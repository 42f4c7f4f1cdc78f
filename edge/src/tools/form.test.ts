import { MAX_GAPS } from "@dyllm/shared";
import { describe, expect, it } from "vitest";
import { saidIn } from "./field.ts";
import { filledForm, formOf } from "./form.ts";

const form = (properties: Record<string, unknown>, required = Object.keys(properties), strict = false) =>
  formOf({ type: "object", properties, required }, "p", strict);

const failure = (code: string, param: string) => expect.objectContaining({ code, param });

describe("the form of a JSON schema", () => {
  it("has a gap for each required value, nested ones too, and leaves the others out", () => {
    const made = form(
      {
        name: { type: "string" },
        at: { type: "object", properties: { x: { type: "number" } }, required: ["x"] },
        note: { type: "string" },
      },
      ["name", "at"],
    );
    expect(made.segments).toEqual(['{"name": ', ', "at": {"x": ', "}}"]);
    expect(made.names).toEqual(["name", "x"]);
  });

  it("has no gap for a value that is settled: the only one possible, or the only one the message names", () => {
    const unit = { enum: ["celsius", "fahrenheit", "degrees_kelvin"] };
    const segments = (property: unknown, message: string) =>
      formOf({ type: "object", properties: { a: property }, required: ["a"] }, "p", false, saidIn(message)).segments;
    const open = ['{"a": ', "}"];
    expect(segments({ const: "x" }, "")).toEqual(['{"a": "x"}', ""]);
    expect(segments(unit, "Weather in Lima, in Celsius?")).toEqual(['{"a": "celsius"}', ""]);
    expect(segments(unit, "Say it in degrees Kelvin!")).toEqual(['{"a": "degrees_kelvin"}', ""]);
    expect(segments(unit, "celsius or fahrenheit")).toEqual(open);
    expect(segments(unit, "Weather in Lima")).toEqual(open);
    expect(segments({ enum: ["art"] }, "")).toEqual(['{"a": "art"}', ""]);
    expect(segments({ enum: ["art", "war"] }, "the party starts")).toEqual(open);
    expect(segments({ enum: [3, 30, -3] }, "a table for 30, please")).toEqual(['{"a": 30}', ""]);
    expect(segments({ enum: ["+", "-"] }, "1 + 2")).toEqual(open);
    expect(segments({ type: "string" }, "celsius")).toEqual(open);
  });

  it("without required values is an empty object, whatever is written", () => {
    for (const schema of [undefined, null, {}, { type: "object", properties: { a: { type: "string" } } }]) {
      expect(filledForm(formOf(schema, "p", false), ["anything"])).toBe("{}");
    }
  });

  it("refuses by name what has no form", () => {
    const unsupported = (properties: Record<string, unknown>, param: string): void =>
      expect(() => form(properties)).toThrow(failure("unsupported_parameter", param));
    unsupported({ a: { type: "array", items: { type: "string" } } }, "p.properties.a");
    unsupported({ a: { anyOf: [{ type: "string" }, { type: "number" }] } }, "p.properties.a");
    unsupported({ a: { $ref: "#/b" } }, "p.properties.a");
    unsupported({ a: { type: "string", oneOf: [{ const: "x" }] } }, "p.properties.a");
    unsupported({ a: { enum: ["x", 1] } }, "p.properties.a");
    unsupported({ a: { enum: [] } }, "p.properties.a");
    unsupported({ a: { type: "object", const: {} } }, "p.properties.a");
    const many = Object.fromEntries(Array.from({ length: MAX_GAPS + 1 }, (_, i) => [`k${i}`, { type: "string" }]));
    unsupported(many, "p");
    const nested = (depth: number): unknown =>
      depth === 0 ? { type: "string" } : { type: "object", properties: { a: nested(depth - 1) }, required: ["a"] };
    expect(() => formOf(nested(5), "p", false)).not.toThrow();
    const sixth = `p${".properties.a".repeat(5)}`;
    expect(() => formOf(nested(6), "p", false)).toThrow(failure("unsupported_parameter", sixth));
  });

  it.each(["$ref", "allOf", "anyOf", "oneOf"])("refuses arguments made of other schemas by %s", (rule) => {
    for (const schema of [{ [rule]: [] }, { type: "object", properties: {}, [rule]: [] }]) {
      expect(() => formOf(schema, "p", false)).toThrow(failure("unsupported_parameter", "p"));
    }
  });

  it("refuses what is no schema of an object", () => {
    expect(() => formOf({ type: "string" }, "p", false)).toThrow(failure("invalid_value", "p"));
    for (const inherited of ["toString", "__proto__"]) {
      expect(() => form({}, [inherited])).toThrow(failure("invalid_value", "p"));
    }
    expect(() => form({}, ["a"])).toThrow(failure("invalid_value", "p"));
    expect(() => form({ a: 5 })).toThrow(failure("invalid_value", "p.properties.a"));
  });

  it("refuses rules it does not check where the function is strict, and takes them as hints where not", () => {
    const properties = { a: { type: "integer", minimum: 1 } };
    expect(() => form(properties, ["a"], true)).toThrow(failure("unsupported_parameter", "p.properties.a.minimum"));
    expect(() => form(properties)).not.toThrow();
    const whole = { type: "object", minProperties: 1 };
    expect(() => formOf(whole, "p", true)).toThrow(failure("unsupported_parameter", "p.minProperties"));
    expect(() => formOf(whole, "p", false)).not.toThrow();
  });
});

describe("a form that is filled in", () => {
  /** The JSON of `{"a": …}` with this text in the place of the value. */
  const filled = (schema: unknown, text: string): string | null => filledForm(form({ a: schema }), [text]);

  it.each([
    [{ type: "string" }, ' "Lima"', '{"a": "Lima"}'],
    [{ type: "string" }, '"Lima", "b": 1}', '{"a": "Lima"}'],
    [{ type: "string" }, '"San Francisco, CA', '{"a": "San Francisco, CA"}'],
    [{ type: "string" }, " Lima ", '{"a": "Lima"}'],
    [{ type: "string" }, '"a\\"b\\n"', '{"a": "a\\"b\\n"}'],
    [{ type: "string" }, '"a\\qb"', '{"a": "a\\\\qb"}'],
    [{ type: "string" }, 'say "x"\n\u0001', '{"a": "say \\"x\\"\\n\\u0001"}'],
    [{ type: ["string", "null"] }, "x", '{"a": "x"}'],
    [{ type: "string" }, '""', null],
    [{ type: "string" }, "  ", null],
    [{ type: "integer" }, "66}", '{"a": 66}'],
    [{ type: "integer" }, ' age": -7', '{"a": -7}'],
    [{ type: "integer" }, "6.5", null],
    [{ type: "integer" }, "007", null],
    [{ type: "integer" }, "none", null],
    [{ type: "number" }, "-0.25e3;", '{"a": -0.25e3}'],
    [{ type: "boolean" }, "true}", '{"a": true}'],
    [{ type: "boolean" }, "untrue", null],
    [{ enum: ["red", "blue"] }, '"red"}', '{"a": "red"}'],
    [{ enum: ["red", "blue"] }, "green", null],
    [{ type: ["string", "null"], enum: ["red", null] }, "red", '{"a": "red"}'],
    [{ enum: [1, 2] }, "2}", '{"a": 2}'],
    [{ enum: [1, 2] }, "3", null],
    [{ enum: [1, true] }, "true}", '{"a": true}'],
    [{ const: 'q"' }, 'q"', '{"a": "q\\""}'],
  ])("%j with %j is %j", (schema, text, json) => {
    expect(filled(schema, text)).toBe(json);
    expect(json === null || JSON.parse(json)).toBeTruthy();
  });

  it("holds each text in its own place", () => {
    const two = form({ a: { type: "string" }, b: { type: "integer" } });
    expect(filledForm(two, ["x", "2"])).toBe('{"a": "x", "b": 2}');
    expect(filledForm(two, ["x"])).toBeNull();
  });
});
