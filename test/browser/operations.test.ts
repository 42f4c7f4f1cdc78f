import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { told } from "./support/act.ts";
import { type BrowserStack, startStack } from "./support/stack.ts";
import { noBrowser, visitor } from "./support/visit.ts";

/** The view looks every five seconds; on a busy machine a look takes a while. */
const NEXT_LOOK = { timeout: 20_000 };

describe.skipIf(noBrowser)("the operations view", () => {
  const visit = visitor();
  let stack: BrowserStack;
  beforeAll(async () => {
    stack = await startStack({ nodes: [["--max-running", "1"], []] });
  });
  afterAll(async () => {
    await stack?.close();
  });

  async function open(): Promise<Page> {
    const page = await visit({ url: stack.url, view: "operations", apiKey: null });
    await page.getByLabel("Admin credential").fill(stack.adminKey);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Nodes" }).waitFor();
    return page;
  }

  /** An answer through the API; `body` adds to the request. */
  async function answer(key: string, body: object = {}, signal?: AbortSignal): Promise<Response> {
    return await fetch(`${stack.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: "dyllm-demo",
        messages: [{ role: "user", content: "Name the currency of Japan." }],
        ...body,
      }),
      ...(signal !== undefined && { signal }),
    });
  }

  it("takes the admin credential only, not an API key", async () => {
    const page = await visit({ url: stack.url, view: "operations", apiKey: null, expected: /401/ });
    await page.getByLabel("Admin credential").fill(stack.apiKey);
    await page.keyboard.press("Enter");
    await told(page, "Your key was not accepted");
  });

  it("shows every node with its state, its load, and steps, salient share and queue against time", async () => {
    const page = await open();
    await expect.poll(() => page.locator(".node").count(), NEXT_LOOK).toBe(2);
    for (const id of ["node-1", "node-2"]) {
      const node = page.locator(`[data-node="${id}"]`);
      await node.getByText("ready").waitFor();
      await node.getByText(/\d+ of \d+ running · \d+ of \d+ queued · \d+ tokens\/s/).waitFor();
      await node.getByText("dyllm-demo on cpu").waitFor();
      for (const plot of [/^steps\/s: [\d.]+$/, /^salient: \d+ %$/, /^queue: \d+$/]) {
        await node.getByRole("img", { name: plot }).waitFor();
      }
    }
  });

  it("plots work while it is done: more steps a second, salient shares below all rows, and a queue that fills", async () => {
    const page = await open();
    const other = page.locator('[data-node="node-2"]');
    await other.getByRole("button", { name: "Drain" }).click();
    await other.getByRole("button", { name: "Really drain?" }).click();
    await other.getByText("drained").waitFor();
    const controller = new AbortController();
    const slow = {
      max_completion_tokens: 800,
      dyllm: { mode: "dyllm-exact", confidence_threshold: null, early_stop: false },
    };
    // One of them runs at a time, the others are queued.
    const answers = [1, 2, 3].map(() => answer(stack.apiKey, { ...slow, stream: true }, controller.signal));
    await Promise.all(answers);
    const node = page.locator('[data-node="node-1"]');
    const shown = async (plot: string) =>
      Number.parseFloat((await node.locator("figcaption", { hasText: plot }).locator("b").innerText()).trim());
    await expect.poll(() => shown("queue"), NEXT_LOOK).toBeGreaterThan(0);
    await expect.poll(() => shown("steps/s"), NEXT_LOOK).toBeGreaterThan(0);
    await expect.poll(() => shown("salient"), NEXT_LOOK).toBeLessThan(100);
    const points = async () =>
      ((await node.locator("polyline").first().getAttribute("points")) ?? "").split(" ").length;
    const before = await points();
    await expect.poll(points, NEXT_LOOK).toBeGreaterThan(before);
    controller.abort();
    await other.getByRole("button", { name: "Put back" }).click();
    await other.getByRole("button", { name: "Put it back?" }).click();
    await other.getByText("ready").waitFor();
  });

  it("changes nothing but by draining, putting back and revoking, each after a second look", async () => {
    const { id } = await stack.issueKey({ name: "to be left alone" });
    const page = await open();
    const writes: string[] = [];
    page.on("request", (request) => {
      if (request.method() !== "GET") {
        writes.push(`${request.method()} ${new URL(request.url()).pathname}`);
      }
    });
    const labels = await page.locator("main button").allInnerTexts();
    expect(new Set(labels)).toEqual(new Set(["Leave", "Drain", "Revoke"]));
    const node = page.locator('[data-node="node-2"]');
    await node.getByRole("button", { name: "Drain" }).click();
    await page.locator(`[data-key="${id}"]`).getByRole("button", { name: "Revoke" }).click();
    expect(writes).toEqual([]);
    await node.getByRole("button", { name: "Really drain?" }).click();
    await node.getByText("drained").waitFor();
    await node.getByRole("button", { name: "Put back" }).click();
    await node.getByRole("button", { name: "Put it back?" }).click();
    await node.getByText("ready").waitFor();
    expect(writes).toEqual(["POST /admin/v1/nodes/node-2/drain", "POST /admin/v1/nodes/node-2/undrain"]);
  });

  it("shows a key's usage against its limits, and revokes it at once", async () => {
    const limits = { tokens_per_day: 5000, requests_per_minute: 7, concurrency: 3 };
    const { id, key } = await stack.issueKey({ name: "to be revoked", limits });
    const used = await answer(key);
    expect(used.status).toBe(200);
    const { usage } = (await used.json()) as { usage: { total_tokens: number } };
    const page = await open();
    const row = page.locator(`[data-key="${id}"]`);
    await expect.poll(() => row.innerText(), NEXT_LOOK).toContain(`${usage.total_tokens} / 5,000`);
    expect(await row.innerText()).toMatch(/\b1 \/ 7 requests[\s\S]*\b0 \/ 3\b[\s\S]*1 request\b/);
    expect(await row.getByLabel("tokens today").getAttribute("value")).toBe(String(usage.total_tokens));
    await row.getByRole("button", { name: "Revoke" }).click();
    await row.getByRole("button", { name: "Really revoke?" }).click();
    await row.getByText("revoked", { exact: true }).waitFor();
    expect((await answer(key)).status).toBe(401);
  });

  it("shows the newest keys, and older ones when asked for", async () => {
    for (let i = 0; i < 45; i++) {
      await stack.issueKey({ name: `number ${i} of 45` });
    }
    const page = await open();
    await page.getByText("number 44 of 45").waitFor();
    expect(await page.getByText("number 0 of 45").count()).toBe(0);
    await page.getByRole("button", { name: "Show older keys" }).click();
    await page.getByText("number 0 of 45").waitFor();
  });

  it("lists what went wrong for callers: what, how often, when, where, and under which request id", async () => {
    const { id, key } = await stack.issueKey({ name: "errs" });
    await answer(key, { model: "none-of-ours" });
    const last = await answer(key, { model: "none-of-ours" });
    const page = await open();
    const row = page.locator('[data-code="model_not_found"]', { hasText: id });
    await expect.poll(() => row.innerText(), NEXT_LOOK).toContain(last.headers.get("x-request-id"));
    const [times, when, where = ""] = await row.locator("td").allInnerTexts();
    expect(times).toBe("2");
    expect(when).toBe("just now");
    expect(where).toContain("/v1/chat/completions");
  });

  it("leaves nothing behind when the operator leaves", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Leave" }).click();
    await page.getByLabel("Admin credential").waitFor();
    expect(await page.evaluate("JSON.stringify(sessionStorage)")).not.toContain(stack.adminKey);
  });

  // The last one: it takes a node away.
  it("says of a node that is gone that it cannot be reached", async () => {
    const page = await open();
    stack.nodes[1]?.child.process.kill("SIGKILL");
    await expect
      .poll(() => page.locator('[data-node="node-2"] .state').innerText(), { timeout: 40_000 })
      .toBe("not reachable");
  });
});
