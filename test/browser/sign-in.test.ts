import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, inject, it } from "vitest";
import { ask, ended, told } from "./support/act.ts";
import { startStack } from "./support/stack.ts";
import { noBrowser, signIn, visitor } from "./support/visit.ts";

const QUESTION = "What is the capital of Finland?";

const WRONG = "sk-dyllm-dev-aaaaaaaaaaaa-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

describe.skipIf(noBrowser)("signing in", () => {
  const visit = visitor();
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  it("refuses a wrong key in plain words, keeps it to be put right, and takes the right one", async () => {
    const page = await visit({ apiKey: null, expected: /401/ });
    await page.getByLabel("API key").fill(WRONG);
    await page.keyboard.press("Enter");
    await told(page, "Your key was not accepted");
    expect(await page.getByLabel("API key").inputValue()).toBe(WRONG);
    await signIn(page, inject("pageApiKey"));
    await page.getByRole("heading", { name: "Ask a diffusion model" }).waitFor();
  });

  it("keeps the key in this tab's storage only: not in a URL, a cookie, or what outlives the tab", async () => {
    const page = await visit();
    const urls: string[] = [];
    page.on("request", (request) => urls.push(request.url()));
    await ask(page, QUESTION);
    await ended(page);
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    // `sk-dyllm-ENV-ID-SECRET`, and the secret itself may hold hyphens.
    const secret = inject("pageApiKey").split("-").slice(4).join("-");
    expect(secret).toHaveLength(43);
    expect(urls.length).toBeGreaterThan(0);
    expect([...urls, page.url()].join(" ")).not.toContain(secret);
    expect(await page.evaluate("JSON.stringify(localStorage) + document.cookie")).not.toContain(secret);
    expect(await page.evaluate("JSON.stringify(sessionStorage)")).toContain(secret);
    const other = await page.context().newPage();
    await other.goto(inject("pageUrl"));
    await other.getByLabel("API key").waitFor();
  });

  it("ends at once where nothing was written, and after a second look where something was, which goes with it", async () => {
    const page = await visit();
    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(page, inject("pageApiKey"));
    await ask(page, QUESTION);
    await ended(page);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign out and clear what is here?" }).click();
    await page.getByLabel("API key").waitFor();
    const stored = String(await page.evaluate("JSON.stringify(sessionStorage)"));
    expect(stored).not.toContain(inject("pageApiKey"));
    expect(stored).not.toContain("Finland");
    await signIn(page, inject("pageApiKey"));
    expect(await page.locator(".exchange").count()).toBe(0);
  });

  it("is asked for again after a reload when the key has ended, says why, and has kept what was written", async () => {
    const stack = await startStack();
    opened.push(stack);
    const { id, key } = await stack.issueKey({});
    const page = await visit({ url: stack.url, apiKey: key, expected: /401/ });
    await ask(page, QUESTION);
    await ended(page);
    await page.getByLabel("Your message").fill("still being written");
    await stack.revokeKey(id);
    await page.reload();
    await told(page, "Your key was not accepted");
    await signIn(page, stack.apiKey);
    expect(await page.getByLabel("Your message").inputValue()).toBe("still being written");
    expect(await page.locator(".question-text").innerText()).toBe(QUESTION);
  });

  it("takes another key when one expires in mid-conversation, which goes on where it was", async () => {
    const stack = await startStack();
    opened.push(stack);
    const lifetimeMs = 6_000;
    const { key } = await stack.issueKey({ expires_at: Math.ceil((Date.now() + lifetimeMs) / 1000) });
    const page = await visit({ url: stack.url, apiKey: key, expected: /401/ });
    await ask(page, QUESTION);
    const answer = await ended(page);
    await pause(lifetimeMs + 1_000);
    await ask(page, "Name the currency of Japan.");
    await told(page, "Your key was not accepted");
    await page.getByLabel("Your message").fill("still being written");
    await page.getByRole("button", { name: "Sign in with another key" }).click();
    await signIn(page, stack.apiKey);
    expect(await page.getByLabel("Your message").inputValue()).toBe("still being written");
    const sent = page.waitForRequest("**/v1/chat/completions");
    await page.getByRole("button", { name: "Try again" }).click();
    const messages = (await sent).postDataJSON().messages.map((message: { content: string }) => message.content);
    expect(messages).toEqual([QUESTION, answer, "Name the currency of Japan."]);
    expect(await ended(page)).toMatch(/\w/);
    expect(await page.locator(".exchange").count()).toBe(2);
  });
});
