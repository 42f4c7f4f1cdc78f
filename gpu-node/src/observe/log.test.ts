import { describe, expect, it } from "vitest";
import { createLog, summarizeError } from "./log.ts";

describe("the log", () => {
  it("is one JSON object a line with event, level, time and the fields", () => {
    const lines: string[] = [];
    const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
    log.info("ready", { port: 9100 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "info", event: "ready", port: 9100 });
    expect(Date.parse(JSON.parse(lines[0] ?? "").time)).toBeGreaterThan(0);
  });

  it("says where an exception came from but not its message, on however many lines", () => {
    const summary = summarizeError(new TypeError("bad prompt: SECRET\n    at SECRET (line two)\nSECRET"));
    expect(JSON.stringify(summary)).not.toContain("SECRET");
    expect(summary.name).toBe("TypeError");
    expect(summary.stack[0]).toMatch(/log\.test\.ts/);
  });

  it("keeps an error's code and survives what is no error", () => {
    expect(summarizeError(Object.assign(new Error("x"), { code: "ECONNRESET" })).code).toBe("ECONNRESET");
    expect(summarizeError("SECRET")).toEqual({ name: "string", code: null, stack: [] });
  });
});
