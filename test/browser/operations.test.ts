import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { told } from "./support/act.ts";
import { type BrowserStack, startStack } from "./support/stack.ts";
import { noBrowser, visitor } from "./support/visit.ts";

describe.skipIf(noBrowser)("the operations view", () => {
  const visit = visitor();
  let stack: BrowserStack;
  beforeAll(async () => {
    stack = await startStack({ nodes: [[], []] });
  });
  afterAll(async () => {
    await stack?.close();
  });

  async function open(expected?: RegExp) {
    const page = await visit({
      url: stack.url,
      view: "operations",
      apiKey: null,
      ...(expected !== undefined && { expected }),
    });
    await page.getByLabel("Admin credential").fill(stack.adminKey);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Nodes" }).waitFor();
    return page;
  }

  it("takes the admin credential only, not an API key", async () => {
    const page = await visit({ url: stack.url, view: "operations", apiKey: null, expected: /401/ });
    await page.getByLabel("Admin credential").fill(stack.apiKey);
    await page.keyboard.press("Enter");
    await told(page, "Your key was not accepted");
  });

  it("shows every node with its state, its queue and plots of its last minutes", async () => {
    const page = await open();
    await expect.poll(() => page.locator(".node").count(), { timeout: 15_000 }).toBe(2);
    const node = page.locator('[data-node="node-1"]');
    await node.getByText("ready").waitFor();
    await node.getByText(/of \d+ running · \d+ of \d+ queued/).waitFor();
    expect(await node.getByRole("img").count()).toBe(3);
    await node.getByText("dyllm-demo").waitFor();
  });

  it("drains a node after a second look, and puts it back", async () => {
    const page = await open();
    const node = page.locator('[data-node="node-2"]');
    await node.getByRole("button", { name: "Drain" }).click();
    await node.getByRole("button", { name: "Really drain?" }).click();
    await node.getByText("drained").waitFor();
    await node.getByRole("button", { name: "Put back" }).click();
    await node.getByRole("button", { name: "Put it back?" }).click();
    await node.getByText("ready").waitFor();
  });

  it("shows a key's usage against its limits, and revokes it at once", async () => {
    const { id, key } = await stack.issueKey({ name: "to be revoked", limits: { tokens_per_day: 5000 } });
    const ask = () =>
      fetch(`${stack.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({
          model: "dyllm-demo",
          messages: [{ role: "user", content: "Name the currency of Japan." }],
        }),
      });
    expect((await ask()).status).toBe(200);
    const page = await open();
    const row = page.locator(`[data-key="${id}"]`);
    await expect.poll(() => row.innerText(), { timeout: 15_000 }).toMatch(/[1-9]\d* \/ 5,000/);
    expect(await row.getByLabel("tokens today").count()).toBe(1);
    await row.getByRole("button", { name: "Revoke" }).click();
    await row.getByRole("button", { name: "Really revoke?" }).click();
    await row.getByText("revoked", { exact: true }).waitFor();
    expect((await ask()).status).toBe(401);
  });

  it("lists what went wrong for callers", async () => {
    const page = await open();
    await fetch(`${stack.url}/v1/models/none-of-ours`, { headers: { authorization: `Bearer ${stack.apiKey}` } });
    await page.getByText("model_not_found").waitFor({ timeout: 15_000 });
  });

  it("leaves nothing behind when the operator leaves", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Leave" }).click();
    await page.getByLabel("Admin credential").waitFor();
    expect(await page.evaluate("JSON.stringify(sessionStorage)")).not.toContain(stack.adminKey);
  });
});
