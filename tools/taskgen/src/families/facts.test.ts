import { describe, expect, it } from "vitest";
import { describeFamily, itemsOf, promptOf } from "./describe-family.ts";
import { facts } from "./facts.ts";
import { COUNTRIES, ELEMENTS, HTTP_STATUS } from "./facts-data.ts";

describeFamily(facts, { keyOf: promptOf, corrupt: (answer) => answer.replace(/\w+\.$/, "Nowhere.") });

describe("facts", () => {
  it("lists every subject once", () => {
    for (const names of [
      COUNTRIES.map((country) => country.name),
      COUNTRIES.map((country) => country.capital),
      HTTP_STATUS.map((status) => String(status.code)),
      HTTP_STATUS.map((status) => status.phrase),
      ELEMENTS.map((element) => element.symbol),
      ELEMENTS.map((element) => String(element.number)),
    ]) {
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it("knows the reason phrases as node:http does", async () => {
    const { STATUS_CODES } = await import("node:http");
    for (const { code, phrase } of HTTP_STATUS) {
      // RFC 9110 renamed 413 from "Payload Too Large"; Node keeps the older name.
      expect(code === 413 ? "Payload Too Large" : phrase).toBe(STATUS_CODES[code]);
    }
  });

  it("answers each subject of a list on its own line", () => {
    for (const item of itemsOf(facts, "range").filter((it) => promptOf(it).includes("capital"))) {
      const lines = item.answer.split("\n");
      expect(lines.length).toBeGreaterThanOrEqual(4);
      expect(lines.every((line) => /^The capital of .+ is .+\.$/.test(line))).toBe(true);
    }
  });
});
