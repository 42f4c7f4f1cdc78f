import type { Page } from "playwright-core";
import { afterEach, describe, expect, inject, it } from "vitest";
import { freePort } from "../../tools/local/with-stack.ts";
import { ask, ended, makeSlow, told } from "./support/act.ts";
import { startProxy, type Wire } from "./support/proxy.ts";
import { type BrowserStack, type StackOptions, startStack } from "./support/stack.ts";
import { noBrowser, visitor } from "./support/visit.ts";

const QUESTION = "What is the capital of Finland?";
const ANSWER = "The capital of Finland is Helsinki.";

/** Window of an answer that is still under way when its node is killed, also on a busy machine. */
const LONG_TOKENS = 256;

/** Keeps a node busy with a generation through the API, from when it streams until it is aborted. */
async function occupy(stack: BrowserStack, key: string): Promise<AbortController> {
  const controller = new AbortController();
  const response = await fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    signal: controller.signal,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "dyllm-demo",
      messages: [{ role: "user", content: QUESTION }],
      max_completion_tokens: 800,
      stream: true,
      dyllm: { mode: "dense", confidence_threshold: null, early_stop: false },
    }),
  });
  const reader = response.body?.getReader();
  // The first bytes are a sign of life only; an event comes from a node.
  let text = "";
  while (!text.includes("data: ")) {
    text += new TextDecoder().decode((await reader?.read())?.value);
  }
  return controller;
}

describe.skipIf(noBrowser)("when something goes wrong", () => {
  const visit = visitor();
  let opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    const all = opened;
    opened = [];
    await Promise.all(all.map((one) => one.close()));
  });

  async function stackOf(options: StackOptions): Promise<BrowserStack> {
    const stack = await startStack(options);
    opened.push(stack);
    return stack;
  }

  async function proxyTo(url: string): Promise<Wire> {
    const proxy = await startProxy(url);
    opened.push(proxy);
    return proxy;
  }

  it("a connection that drops in mid-answer is said, what had come is kept, and it can be tried again", async () => {
    const proxy = await proxyTo(inject("pageUrl"));
    const page = await visit({ url: proxy.url, expected: /ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY/ });
    await makeSlow(page);
    await ask(page, QUESTION);
    await page.locator(".cell[data-step]").nth(20).waitFor();
    const before = await page.locator(".answer .markdown").innerText();
    proxy.cut();
    await told(page, "The connection broke");
    expect(await ended(page, "failed")).toContain(before.trim());
    expect(await page.locator(".question-text").innerText()).toBe(QUESTION);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator('.answer[data-state="streaming"]').waitFor();
    await page.keyboard.press("Escape");
    await ended(page, "stopped");
  });

  it("a gateway that cannot be reached loses nothing that was typed", async () => {
    const proxy = await proxyTo(inject("pageUrl"));
    const page = await visit({ url: proxy.url, expected: /ERR_CONNECTION|ERR_EMPTY/ });
    await proxy.close();
    await ask(page, QUESTION);
    await told(page, "The gateway cannot be reached");
    expect(await page.locator(".question-text").innerText()).toBe(QUESTION);
  });

  it("a slow node is explained while it lasts, and the answer comes all the same", async () => {
    let wire: Wire | null = null;
    const stack = await stackOf({
      via: async (url) => {
        wire = await proxyTo(url);
        return wire.url;
      },
      vars: { ROUTING: JSON.stringify({ stallMs: 60_000, keepAliveMs: 1_000 }) },
    });
    const page = await visit({ url: stack.url, apiKey: stack.apiKey });
    (wire as Wire | null)?.clamp();
    await ask(page, QUESTION);
    await page.getByText("Waiting for a node").waitFor();
    await page.getByText("Still waiting").waitFor();
    (wire as Wire | null)?.release();
    expect(await ended(page)).toBe(ANSWER);
  });

  it("a limit that is reached is told with a countdown, and can be tried again when that is over", async () => {
    const stack = await stackOf({});
    const { key } = await stack.issueKey({ limits: { concurrency: 1 } });
    const page = await visit({ url: stack.url, apiKey: key, expected: /429/ });
    const busy = await occupy(stack, key);
    await ask(page, QUESTION);
    await told(page, "The limit of your key is reached");
    expect(await page.locator(".problem").innerText()).toContain("requests at once");
    busy.abort();
    await tryUntilDone(page);
    expect(await ended(page)).toBe(ANSWER);
    // Attempts that came to nothing are no answers to go back to.
    expect(await page.locator(".versions").count()).toBe(0);
  });

  it("a countdown says how long it still is, second by second, and is not read out again each time", async () => {
    const stack = await stackOf({});
    const { key } = await stack.issueKey({ limits: { requests_per_minute: 1 } });
    const page = await visit({ url: stack.url, apiKey: key, expected: /429/ });
    await ask(page, QUESTION);
    await ended(page);
    await ask(page, QUESTION);
    await told(page, "The limit of your key is reached");
    const button = page.getByRole("button", { name: /Try again in \d+ s/ });
    expect(await button.isDisabled()).toBe(true);
    const seconds = async () => Number(/\d+/.exec(await button.innerText())?.[0]);
    const first = await seconds();
    expect(first).toBeGreaterThan(30);
    await expect.poll(seconds, { timeout: 5_000 }).toBeLessThan(first);
    expect(await page.getByRole("alert").innerText()).not.toMatch(/\d/);
    expect(await page.locator(".question-text").last().innerText()).toBe(QUESTION);
  });

  it("a paste of 10,000 characters is refused in plain words and stays to be edited", async () => {
    const page = await visit({ expected: /400/, permissions: ["clipboard-read", "clipboard-write"] });
    const text = `${"What is the capital of Finland? ".repeat(313).slice(0, 9_999)}!`;
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await page.getByLabel("Your message").press("Control+v");
    await page.getByText("10,000 characters").waitFor();
    await page.keyboard.press("Enter");
    await told(page, "This is too long for the model");
    await page.getByRole("button", { name: "Edit the message", exact: true }).last().click();
    const editor = page.getByRole("textbox", { name: "Edit the message" });
    expect(await editor.inputValue()).toBe(text);
    await editor.fill(QUESTION);
    await page.keyboard.press("Enter");
    expect(await ended(page)).toBe(ANSWER);
  });

  it("a full queue is said, and the message can be sent again when there is room", async () => {
    const stack = await stackOf({
      nodes: [["--max-running", "1", "--max-queued", "0"]],
      vars: { ROUTING: JSON.stringify({ queueWaitMs: 300 }) },
    });
    const page = await visit({ url: stack.url, apiKey: stack.apiKey, expected: /503/ });
    const busy = await occupy(stack, stack.apiKey);
    await ask(page, QUESTION);
    await told(page, "All nodes are busy");
    expect(await page.locator(".question-text").innerText()).toBe(QUESTION);
    busy.abort();
    await tryUntilDone(page);
    expect(await ended(page)).toBe(ANSWER);
  });

  it("a node that dies in mid-answer is replaced, the page says so, and the answer is completed", async () => {
    const stack = await stackOf({ nodes: [[], []] });
    const page = await visit({ url: stack.url, apiKey: stack.apiKey });
    await makeSlow(page, LONG_TOKENS);
    await ask(page, QUESTION);
    await page.locator(".cell[data-step]").nth(10).waitFor();
    await killServing(page, stack);
    await page.getByText(/Its node went away in the middle; node-\d went on/).waitFor({ timeout: 60_000 });
    expect(await ended(page)).toMatch(/\w/);
    await expect.poll(() => page.locator(".cell[data-step]").count()).toBe(LONG_TOKENS);
    expect(await page.locator(".answer .problem").count()).toBe(0);
  });

  it("a node that dies in mid-answer with none to replace it is said, and what had come is kept", async () => {
    const stack = await stackOf({ vars: { ROUTING: JSON.stringify({ failoverWaitMs: 300 }) } });
    const page = await visit({ url: stack.url, apiKey: stack.apiKey });
    await makeSlow(page, LONG_TOKENS);
    await ask(page, "Write a JavaScript function f that returns the items of arr greater than 19.");
    await page.locator(".answer .markdown").getByText("function").waitFor();
    await killServing(page, stack);
    await told(page, "The node went away in the middle");
    expect(await ended(page, "failed")).toMatch(/^function/);
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(1);
  });

  it("a gateway without a node says that there is no model, keeps what is typed, and goes on by itself when there is one", async () => {
    const port = await freePort();
    const stack = await stackOf({ urls: [`http://127.0.0.1:${port}`] });
    const page = await visit({ url: stack.url, apiKey: stack.apiKey });
    await told(page, "No model is served at the moment");
    await page.getByLabel("Your message").fill(QUESTION);
    expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await stack.addNode(port);
    await expect.poll(() => page.getByRole("button", { name: "Send" }).isEnabled(), { timeout: 30_000 }).toBe(true);
    expect(await page.locator(".problem").count()).toBe(0);
    await page.getByLabel("Your message").press("Enter");
    expect(await ended(page)).toBe(ANSWER);
  });
});

/** Presses "Try again", as often as it can be pressed, until there is an answer. */
async function tryUntilDone(page: Page): Promise<void> {
  const again = page.getByRole("button", { name: "Try again", exact: true });
  const press = async (): Promise<number> => {
    if ((await again.count()) > 0 && (await again.isEnabled())) {
      await again.click();
    }
    return await page.locator('.answer[data-state="done"]').count();
  };
  await expect.poll(press, { timeout: 60_000, interval: 300 }).toBe(1);
}

/** Kills the node that serves the answer under way. */
async function killServing(page: Page, stack: BrowserStack): Promise<void> {
  const serving = await page.locator(".canvas").getAttribute("data-node");
  const node = stack.nodes[serving === "node-2" ? 1 : 0];
  expect(node).toBeDefined();
  node?.child.process.kill("SIGKILL");
}
