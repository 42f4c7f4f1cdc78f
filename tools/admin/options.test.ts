import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { main } from "./cli.ts";
import { makeCredential } from "./credential.ts";
import { durationOf, policyOf, UsageError } from "./options.ts";
import { table } from "./table.ts";

describe("options of dyllm-admin", () => {
  it.each([
    ["90d", 7_776_000],
    ["12h", 43_200],
    ["30m", 1_800],
    ["45s", 45],
    ["0", 0],
  ])("read %s as %i seconds", (overlap, seconds) => {
    expect(durationOf({ overlap }, "overlap")).toBe(seconds);
  });

  it("refuse a time without a unit, and a limit that is no number", () => {
    expect(() => durationOf({ overlap: "90" }, "overlap")).toThrow(UsageError);
    expect(() => policyOf({ rpm: "many" })).toThrow(UsageError);
    expect(() => policyOf({ rpm: "-1" })).toThrow(UsageError);
  });

  it("name only what is given, and take away what is none", () => {
    expect(policyOf({})).toEqual({});
    expect(policyOf({ rpm: "60", tpm: "none", models: "a,b", "max-tokens": "9", "lowest-preset": "none" })).toEqual({
      limits: { requests_per_minute: 60, tokens_per_minute: null },
      scopes: { models: ["a", "b"], max_tokens: 9 },
      lowest_preset: null,
    });
  });
});

describe("a table", () => {
  it("is as wide as its cells, with numbers to the right", () => {
    expect(
      table(
        ["name", "n"],
        [
          ["ann", 5],
          ["b", 1000],
        ],
      ),
    ).toBe("name     n\n----  ----\nann      5\nb     1000");
    expect(table(["name"], [])).toBe("name\n----");
  });
});

describe("an admin credential", () => {
  it("is made under the newest pepper, and its record holds the digest of its secret only", () => {
    const peppers = { 1: Buffer.alloc(32, 1).toString("base64url"), 12: Buffer.alloc(32, 2).toString("base64url") };
    const { credential, record } = makeCredential("ops", JSON.stringify(peppers));
    const secret = credential.slice("ak-dyllm-ops-".length);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const digest = createHmac("sha256", Buffer.alloc(32, 2)).update(secret).digest("hex");
    expect(record).toEqual({ id: "ops", digest, pepperVersion: 12 });
  });

  it("is not made for a name or peppers that the gateway would not take", () => {
    expect(() => makeCredential("Ops Team", "{}")).toThrow(UsageError);
    expect(() => makeCredential("ops", "{}")).toThrow(UsageError);
    expect(() => makeCredential("ops", "no json")).toThrow(UsageError);
  });
});

describe("dyllm-admin", () => {
  async function run(args: readonly string[], env = {}): Promise<{ code: number; out: string; err: string }> {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await main(args, env, { out: (text) => void out.push(text), err: (text) => void err.push(text) });
    return { code, out: out.join("\n"), err: err.join("\n") };
  }

  it("says how it is used, and what it does not understand", async () => {
    expect((await run(["--help"])).out).toContain("keys create");
    expect(await run(["keys", "list"])).toMatchObject({ code: 2, err: expect.stringContaining("DYLLM_ADMIN_KEY") });
    const env = { DYLLM_ADMIN_KEY: "ak-dyllm-x-y", DYLLM_URL: "http://127.0.0.1:1" };
    expect((await run(["frobnicate"], env)).code).toBe(2);
    expect((await run(["keys", "create"], env)).code).toBe(2);
    expect((await run(["keys", "revoke"], env)).code).toBe(2);
    expect((await run(["--nonsense"], env)).code).toBe(2);
    expect(await run(["keys", "list"], env)).toMatchObject({ code: 1, err: expect.stringContaining("unreachable") });
  });
});
