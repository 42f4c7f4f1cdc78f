/** Keys, limits and the audit log on plain workerd with disk-backed objects, administered by `dyllm-admin`. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STUB_MODEL } from "../support/node-stub.ts";
import { type StubGateway, startStubGateway } from "../support/stub-gateway.ts";

const BIN = fileURLToPath(new URL("../../edge/bin/dyllm-admin.js", import.meta.url));

/** Requests that are under way, one after the other on each of these lanes, when workerd is killed. */
const LANES = 4;

let gateway: StubGateway;

beforeAll(async () => {
  gateway = await startStubGateway();
});

afterAll(() => gateway.stop());

async function admin(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, DYLLM_ADMIN_KEY: gateway.secrets.adminKey, DYLLM_URL: gateway.url };
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, ...args], { env });
  return stdout;
}

interface Made {
  readonly id: string;
  readonly key: string;
  readonly spent: { readonly day: number };
  readonly usage: { readonly requests: number };
}

async function made(...args: readonly string[]): Promise<Made> {
  return JSON.parse(await admin("keys", "create", "--name", "drill", "--json", ...args));
}

async function shown(id: string): Promise<Made> {
  return JSON.parse(await admin("keys", "show", id, "--json"));
}

async function chat(key: string, maxTokens = 8): Promise<{ status: number; tokens: number }> {
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: STUB_MODEL,
      messages: [{ role: "user", content: "hello" }],
      max_completion_tokens: maxTokens,
    }),
  });
  const body: unknown = await response.json();
  const usage = typeof body === "object" && body !== null && "usage" in body ? body.usage : null;
  const total = typeof usage === "object" && usage !== null && "total_tokens" in usage ? usage.total_tokens : 0;
  return { status: response.status, tokens: Number(total) };
}

describe("dyllm-admin against a gateway on plain workerd", () => {
  it("issues, limits, rotates and revokes a key, and lists keys, usage and what was done as tables", async () => {
    const key = await made("--tenant", "acme", "--rpm", "2");
    expect((await chat(key.key)).status).toBe(200);
    expect((await chat(key.key)).status).toBe(200);
    expect((await chat(key.key)).status).toBe(429);
    expect(await admin("keys", "limits", key.id, "--rpm", "100")).toMatch(new RegExp(`${key.id}.* 100 `));
    // The isolate's own line refuses for up to a second after the object did.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await chat(key.key)).status).toBe(200);
    const rotated: Made = JSON.parse(await admin("keys", "rotate", key.id, "--overlap", "1h", "--json"));
    expect(await admin("usage", "--tenant", "acme")).toMatch(new RegExp(`${key.id} +drill +acme +3 `));
    await admin("keys", "revoke", key.id);
    expect((await chat(key.key)).status).toBe(401);
    expect((await chat(rotated.key)).status).toBe(401);
    expect(await admin("keys", "list", "--tenant", "acme")).toMatch(new RegExp(`${key.id}.* revoked `));
    expect(await admin("nodes", "list")).toContain("ready");
    const audit = await admin("audit");
    for (const action of ["key.create", "key.change", "key.rotate", "key.revoke"]) {
      expect(audit).toMatch(new RegExp(`local +${action} +${key.id} +ok`));
    }
    await expect(admin("keys", "show", "AAAAAAAAAAAA")).rejects.toMatchObject({ code: 1 });
  });

  it("loses no key, revocation or budget when workerd is killed in the middle of traffic", async () => {
    const [steady, ended, capped] = [await made(), await made(), await made("--tokens-per-day", "100000")];
    await admin("keys", "revoke", ended.id);
    let spent = 0;
    let down = false;
    let answered = 0;
    const lanes = Array.from({ length: LANES }, async () => {
      while (!down) {
        const answer = await chat(capped.key).catch(() => null);
        if (answer?.status === 200) {
          spent += answer.tokens;
          answered++;
        }
      }
    });
    while (answered < 40) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const fresh = await made("--rpm", "3");
    down = true;
    await gateway.restart("SIGKILL");
    await Promise.all(lanes);

    expect((await chat(steady.key)).status).toBe(200);
    expect((await chat(fresh.key)).status).toBe(200);
    expect((await chat(ended.key)).status).toBe(401);
    const after = await shown(capped.id);
    expect(spent).toBeGreaterThan(0);
    expect(after.spent.day, "what clients were given is on disk").toBeGreaterThanOrEqual(spent);
    // A hundredth of the budget ahead, and the reservations that were open: body bytes and 8 tokens each.
    expect(after.spent.day).toBeLessThanOrEqual(spent + 1_000 + LANES * 2 * 300);
    expect((await chat(capped.key)).status).toBe(200);
  });

  it("has no secret of a key on its disk or in its output", async () => {
    const key = await made();
    await chat(key.key);
    const secrets = [key.key.slice(-43), gateway.secrets.adminKey.slice(-43), gateway.secrets.apiKey.slice(-43)];
    const folder = join(gateway.directory, "objects");
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "latin1")));
    expect(contents.join("").includes(key.id)).toBe(true);
    for (const secret of secrets) {
      expect(contents.join("").includes(secret)).toBe(false);
      expect(gateway.output().includes(secret)).toBe(false);
    }
  });
});
